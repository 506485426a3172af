import { open } from 'node:fs/promises';
import type { Demuxer } from '../ffmpeg/index.js';
import { HEIF_BRAND } from './heif.js';

/** A container that is accepted, by its first bytes. */
export interface Container {
  /** What users call it. */
  readonly name: 'mp4' | 'mov' | 'm4a' | 'matroska' | 'webm' | 'png' | 'jpeg' | 'webp' | 'gif' | 'wav' | 'mp3' | 'ogg' | 'flac' | 'aac';
  readonly demuxer: Demuxer;
  readonly still: boolean;
}

const container = (name: Container['name'], demuxer: Demuxer, still = false): Container => ({ name, demuxer, still });

/**
 * Says what a file is from its first bytes alone: names and content types lie. Playlists, SVG, concat scripts and everything else
 * that can point at other files have no entry here, so FFmpeg never gets to guess at them.
 * @returns null for anything that is not accepted
 */
export function sniff(head: Uint8Array): Container | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (bytes.length < 12) return null;
  if (ascii(4, 8) === 'ftyp') return isoBrand(ascii(8, 12));
  // QuickTime files from before `ftyp` start with one of these atoms.
  if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(ascii(4, 8))) return container('mov', 'mov');
  if (bytes.readUInt32BE(0) === 0x1a45dfa3) return container(ascii(0, 64).includes('webm') ? 'webm' : 'matroska', 'matroska');
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return container('png', 'png_pipe', true);
  if (bytes.readUIntBE(0, 3) === 0xffd8ff) return container('jpeg', 'jpeg_pipe', true);
  if (/^GIF8[79]a$/.test(ascii(0, 6))) return container('gif', 'gif');
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return container('webp', 'webp_pipe', true);
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WAVE') return container('wav', 'wav');
  if (ascii(0, 4) === 'OggS') return container('ogg', 'ogg');
  if (ascii(0, 4) === 'fLaC') return container('flac', 'flac');
  if (ascii(0, 3) === 'ID3') return container('mp3', 'mp3');
  const [first = 0, second = 0, third = 0] = bytes;
  // AAC as it is broadcast (ADTS): 12 sync bits, layer 0, and no reserved sample rate.
  if (first === 0xff && (second & 0xf6) === 0xf0 && ((third >> 2) & 0xf) < 13) return container('aac', 'aac');
  // MPEG audio frame: 11 sync bits, layer III, and neither a reserved bit rate nor a reserved sample rate.
  const isMpegAudio = first === 0xff && (second & 0xe6) === 0xe2 && third >> 4 !== 0xf && ((third >> 2) & 3) !== 3;
  return isMpegAudio ? container('mp3', 'mp3') : null;
}

function isoBrand(brand: string): Container | null {
  if (brand === 'qt  ') return container('mov', 'mov');
  if (brand.startsWith('M4A') || brand.startsWith('M4B')) return container('m4a', 'mov');
  // HEIF and AVIF share the box structure; what can be made of them is decided before (takeInPicture).
  if (HEIF_BRAND.test(brand) || /^(avif|avis|crx )$/.test(brand)) return null;
  return container('mp4', 'mov');
}

/** Reads the first bytes of a file and sniffs them. */
export async function sniffFile(path: string): Promise<{ container: Container | null; sizeBytes: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(64);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return { container: sniff(head.subarray(0, bytesRead)), sizeBytes: size };
  } finally {
    await file.close();
  }
}
