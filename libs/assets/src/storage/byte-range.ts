import { type ByteRange } from '../contracts/storage.js';

/**
 * Reads a `Range` header (RFC 9110, 14.1.2) for something of `sizeBytes` bytes.
 * @returns the range to send; `unsatisfiable` (416); or null: the whole, which is also the answer to a header that is malformed,
 * of another unit, or asks for several ranges.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return null;
  if (first === '') {
    const wanted = Number(last);
    if (wanted === 0 || sizeBytes === 0) return 'unsatisfiable';
    return { start: Math.max(0, sizeBytes - wanted), end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? Infinity : Number(last);
  if (end < start) return null;
  if (start >= sizeBytes) return 'unsatisfiable';
  return { start, end: Math.min(end, sizeBytes - 1) };
}
