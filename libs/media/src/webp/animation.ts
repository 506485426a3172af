/** A frame of an animated WebP, and where it stands in its file (RIFF, WebP container specification). */
export interface WebpFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly milliseconds: number;
  /** Laid over what is there; else it takes its place, transparency included. */
  readonly isBlended: boolean;
  /** Its place is emptied when it is over. */
  readonly isDisposed: boolean;
  /** Of its picture's chunks: `ALPH`, `VP8 ` or `VP8L`. */
  readonly data: { readonly from: number; readonly to: number };
}

export interface WebpAnimation {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly WebpFrame[];
  /** Where its ICC profile stands. */
  readonly profile: WebpFrame['data'] | null;
}

/** As browsers show it, and FFmpeg a GIF: who states next to no time did not mean it. */
const LEAST_MS = 10;
const SHOWN_INSTEAD_MS = 100;
/** 600 s at 30 a second are 18,000. */
const MOST_FRAMES = 20_000;

/** A profile of a display has a few kilobytes, one of a printer a megabyte. */
const MOST_PROFILE_BYTES = 4 * 1024 * 1024;

/** What `read` does with a file: `bytes` from `at` on, fewer at its end. */
export type ReadAt = (at: number, bytes: number) => Promise<Buffer>;

interface Chunk {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const isWebp = (head: Buffer): boolean => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP';

/** @param head the first bytes of a file */
export function isAnimatedWebp(head: Buffer): boolean {
  return head.length >= 21 && isWebp(head) && head.toString('latin1', 12, 16) === 'VP8X' && ((head[20] ?? 0) & 2) !== 0;
}

/**
 * Reads heads only, never a frame's picture.
 * @throws WebpFault where it is cut off or says what cannot be
 */
export async function readWebpAnimation(read: ReadAt): Promise<WebpAnimation> {
  const head = await read(0, 30);
  if (head.length < 30 || !isAnimatedWebp(head)) throw new WebpFault('it is damaged');
  const end = 8 + head.readUInt32LE(4);
  const [width, height] = [head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1];
  const frames: WebpFrame[] = [];
  let profile: WebpAnimation['profile'] = null;
  for await (const { name, from, to } of chunks(read, 12, end)) {
    if (name === 'ICCP' && to - from <= MOST_PROFILE_BYTES) profile = { from, to };
    if (name !== 'ANMF') continue;
    const about = await read(from, 16);
    if (about.length < 16 || to - from < 16) throw new WebpFault('it is damaged');
    const flags = about[15] ?? 0;
    const milliseconds = about.readUIntLE(12, 3);
    const frame: WebpFrame = {
      ...{ x: about.readUIntLE(0, 3) * 2, y: about.readUIntLE(3, 3) * 2 },
      ...{ width: about.readUIntLE(6, 3) + 1, height: about.readUIntLE(9, 3) + 1 },
      milliseconds: milliseconds <= LEAST_MS ? SHOWN_INSTEAD_MS : milliseconds,
      ...{ isBlended: (flags & 2) === 0, isDisposed: (flags & 1) !== 0 },
      data: { from: from + 16, to },
    };
    if (frame.x + frame.width > width || frame.y + frame.height > height) throw new WebpFault('it is damaged: a frame lies outside of it');
    if (frames.push(frame) > MOST_FRAMES) throw new WebpFault(`more than ${MOST_FRAMES} frames`, 'media_too_large');
  }
  if (frames.length === 0) throw new WebpFault('it is damaged: there is no frame in it');
  return { width, height, frames, profile };
}

/** Why an animated WebP cannot be used. */
export class WebpFault extends Error {
  readonly why: string;
  readonly code: 'unsupported_media' | 'media_too_large';

  // Spelled out: drawing processes read this file as it is, and Node takes no shorter form.
  constructor(why: string, code: WebpFault['code'] = 'unsupported_media') {
    super(why);
    this.name = 'WebpFault';
    this.why = why;
    this.code = code;
  }
}

export const CUT_OFF_WEBP = 'it is cut off: its end is missing';
/** Metadata and unknown chunks between frames are passed over, not without end. */
const MOST_CHUNKS = 3 * MOST_FRAMES;

async function* chunks(read: ReadAt, from: number, end: number): AsyncGenerator<Chunk> {
  let at = from;
  for (let count = 0; at + 8 <= end; count += 1) {
    if (count > MOST_CHUNKS) throw new WebpFault('it is damaged: it has too many parts');
    const head = await read(at, 8);
    if (head.length < 8) throw new WebpFault(CUT_OFF_WEBP);
    const length = head.readUInt32LE(4);
    const to = at + 8 + length;
    if (to > end || (await read(to - 1, 1)).length < 1) throw new WebpFault(CUT_OFF_WEBP);
    yield { name: head.toString('latin1', 0, 4), from: at + 8, to };
    at = to + (length % 2);
  }
}

/** What a picture is made of; other chunks of a frame say nothing to whoever reads it as a still. */
const OF_PICTURE = /^(?:ALPH|VP8 |VP8L)$/;

/** A frame as a file of its own, that whoever reads a still WebP reads. @param data its chunks */
export function stillOf({ width, height }: Pick<WebpFrame, 'width' | 'height'>, data: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at + 8 <= data.length;) {
    const bytes = 8 + data.readUInt32LE(at + 4);
    if (OF_PICTURE.test(data.toString('latin1', at, at + 4))) kept.push(data.subarray(at, at + bytes + (bytes % 2)));
    at += bytes + (bytes % 2);
  }
  const isSheer = kept[0]?.toString('latin1', 0, 4) === 'ALPH';
  const extended = Buffer.alloc(18);
  extended.write('VP8X', 0, 'latin1');
  extended.writeUInt32LE(10, 4);
  extended[8] = isSheer ? 0x10 : 0;
  extended.writeUIntLE(width - 1, 12, 3);
  extended.writeUIntLE(height - 1, 15, 3);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.write('WEBP', 8, 'latin1');
  const body = [...(isSheer ? [extended] : []), ...kept];
  head.writeUInt32LE(4 + body.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...body]);
}

/** Frames of a clip with one rate throughout. */
export interface Timing {
  /** As a fraction, which FFmpeg takes. */
  readonly rate: { readonly over: number; readonly under: number };
  /** For each frame of the clip, which of the animation is seen. */
  readonly shown: readonly number[];
}

const MOST_PER_SECOND = 60;

/**
 * The rate in which each frame keeps its length, where one of up to 60 a second does; else the next best.
 * @param perSecond at most
 */
export function timingOf(frames: readonly Pick<WebpFrame, 'milliseconds'>[], perSecond = MOST_PER_SECOND): Timing {
  const step = frames.reduce((common, { milliseconds }) => divisor(common, milliseconds), 0);
  const rate = step * perSecond >= 1000 ? { over: 1000, under: step } : { over: perSecond, under: 1 };
  const frameMs = (1000 * rate.under) / rate.over;
  const shown: number[] = [];
  let endMs = 0;
  for (const [index, { milliseconds }] of frames.entries()) {
    endMs += milliseconds;
    // A frame is what is there in its middle; none is left out that nobody would miss.
    while ((shown.length + 0.5) * frameMs < endMs) shown.push(index);
  }
  if (shown.length === 0) shown.push(0);
  return { rate, shown };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
