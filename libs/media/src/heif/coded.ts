import { table } from '../text/table.js';
import { damaged, HeifFault, Reader, SAVE_AS_JPEG } from './boxes.js';
import type { Item } from './items.js';

/** How an item is coded, and what FFmpeg calls it as a stream of its own. */
export interface Coding {
  readonly demuxer: 'hevc' | 'h264' | 'mjpeg';
  /** What stands before the data of each item. */
  readonly head: Buffer;
  /** Bytes of the length in front of each unit (NAL); null: the data is a stream already. */
  readonly lengthBytes: number | null;
}

const START_CODE = Buffer.from([0, 0, 0, 1]);
const NAMES: Readonly<Record<string, string>> = table({
  av01: 'AV1',
  unci: 'pixels without compression',
  j2k1: 'JPEG 2000',
  vvc1: 'VVC',
  iovl: 'several pictures laid over each other',
  evc1: 'EVC',
});

export const CODED = new Set(['hvc1', 'hev1', 'avc1', 'jpeg', ...Object.keys(NAMES)]);

/** @throws HeifFault for what is coded otherwise than HEVC, H.264 or JPEG */
export function codingOf(item: Item): Coding {
  const property = (type: string) => item.properties.find((box) => box.type === type)?.body;
  if (item.type === 'hvc1' || item.type === 'hev1') return ofHevc(property('hvcC'));
  if (item.type === 'avc1') return ofH264(property('avcC'));
  if (item.type === 'jpeg') return { demuxer: 'mjpeg', head: property('jpgC') ?? Buffer.alloc(0), lengthBytes: null };
  const name = NAMES[item.type] ?? item.type.replaceAll(/[^ -~]/g, '?');
  throw new HeifFault(`it is a HEIF picture coded as ${name}; ${SAVE_AS_JPEG}`);
}

/** ISO/IEC 14496-15, 8.3.3.1. */
function ofHevc(box: Buffer | undefined): Coding {
  if (!box) throw damaged('what its decoder needs is missing');
  const reader = new Reader(box);
  reader.take(21);
  const lengthBytes = (reader.uint(1) & 3) + 1;
  const units: Buffer[] = [];
  const kinds = new Set<number>();
  for (let arrays = reader.uint(1); arrays > 0; arrays -= 1) {
    const kind = reader.uint(1) & 0x3f;
    for (let count = reader.uint(2); count > 0; count -= 1) units.push(START_CODE, reader.take(reader.uint(2)));
    kinds.add(kind);
  }
  // Sequence and picture parameters (SPS, PPS).
  if (!kinds.has(33) || !kinds.has(34)) throw damaged('what its decoder needs is missing');
  return { demuxer: 'hevc', head: Buffer.concat(units), lengthBytes };
}

/** ISO/IEC 14496-15, 5.3.3.1. */
function ofH264(box: Buffer | undefined): Coding {
  if (!box) throw damaged('what its decoder needs is missing');
  const reader = new Reader(box);
  reader.take(4);
  const lengthBytes = (reader.uint(1) & 3) + 1;
  const units: Buffer[] = [];
  for (const mask of [0x1f, 0xff]) {
    for (let count = reader.uint(1) & mask; count > 0; count -= 1) units.push(START_CODE, reader.take(reader.uint(2)));
  }
  return { demuxer: 'h264', head: Buffer.concat(units), lengthBytes };
}

/** The data of one item as a part of a stream. @throws HeifFault when its units do not fit into it */
export function streamOf({ head, lengthBytes }: Coding, data: Buffer): Buffer[] {
  if (lengthBytes === null) return [head, data];
  const parts = [head];
  const reader = new Reader(data);
  while (reader.left > 0) {
    const length = reader.uint(Math.min(lengthBytes, reader.left));
    if (length > reader.left) throw damaged('its picture is cut off');
    if (length > 0) parts.push(START_CODE, reader.take(length));
  }
  return parts;
}
