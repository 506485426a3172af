import { open, type FileHandle } from 'node:fs/promises';
import { boxHead, damaged, HeifFault, SAVE_AS_JPEG } from './boxes.js';
import type { Item, Items } from './items.js';

/** Of a whole picture as a phone writes it: 5 MB; of one of 33 million pixels without any loss some 60. It is held in memory, tile by tile. */
const MOST_CODED_BYTES = 64 * 1024 * 1024;
/** Boxes of a phone's picture take 5 kB, previews within them included. */
const MOST_META_BYTES = 16 * 1024 * 1024;
/** At the top of a file: three or four, and some of a camera's own. */
const MOST_TOP_BOXES = 1000;

/** A file in HEIF boxes that is read by its parts, whatever its size. */
export class HeifFile {
  private codedBytes = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly sizeBytes: number,
  ) {}

  /** Opens it for as long as `use` lasts. */
  static async opened<T>(path: string, use: (file: HeifFile) => Promise<T>): Promise<T> {
    const file = await open(path, 'r');
    try {
      return await use(new HeifFile(file, (await file.stat()).size));
    } finally {
      await file.close();
    }
  }

  /** A box at the top of the file; null where there is none. @throws HeifFault when its end is missing, or it is too large to be read */
  async top(wanted: string): Promise<{ readonly at: number; readonly body: Buffer } | null> {
    let at = 0;
    for (let boxes = 0; at + 8 <= this.sizeBytes && boxes < MOST_TOP_BOXES; boxes += 1) {
      const head = await this.read(at, Math.min(16, this.sizeBytes - at));
      const { type, headBytes, sizeBytes } = boxHead(head, 0, this.sizeBytes - at);
      if (type !== wanted) {
        at += sizeBytes;
        continue;
      }
      if (sizeBytes > this.sizeBytes - at) throw damaged('its end is missing');
      if (sizeBytes > MOST_META_BYTES) throw new HeifFault(`it says ${sizeBytes} bytes about itself, at most ${MOST_META_BYTES} are read`);
      return { at: at + headBytes, body: await this.read(at + headBytes, sizeBytes - headBytes) };
    }
    return null;
  }

  /** The data of an item, its parts put together. @throws HeifFault when they do not lie in this file */
  async dataOf(item: Item, { data }: Items): Promise<Buffer> {
    if (item.isProtected) throw new HeifFault(`it is encrypted; ${SAVE_AS_JPEG}`);
    if (item.isElsewhere || item.construction > 1) throw new HeifFault(`its data lies outside of it; ${SAVE_AS_JPEG}`);
    const isInside = item.construction === 1;
    const end = isInside ? data.length : this.sizeBytes;
    const parts: Buffer[] = [];
    for (const { offset, length } of item.extents) {
      const bytes = length ?? end - offset;
      if (bytes < 0 || offset + bytes > end) throw damaged('its end is missing');
      this.codedBytes += bytes;
      if (this.codedBytes > MOST_CODED_BYTES) {
        throw new HeifFault(`its data takes ${this.codedBytes} bytes, at most ${MOST_CODED_BYTES}`, 'media_too_large');
      }
      parts.push(isInside ? data.subarray(offset, offset + bytes) : await this.read(offset, bytes));
    }
    const whole = Buffer.concat(parts);
    if (whole.length === 0) throw damaged('there is no data in it');
    return whole;
  }

  private async read(at: number, bytes: number): Promise<Buffer> {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await this.file.read(buffer, 0, bytes, at);
    if (bytesRead < bytes) throw damaged('its end is missing');
    return buffer;
  }
}
