import { isUtf8 } from 'node:buffer';
import { type RowFault } from '../../domain/rows.js';

/** Of a file that begins so; UTF-8 with a mark is taken. */
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const LOOKED_AT = 400;
const NEW_LINE = 0x0a;

export type ReadText = { readonly text: string } | { readonly fault: RowFault };

/** Text of a file, without the mark it may begin with. */
export function textOfFile(bytes: Buffer): ReadText {
  if (bytes.length === 0) return { fault: { path: '', message: 'the file is empty' } };
  if (looksLikeUtf16(bytes)) return { fault: { path: '', message: 'the file is UTF-16; save it as UTF-8' } };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const line = lineOfFirstFault(bytes);
    return { fault: { path: '', message: `line ${line} is not UTF-8; save the file as UTF-8`, line } };
  }
}

/** By its mark, or since every other byte of its beginning is zero. */
function looksLikeUtf16(bytes: Buffer): boolean {
  if (UTF16_MARKS.some((mark) => bytes.subarray(0, 2).equals(mark))) return true;
  const beginning = bytes.subarray(0, LOOKED_AT);
  const zeros = beginning.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  return beginning.length >= 4 && zeros > beginning.length / 4;
}

/** By halves, each ended with a line: a file may have millions of them. */
function lineOfFirstFault(bytes: Buffer): number {
  let [from, until] = [0, bytes.length];
  for (let middle = middleOf(bytes, from, until); middle !== null; middle = middleOf(bytes, from, until)) {
    if (isUtf8(bytes.subarray(from, middle))) from = middle;
    else until = middle;
  }
  let line = 1;
  for (let at = bytes.indexOf(NEW_LINE); at >= 0 && at < from; at = bytes.indexOf(NEW_LINE, at + 1)) line += 1;
  return line;
}

/** Where a line begins between the two, about in the middle; null: they hold one line. */
function middleOf(bytes: Buffer, from: number, until: number): number | null {
  const half = from + Math.floor((until - from) / 2);
  const [next, before] = [bytes.indexOf(NEW_LINE, half) + 1, bytes.lastIndexOf(NEW_LINE, half) + 1];
  if (next > 0 && next < until) return next;
  return before > from && before < until ? before : null;
}
