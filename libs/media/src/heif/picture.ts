import { MEDIA_LIMITS } from '../ffmpeg/limits.js';
import { damaged, HeifFault, Reader, SAVE_AS_JPEG } from './boxes.js';
import { CODED } from './coded.js';
import type { HeifFile } from './item-data.js';
import type { Item, Items } from './items.js';
import { type Colour, colourOf, isAlpha, type Operation, operationsOf, type Size, sizeOf } from './properties.js';

/** A picture and the way to it: tiles of one size are decoded, put together, cut to `laidPx`, then turned. */
export interface Picture {
  readonly tiles: readonly Item[];
  readonly columns: number;
  readonly rows: number;
  readonly tilePx: Size;
  readonly laidPx: Size;
  readonly operations: readonly Operation[];
  /** As it is seen. */
  readonly sizePx: Size;
  readonly colour: Colour;
  readonly alpha: Picture | null;
}

/** 33 million pixels in tiles of 512 are 130. */
const MOST_TILES = 2048;
/** A picture that is the same as another one, which is the same as another one … */
const MOST_DERIVATIONS = 4;

/**
 * The picture that is meant by a file: of several (a burst) its primary one.
 * @throws HeifFault
 */
export async function pictureOf(file: HeifFile, items: Items): Promise<Picture> {
  const picture = await derived(file, items, items.primary, 0);
  const aux = items.references.find(({ type, from, to }) => type === 'auxl' && to.includes(items.primary) && isAlphaItem(items, from));
  const alpha = aux && aux.from !== items.primary ? await derived(file, items, aux.from, 0) : null;
  return { ...picture, alpha };
}

const isAlphaItem = (items: Items, id: number): boolean => {
  const item = items.items.get(id);
  return item !== undefined && isAlpha(item);
};

async function derived(file: HeifFile, items: Items, id: number, depth: number): Promise<Picture> {
  const item = itemOf(items, id);
  if (item.isProtected) throw new HeifFault(`it is encrypted; ${SAVE_AS_JPEG}`);
  const before = await laid(file, items, item, depth);
  const own = operationsOf(item, before.sizePx);
  const { codePoints, profile } = colourOf(item);
  const colour = { codePoints: codePoints ?? before.colour.codePoints, profile: profile ?? before.colour.profile };
  return { ...before, operations: [...before.operations, ...own.operations], sizePx: own.size, colour };
}

/** As it is before its own operations. */
async function laid(file: HeifFile, items: Items, item: Item, depth: number): Promise<Picture> {
  if (item.type === 'grid') return grid(file, items, item);
  // A picture with a map of brightness for other screens is the picture without it.
  if (item.type === 'iden' || item.type === 'tmap') {
    const [source] = sourcesOf(items, item);
    if (source === undefined || depth >= MOST_DERIVATIONS) throw damaged('the picture that is meant is made of nothing');
    return derived(file, items, source, depth + 1);
  }
  if (!CODED.has(item.type)) throw new HeifFault(`it is no picture but "${item.type.replaceAll(/[^ -~]/g, '?')}"; ${SAVE_AS_JPEG}`);
  const size = mustFit(sizeOf(item));
  return whole([item], { columns: 1, rows: 1, tilePx: size }, size, colourOf(item));
}

/** ISO/IEC 23008-12, 6.6.2.3. */
async function grid(file: HeifFile, items: Items, item: Item): Promise<Picture> {
  const reader = new Reader(await file.dataOf(item, items));
  reader.uint(1);
  const sideBytes = (reader.uint(1) & 1) === 0 ? 2 : 4;
  const [rows, columns] = [reader.uint(1) + 1, reader.uint(1) + 1];
  const size = mustFit({ width: reader.uint(sideBytes), height: reader.uint(sideBytes) });
  if (rows * columns > MOST_TILES) throw new HeifFault(`it is made of ${rows * columns} tiles, at most ${MOST_TILES}`, 'media_too_large');
  const sources = sourcesOf(items, item);
  if (sources.length !== rows * columns) throw damaged('tiles of its picture are missing');
  const tiles = sources.map((id) => itemOf(items, id));
  const [first] = tiles;
  if (!first) throw damaged('tiles of its picture are missing');
  const tile = mustFit(sizeOf(first));
  const isAlike = (other: Item) => {
    const { width, height } = sizeOf(other);
    return other.type === first.type && CODED.has(other.type) && width === tile.width && height === tile.height;
  };
  if (!tiles.every(isAlike)) throw damaged('tiles of its picture do not fit together');
  // Each row and each column is seen, if not as a whole: more would be work for nothing.
  const fits = (side: number, own: number, count: number) => side > 0 && side <= own * count && side > own * (count - 1);
  if (!fits(size.width, tile.width, columns) || !fits(size.height, tile.height, rows))
    throw damaged('tiles of its picture do not fit into it');
  return whole(tiles, { columns, rows, tilePx: tile }, size, colourOf(first));
}

const whole = (tiles: readonly Item[], shape: Pick<Picture, 'columns' | 'rows' | 'tilePx'>, size: Size, colour: Colour): Picture => ({
  tiles,
  ...shape,
  laidPx: size,
  operations: [],
  sizePx: size,
  colour,
  alpha: null,
});

const sourcesOf = (items: Items, { id }: Item): readonly number[] =>
  items.references.find(({ type, from }) => type === 'dimg' && from === id)?.to ?? [];

function itemOf(items: Items, id: number): Item {
  const item = items.items.get(id);
  if (!item) throw damaged('a picture that it means is not there');
  return item;
}

function mustFit(size: Size): Size {
  if (size.width * size.height <= MEDIA_LIMITS.pixels) return size;
  const what = `${size.width} x ${size.height} pixels, at most ${MEDIA_LIMITS.pixels} pixels; make it smaller`;
  throw new HeifFault(what, 'media_too_large');
}
