/** Why a picture in HEIF boxes cannot be used, in words for who sent it. */
export class HeifFault extends Error {
  constructor(
    readonly why: string,
    readonly code: 'unsupported_media' | 'media_too_large' = 'unsupported_media',
  ) {
    super(why);
    this.name = 'HeifFault';
  }
}

export const SAVE_AS_JPEG = 'save it as JPEG (phones call that "most compatible")';
export const damaged = (what: string): HeifFault => new HeifFault(`it is damaged: ${what}; send the original again, or ${SAVE_AS_JPEG}`);

/** A box of ISO/IEC 14496-12: its four letters and what it holds. */
export interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** The boxes of one picture are some dozens, and two hundred of a camera's. */
const MOST_BOXES = 50_000;

/** The boxes that lie one after the other in `bytes`. @throws HeifFault when one reaches out of it */
export function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const { headBytes, sizeBytes, type } = boxHead(bytes, at, bytes.length - at);
    if (sizeBytes > bytes.length - at) throw damaged(`its part "${shownType(type)}" reaches over its end`);
    if (boxes.push({ type, body: bytes.subarray(at + headBytes, at + sizeBytes) }) > MOST_BOXES) throw damaged('it has too many parts');
    at += sizeBytes;
  }
  return boxes;
}

interface BoxHead {
  readonly type: string;
  readonly headBytes: number;
  /** Head and body. */
  readonly sizeBytes: number;
}

/** @param left how much follows from `at` on: a box without a size takes all of it */
export function boxHead(bytes: Buffer, at: number, left: number): BoxHead {
  const said = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  const isLong = said === 1 && at + 16 <= bytes.length;
  const sizeBytes = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : said === 0 ? left : said;
  const headBytes = isLong ? 16 : 8;
  // Nothing goes on from a box that is smaller than its head: it would be read for ever.
  if (sizeBytes < headBytes) throw damaged(`its part "${shownType(type)}" has no size`);
  return { type, headBytes, sizeBytes };
}

const shownType = (type: string): string => type.replaceAll(/[^ -~]/g, '?');

/** Reads numbers one after the other. @throws HeifFault at the end */
export class Reader {
  private at = 0;
  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** @param size 0 to 8 bytes; of 0 bytes it is 0 */
  uint(size: number): number {
    const from = this.step(size);
    if (size === 0) return 0;
    return size === 8 ? Number(this.bytes.readBigUInt64BE(from)) : this.bytes.readUIntBE(from, size);
  }

  int32(): number {
    return this.bytes.readInt32BE(this.step(4));
  }

  text(size: number): string {
    const from = this.step(size);
    return this.bytes.toString('latin1', from, from + size);
  }

  take(size: number): Buffer {
    const from = this.step(size);
    return this.bytes.subarray(from, from + size);
  }

  /** Of a "full box". */
  versionAndFlags(): { readonly version: number; readonly flags: number } {
    return { version: this.uint(1), flags: this.uint(3) };
  }

  private step(size: number): number {
    if (size > this.left) throw damaged('a part of it ends too early');
    const from = this.at;
    this.at += size;
    return from;
  }
}
