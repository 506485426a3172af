import { type Box, boxesIn, damaged, HeifFault, Reader } from './boxes.js';

/** A part of an item's data. Null: up to the end. */
export interface Extent {
  readonly offset: number;
  readonly length: number | null;
}

/** An item: a coded picture, one that is derived from others, or data about them (ISO/IEC 23008-12). */
export interface Item {
  readonly id: number;
  readonly type: string;
  readonly isProtected: boolean;
  /** 0: extents count in the file; 1: in the box `idat`; 2: in another item. */
  readonly construction: number;
  /** Its data lies in another file. */
  readonly isElsewhere: boolean;
  readonly extents: readonly Extent[];
  /** In the order in which they are to be carried out. */
  readonly properties: readonly Box[];
}

interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** What the box `meta` says. */
export interface Items {
  readonly primary: number;
  readonly items: ReadonlyMap<number, Item>;
  readonly references: readonly Reference[];
  /** The box `idat`. */
  readonly data: Buffer;
}

/** Counters in boxes may say four thousand million. */
const MOST = 20_000;
const counted = (count: number): number => {
  if (count > MOST) throw new HeifFault(`it has ${count} parts, at most ${MOST} are read`, 'media_too_large');
  return count;
};

/** @param meta the body of the box @throws HeifFault */
export function readItems(meta: Buffer): Items {
  const boxes = boxesIn(meta.subarray(4));
  const of = (type: string) => boxes.find((box) => box.type === type)?.body;
  const primaryBox = of('pitm');
  if (!primaryBox) throw damaged('it does not say which picture is meant');
  const primary = new Reader(primaryBox);
  const primaryId = primary.uint(primary.versionAndFlags().version === 0 ? 2 : 4);
  const places = placesOf(of('iloc'));
  const properties = propertiesOf(of('iprp'));
  const items = new Map<number, Item>();
  for (const { id, type, isProtected } of entriesOf(of('iinf'))) {
    const place = places.get(id) ?? NOWHERE;
    items.set(id, { id, type, isProtected, ...place, properties: properties.get(id) ?? [] });
  }
  return { primary: primaryId, items, references: referencesOf(of('iref')), data: of('idat') ?? Buffer.alloc(0) };
}

function entriesOf(box: Buffer | undefined): { id: number; type: string; isProtected: boolean }[] {
  if (!box) return [];
  const head = new Reader(box);
  const { version } = head.versionAndFlags();
  counted(head.uint(version === 0 ? 2 : 4));
  return boxesIn(head.take(head.left)).flatMap(({ type, body }) => {
    const entry = new Reader(body);
    if (type !== 'infe' || entry.left < 4) return [];
    const { version: form } = entry.versionAndFlags();
    // Before version 2 an entry has no type: it is no picture.
    if (form < 2) return [];
    const id = entry.uint(form === 2 ? 2 : 4);
    return [{ id, isProtected: entry.uint(2) !== 0, type: entry.text(4) }];
  });
}

type Place = Pick<Item, 'construction' | 'isElsewhere' | 'extents'>;
const NOWHERE: Place = { construction: 0, isElsewhere: false, extents: [] };

function placesOf(box: Buffer | undefined): Map<number, Place> {
  const places = new Map<number, Place>();
  if (!box) return places;
  const reader = new Reader(box);
  const { version } = reader.versionAndFlags();
  const [sizes, moreSizes] = [reader.uint(1), reader.uint(1)];
  const [offsetSize, lengthSize, baseSize] = [sizes >> 4, sizes & 15, moreSizes >> 4];
  const indexSize = version === 0 ? 0 : moreSizes & 15;
  if (version > 2 || [offsetSize, lengthSize, baseSize, indexSize].some((size) => ![0, 4, 8].includes(size))) {
    throw damaged('it does not say where its data lies');
  }
  let extentsRead = 0;
  for (let left = counted(reader.uint(version < 2 ? 2 : 4)); left > 0; left -= 1) {
    const id = reader.uint(version < 2 ? 2 : 4);
    const construction = version === 0 ? 0 : reader.uint(2) & 15;
    const isElsewhere = reader.uint(2) !== 0;
    const base = reader.uint(baseSize);
    const count = reader.uint(2);
    counted((extentsRead += count));
    const extents = Array.from({ length: count }, () => {
      reader.uint(indexSize);
      const offset = base + reader.uint(offsetSize);
      return { offset, length: reader.uint(lengthSize) || null };
    });
    places.set(id, { construction, isElsewhere, extents });
  }
  return places;
}

function propertiesOf(box: Buffer | undefined): Map<number, Box[]> {
  const found = new Map<number, Box[]>();
  if (!box) return found;
  const boxes = boxesIn(box);
  const properties = boxesIn(boxes.find(({ type }) => type === 'ipco')?.body ?? Buffer.alloc(0));
  for (const { type, body } of boxes) {
    if (type !== 'ipma') continue;
    const reader = new Reader(body);
    const { version, flags } = reader.versionAndFlags();
    const [bytes, mask] = (flags & 1) === 0 ? [1, 0x7f] : [2, 0x7fff];
    for (let left = counted(reader.uint(4)); left > 0; left -= 1) {
      const id = reader.uint(version === 0 ? 2 : 4);
      const own = found.get(id) ?? [];
      for (let more = reader.uint(1); more > 0; more -= 1) {
        const property = properties[(reader.uint(bytes) & mask) - 1];
        if (property) own.push(property);
      }
      found.set(id, own);
    }
  }
  return found;
}

function referencesOf(box: Buffer | undefined): Reference[] {
  if (!box) return [];
  const head = new Reader(box);
  const size = head.versionAndFlags().version === 0 ? 2 : 4;
  return boxesIn(head.take(head.left)).map(({ type, body }) => {
    const reader = new Reader(body);
    const from = reader.uint(size);
    const count = counted(reader.uint(2));
    return { type, from, to: Array.from({ length: count }, () => reader.uint(size)) };
  });
}
