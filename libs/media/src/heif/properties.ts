import { type Box, damaged, Reader } from './boxes.js';
import type { Item } from './items.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is done to a picture once it is decoded, in its order. */
export type Operation =
  | ({ readonly kind: 'crop'; readonly x: number; readonly y: number } & Size)
  /** A quarter, a half and three quarters of a turn, against the clock. */
  | { readonly kind: 'turn'; readonly quarters: 1 | 2 | 3 }
  | { readonly kind: 'mirror'; readonly exchanges: 'top and bottom' | 'left and right' };

/** Of ITU-T H.273: numbers as they stand there. */
export interface CodePoints {
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
  readonly isFullRange: boolean;
}

export interface Colour {
  readonly codePoints: CodePoints | null;
  readonly profile: Buffer | null;
}

const propertyOf = (item: Item, type: string): Buffer | undefined => item.properties.find((box) => box.type === type)?.body;

/** As it is coded, before it is turned. @throws HeifFault where it is not said */
export function sizeOf(item: Item): Size {
  const box = propertyOf(item, 'ispe');
  if (!box) throw damaged('it does not say how large its picture is');
  const reader = new Reader(box);
  reader.versionAndFlags();
  const size = { width: reader.uint(4), height: reader.uint(4) };
  if (size.width === 0 || size.height === 0) throw damaged('its picture has no size');
  return size;
}

/** Both kinds may be there; each is said once. */
export function colourOf(item: Item): Colour {
  let colour: Colour = { codePoints: null, profile: null };
  for (const { type, body } of item.properties) {
    if (type !== 'colr') continue;
    const reader = new Reader(body);
    const kind = reader.text(4);
    if (kind === 'nclx') {
      const [primaries, transfer, matrix] = [reader.uint(2), reader.uint(2), reader.uint(2)];
      colour = { ...colour, codePoints: { primaries, transfer, matrix, isFullRange: (reader.uint(1) & 0x80) !== 0 } };
    } else if ((kind === 'prof' || kind === 'rICC') && reader.left > 0) colour = { ...colour, profile: reader.take(reader.left) };
  }
  return colour;
}

const ALPHA = /^urn:mpeg:(?:mpegB:cicp:systems:auxiliary:alpha|hevc:2015:auxid:1|avc:2015:auxid:1)$/;

/** Whether an auxiliary picture is the transparency of another one: there are depths and brightnesses as well. */
export function isAlpha(item: Item): boolean {
  const [name = ''] = propertyOf(item, 'auxC')?.toString('latin1', 4).split('\0') ?? [];
  return ALPHA.test(name);
}

/** @param size what it is when they begin */
export function operationsOf(item: Item, size: Size): { readonly operations: readonly Operation[]; readonly size: Size } {
  const operations: Operation[] = [];
  let now = size;
  for (const property of item.properties) {
    const operation = operationOf(property, now);
    if (operation === null) continue;
    operations.push(operation);
    if (operation.kind === 'crop') now = { width: operation.width, height: operation.height };
    if (operation.kind === 'turn' && operation.quarters !== 2) now = { width: now.height, height: now.width };
  }
  return { operations, size: now };
}

function operationOf({ type, body }: Box, size: Size): Operation | null {
  switch (type) {
    case 'irot': {
      const quarters = new Reader(body).uint(1) & 3;
      return quarters === 0 ? null : { kind: 'turn', quarters: quarters as 1 | 2 | 3 };
    }
    case 'imir':
      return { kind: 'mirror', exchanges: (new Reader(body).uint(1) & 1) === 0 ? 'top and bottom' : 'left and right' };
    case 'clap':
      return cropOf(new Reader(body), size);
    default:
      return null;
  }
}

/** A rectangle around a centre that is moved, in fractions. One that says nothing sensible changes nothing, and none reaches outside. */
function cropOf(reader: Reader, size: Size): Operation | null {
  const fraction = (isSigned: boolean) => (isSigned ? reader.int32() : reader.uint(4)) / reader.uint(4);
  const [wide, high, right, down] = [fraction(false), fraction(false), fraction(true), fraction(true)];
  const [width, height] = [Math.round(wide), Math.round(high)];
  if (![wide, high, right, down].every(Number.isFinite) || width < 1 || height < 1) return null;
  const along = (whole: number, part: number, by: number) =>
    Math.max(0, Math.min(whole - part, Math.round(by + (whole - 1) / 2 - (part - 1) / 2)));
  const inside = { width: Math.min(width, size.width), height: Math.min(height, size.height) };
  return { kind: 'crop', ...inside, x: along(size.width, inside.width, right), y: along(size.height, inside.height, down) };
}
