/** Pictures in HEIF boxes: AV1 in them is AVIF, HEVC is what phones call HEIC; the others are taken in as HEIC is. */
export type HeifKind = 'avif' | 'animated avif' | 'heic';

/** Major brands of pictures in HEIF boxes, whatever they are coded in; without AVIF's own and those of films. */
export const HEIF_BRAND = /^(?:hei[cxms]|hev[cxms]|avc[is]|jpeg|jpgs|j2ki|vvic|mif[123]|msf1|miaf|MiH[ABE]|tmap|heif)$/;

/** @param head the first bytes of a file; null when it is neither */
export function heifKind(head: Buffer): HeifKind | null {
  if (head.length < 16 || head.toString('latin1', 4, 8) !== 'ftyp') return null;
  const end = Math.min(head.length, head.readUInt32BE(0));
  const brands = [head.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString('latin1', at, at + 4));
  const [major = ''] = brands;
  if (major === 'avis') return 'animated avif';
  if (/^(?:avif|mif[123]|miaf|MiA[BC]|tmap)$/.test(major) && brands.includes('avif')) return 'avif';
  return HEIF_BRAND.test(major) ? 'heic' : null;
}

/** The largest of the sizes that a HEIF file states: of a picture in tiles, the whole. Null when it states none. */
export function heifSizePx(head: Buffer): { readonly width: number; readonly height: number } | null {
  let largest: { width: number; height: number } | null = null;
  for (let at = head.indexOf('ispe', 0, 'latin1'); at >= 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4, 'latin1')) {
    const [width, height] = [head.readUInt32BE(at + 8), head.readUInt32BE(at + 12)];
    if (!largest || width * height > largest.width * largest.height) largest = { width, height };
  }
  return largest;
}
