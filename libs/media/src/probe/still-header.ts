import { inflateSync } from 'node:zlib';
import { isStillCutOff } from './still-end.js';

/** What the head of a picture says that decides how it is seen. */
export interface StillHeader {
  /** As stored, before it is turned upright. Null where the head does not say. */
  readonly sizePx: { readonly width: number; readonly height: number } | null;
  /** Of EXIF: 1 is upright, 5 to 8 lie on their side. */
  readonly orientation: number;
  /** An ICC profile. */
  readonly profile: Buffer | null;
  readonly isAnimated: boolean;
  /** Its end is missing. */
  readonly isCutOff: boolean;
}

type Chunk = readonly [name: string, data: Buffer];

/** A profile of a display has a few kilobytes, one of a printer a megabyte. */
const MAX_PROFILE_BYTES = 4 * 1024 * 1024;
type Head = Omit<StillHeader, 'isCutOff'>;
const NOTHING: Head = { sizePx: null, orientation: 1, profile: null, isAnimated: false };

/**
 * Reads PNG, JPEG, WebP and GIF. What is damaged is passed over: the decoder says so later, and better.
 * @param file its beginning @param isWhole whether that is all of it
 */
export function readStillHeader(file: Buffer, isWhole = true): StillHeader {
  return { ...headOf(file), isCutOff: isWhole && isStillCutOff(file) };
}

function headOf(file: Buffer): Head {
  if (file.length < 16) return NOTHING;
  if (file.readUInt32BE(0) === 0x89504e47) return ofPng([...pngChunks(file)]);
  if (file.readUInt16BE(0) === 0xffd8) return ofJpeg([...jpegSegments(file)]);
  if (file.toString('latin1', 8, 12) === 'WEBP') return ofWebp([...riffChunks(file)]);
  if (file.toString('latin1', 0, 3) === 'GIF') return ofGif(file);
  return NOTHING;
}

function* pngChunks(file: Buffer): Generator<Chunk> {
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    yield [name, file.subarray(at + 8, at + 8 + length)];
    at += 12 + length;
  }
}

function ofPng(chunks: readonly Chunk[]): Head {
  const of = (name: string) => chunks.find(([own]) => own === name)?.[1];
  const size = of('IHDR');
  return {
    sizePx: size && size.length >= 8 ? { width: size.readUInt32BE(0), height: size.readUInt32BE(4) } : null,
    orientation: orientationOf(of('eXIf')),
    profile: inflated(of('iCCP')),
    isAnimated: of('acTL') !== undefined,
  };
}

/** A name that ends with 0, the method (0: deflate), the profile. */
function inflated(chunk: Buffer | undefined): Buffer | null {
  if (!chunk) return null;
  try {
    return inflateSync(chunk.subarray(chunk.indexOf(0) + 2), { maxOutputLength: MAX_PROFILE_BYTES });
  } catch {
    return null;
  }
}

/** Up to the first scan: nothing after it matters here. */
function* jpegSegments(file: Buffer): Generator<Chunk> {
  for (let at = 2; at + 4 <= file.length;) {
    if (file[at] !== 0xff) return;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === 0xda || marker === 0xd9) return;
    else {
      const length = file.readUInt16BE(at + 2);
      yield [marker.toString(16), file.subarray(at + 4, at + 2 + length)];
      at += 2 + length;
    }
  }
}

const FRAME_MARKERS = /^c[0-35-79abd-f]$/;
const ICC = 'ICC_PROFILE\0';
const EXIF = 'Exif\0\0';

function ofJpeg(segments: readonly Chunk[]): Head {
  const frame = segments.find(([marker]) => FRAME_MARKERS.test(marker))?.[1];
  const begins = (data: Buffer, with_: string) => data.toString('latin1', 0, with_.length) === with_;
  // Each part is numbered from 1; writers put them in order, but need not.
  const parts = segments
    .filter(([marker, data]) => marker === 'e2' && begins(data, ICC))
    .sort(([, a], [, b]) => (a[ICC.length] ?? 0) - (b[ICC.length] ?? 0));
  const exif = segments.find(([marker, data]) => marker === 'e1' && begins(data, EXIF))?.[1];
  return {
    sizePx: frame && frame.length >= 5 ? { width: frame.readUInt16BE(3), height: frame.readUInt16BE(1) } : null,
    orientation: orientationOf(exif?.subarray(EXIF.length)),
    profile: parts.length > 0 ? Buffer.concat(parts.map(([, data]) => data.subarray(ICC.length + 2))) : null,
    isAnimated: false,
  };
}

function* riffChunks(file: Buffer): Generator<Chunk> {
  for (let at = 12; at + 8 <= file.length;) {
    const length = file.readUInt32LE(at + 4);
    yield [file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + length)];
    at += 8 + length + (length % 2);
  }
}

const ANIMATION_FLAG = 0x02;

function ofWebp(chunks: readonly Chunk[]): Head {
  const of = (name: string) => chunks.find(([own]) => own === name)?.[1];
  const [extended, exif] = [of('VP8X'), of('EXIF')];
  const body = exif?.toString('latin1', 0, EXIF.length) === EXIF ? exif.subarray(EXIF.length) : exif;
  return {
    sizePx: webpSize(extended, of('VP8L'), of('VP8 ')),
    orientation: orientationOf(body),
    profile: of('ICCP') ?? null,
    isAnimated: ((extended?.[0] ?? 0) & ANIMATION_FLAG) !== 0,
  };
}

function webpSize(extended: Buffer | undefined, lossless: Buffer | undefined, lossy: Buffer | undefined): StillHeader['sizePx'] {
  if (extended && extended.length >= 10) return { width: extended.readUIntLE(4, 3) + 1, height: extended.readUIntLE(7, 3) + 1 };
  if (lossless && lossless.length >= 5) {
    const bits = lossless.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (lossy && lossy.length >= 10) return { width: lossy.readUInt16LE(6) & 0x3fff, height: lossy.readUInt16LE(8) & 0x3fff };
  return null;
}

function ofGif(file: Buffer): Head {
  const sizePx = { width: file.readUInt16LE(6), height: file.readUInt16LE(8) };
  return { ...NOTHING, sizePx, isAnimated: hasSecondImage(file) };
}

/** Walks over blocks: extensions (`!`), images (`,`), each with its colours and a row of sub-blocks that an empty one ends. */
function hasSecondImage(file: Buffer): boolean {
  const coloursAt = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let images = 0;
  let at = 13 + coloursAt(file[10] ?? 0);
  while (at < file.length && images < 2) {
    const block = file[at];
    if (block === 0x21) at += 2;
    else if (block === 0x2c) {
      images += 1;
      at += 11 + coloursAt(file[at + 9] ?? 0);
    } else break;
    while (at < file.length && file[at] !== 0) at += 1 + (file[at] ?? 0);
    at += 1;
  }
  return images > 1;
}

const ORIENTATION_TAG = 0x0112;

/** @param tiff the TIFF structure that EXIF is */
function orientationOf(tiff: Buffer | undefined): number {
  if (!tiff || tiff.length < 14) return 1;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(first); entry += 1) {
    const at = first + 2 + entry * 12;
    if (at + 10 > tiff.length) break;
    if (short(at) !== ORIENTATION_TAG) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
