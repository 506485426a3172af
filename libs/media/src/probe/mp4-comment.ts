import { table } from '../text/table.js';

/** A file that is read piece by piece, wherever it is kept. */
export interface Pieces {
  readonly sizeBytes: number;
  /** Fewer bytes where the file ends before. */
  read(start: number, length: number): Promise<Buffer>;
}

interface Box {
  readonly type: string;
  /** Of what is inside. */
  readonly start: number;
  readonly end: number;
}

/** Where FFmpeg, and others after it, write the comment of an MP4 file. */
const WAY = ['moov', 'udta', 'meta', 'ilst', '\u00a9cmt', 'data'];
/** `meta` has a version and flags before its boxes, `data` a type and a language before its text. */
const BYTES_BEFORE: Readonly<Record<string, number>> = table({ meta: 4, data: 8 });
/** More than any file has side by side; what strangers make may be nothing but boxes. */
const MAX_BOXES = 1_000;
const MAX_BYTES = 4_096;

/** The comment in the metadata of an MP4 file, of which a few hundred bytes are read. @returns null: it has none, or is no MP4 */
export async function mp4Comment(file: Pieces): Promise<string | null> {
  let inside: Box = { type: '', start: 0, end: file.sizeBytes };
  for (const type of WAY) {
    const found = await childOf(file, inside, type);
    if (!found) return null;
    inside = { ...found, start: Math.min(found.end, found.start + (BYTES_BEFORE[type] ?? 0)) };
  }
  const bytes = await file.read(inside.start, Math.min(MAX_BYTES, inside.end - inside.start));
  return bytes.toString('utf8');
}

async function childOf(file: Pieces, { start, end }: Box, type: string): Promise<Box | null> {
  let at = start;
  for (let seen = 0; seen < MAX_BOXES && at + 8 <= end; seen += 1) {
    const head = await file.read(at, Math.min(16, end - at));
    if (head.length < 8) return null;
    const short = head.readUInt32BE(0);
    const isLong = short === 1;
    if (isLong && head.length < 16) return null;
    const bytes = isLong ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short;
    const headBytes = isLong ? 16 : 8;
    if (bytes < headBytes || at + bytes > end) return null;
    if (head.toString('latin1', 4, 8) === type) return { type, start: at + headBytes, end: at + bytes };
    at += bytes;
  }
  return null;
}
