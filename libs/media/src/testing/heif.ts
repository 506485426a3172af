import { readFile, rm, writeFile } from 'node:fs/promises';
import { locateFfmpeg, run } from '../ffmpeg/index.js';
import type { Rgb } from './rgb.js';

/** A box of ISO/IEC 14496-12. */
export function box(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  return Buffer.concat([uint(4, body.length + 8), Buffer.from(type, 'latin1'), body]);
}

export const fullBox = (type: string, version: number, flags: number, ...parts: readonly (Buffer | string)[]): Buffer =>
  box(type, uint(1, version), uint(3, flags), ...parts);

/** Numbers of so many bytes each. */
export function uint(bytes: number, ...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(bytes * values.length);
  for (const [index, value] of values.entries()) {
    if (bytes === 8) buffer.writeBigUInt64BE(BigInt(value), index * 8);
    else if (bytes > 0) buffer.writeUIntBE(value, index * bytes, bytes);
  }
  return buffer;
}

export interface HeifItem {
  readonly id: number;
  readonly type: string;
  readonly data: Buffer;
  readonly properties?: readonly Buffer[];
  readonly isProtected?: boolean;
  /** 1: in `idat`. */
  readonly construction?: 0 | 1;
  /** In so many pieces, with something else between them. */
  readonly pieces?: number;
}

export interface HeifPlan {
  readonly items: readonly HeifItem[];
  readonly primary?: number;
  /** Type, from, to. */
  readonly references?: readonly (readonly [string, number, readonly number[]])[];
  readonly major?: string;
  readonly brands?: readonly string[];
  readonly ilocVersion?: 0 | 1 | 2;
}

/** A real HEIF file. For specs. */
export function heifOf(plan: HeifPlan): Buffer {
  const { items, primary = items[0]?.id ?? 1, references = [], major = 'heic', brands = ['mif1', 'heic'], ilocVersion = 1 } = plan;
  const properties = items.flatMap(({ properties: own = [] }) => own);
  const ipma = items.map(({ id, properties: own = [] }) =>
    Buffer.concat([uint(2, id), uint(1, own.length), ...own.map((one) => uint(2, properties.indexOf(one) + 1))]),
  );
  const idat = items.filter(({ construction }) => construction === 1);
  const mdat = items.filter(({ construction = 0 }) => construction === 0);
  const laid = (of: readonly HeifItem[], from: number) => {
    let at = from;
    const places = new Map<number, [number, number][]>();
    const parts: Buffer[] = [];
    for (const { id, data, pieces = 1 } of of) {
      const size = Math.ceil(data.length / pieces);
      const extents: [number, number][] = [];
      for (let part = 0; part < pieces; part += 1) {
        const bytes = data.subarray(part * size, (part + 1) * size);
        extents.push([at, bytes.length]);
        parts.push(bytes, Buffer.from('gap'));
        at += bytes.length + 3;
      }
      places.set(id, extents);
    }
    return { places, bytes: Buffer.concat(parts) };
  };
  const metaAt = (mdatFrom: number) => {
    const places = new Map([...laid(mdat, mdatFrom).places, ...laid(idat, 0).places]);
    const iloc = items.map(({ id, construction = 0 }) => {
      const extents = places.get(id) ?? [];
      return Buffer.concat([
        ...[
          uint(ilocVersion === 2 ? 4 : 2, id),
          ...(ilocVersion === 0 ? [] : [uint(2, construction)]),
          uint(2, 0),
          uint(2, extents.length),
        ],
        ...extents.map(([offset, length]) => uint(4, offset, length)),
      ]);
    });
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, uint(4, 0), 'pict', uint(4, 0, 0, 0), '\0'),
      fullBox('pitm', 0, 0, uint(2, primary)),
      fullBox('iloc', ilocVersion, 0, uint(1, 0x44, 0), uint(ilocVersion === 2 ? 4 : 2, items.length), ...iloc),
      fullBox(
        'iinf',
        0,
        0,
        uint(2, items.length),
        ...items.map(({ id, type, isProtected = false }) => fullBox('infe', 2, 0, uint(2, id, isProtected ? 1 : 0), type, '\0')),
      ),
      box('iprp', box('ipco', ...properties), fullBox('ipma', 0, 1, uint(4, items.length), ...ipma)),
      fullBox('iref', 0, 0, ...references.map(([type, from, to]) => box(type, uint(2, from, to.length, ...to)))),
      box('idat', laid(idat, 0).bytes),
    );
  };
  const ftyp = box('ftyp', major, uint(4, 0), ...brands);
  const mdatFrom = ftyp.length + metaAt(0).length + 8;
  return Buffer.concat([ftyp, metaAt(mdatFrom), box('mdat', laid(mdat, mdatFrom).bytes)]);
}

export const ispe = (width: number, height: number): Buffer => fullBox('ispe', 0, 0, uint(4, width, height));
export const irot = (quarters: number): Buffer => box('irot', uint(1, quarters));
export const imir = (axis: number): Buffer => box('imir', uint(1, axis));
export const nclx = (primaries: number, transfer: number, matrix: number, isFull: boolean): Buffer =>
  box('colr', 'nclx', uint(2, primaries, transfer, matrix), uint(1, isFull ? 0x80 : 0));

/** @param right and @param down: by how much its middle lies off the picture's, in halves of a pixel */
export function clap(width: number, height: number, right: number, down: number): Buffer {
  const offset = (value: number) => {
    const bytes = uint(4, 0, 2);
    bytes.writeInt32BE(value, 0);
    return bytes;
  };
  return box('clap', uint(4, width, 1, height, 1), offset(right), offset(down));
}

/** What a grid's item holds. */
export const gridOf = (rows: number, columns: number, width: number, height: number): Buffer =>
  Buffer.concat([uint(1, 0, 1, rows - 1, columns - 1), uint(4, width, height)]);

export interface Coded {
  /** The decoder's configuration, as a property. */
  readonly config: Buffer;
  /** Data of an item each. */
  readonly pictures: readonly Buffer[];
}

export interface CodeOptions {
  readonly pixelFormat?: string;
  /** Of the conversion to YUV. */
  readonly matrix?: string;
  readonly isFull?: boolean;
  /** What the stream says of itself, if something else, or nothing (''). */
  readonly said?: string;
  readonly filter?: string;
}

/** Pictures of one size as HEVC, each for itself. */
export async function hevcOf(pictures: readonly Rgb[], path: string, options: CodeOptions = {}): Promise<Coded> {
  const { isFull = true, matrix = 'bt601' } = options;
  const said = options.said ?? `colormatrix=${matrix === 'bt601' ? 'smpte170m' : matrix}:range=${isFull ? 'full' : 'limited'}`;
  const params = ['log-level=none', 'keyint=1', 'qp=4', 'info=0', 'ipratio=1', said].filter((one) => one !== '').join(':');
  const stream = await encoded(pictures, path, options, ['-c:v', 'libx265', '-x265-params', params, '-f', 'hevc']);
  const kind = (unit: Buffer) => ((unit[0] ?? 0) >> 1) & 0x3f;
  const units = unitsOf(stream);
  const sets = [32, 33, 34].map((type) => units.find((unit) => kind(unit) === type) ?? Buffer.alloc(0));
  const arrays = sets.map((set, index) => Buffer.concat([uint(1, 0x80 | (32 + index)), uint(2, 1, set.length), set]));
  const config = box('hvcC', uint(1, 1), Buffer.alloc(20), uint(1, 0xff), uint(1, arrays.length), ...arrays);
  return { config, pictures: units.filter((unit) => kind(unit) < 32).map(lengthFirst) };
}

/** As H.264. */
export async function h264Of(pictures: readonly Rgb[], path: string): Promise<Coded> {
  const stream = await encoded(pictures, path, {}, [
    '-c:v',
    'libx264',
    '-qp',
    '4',
    '-g',
    '1',
    '-bf',
    '0',
    '-color_range',
    'pc',
    '-f',
    'h264',
  ]);
  const kind = (unit: Buffer) => (unit[0] ?? 0) & 0x1f;
  const units = unitsOf(stream);
  const [sps = Buffer.alloc(4), pps = Buffer.alloc(0)] = [7, 8].map((type) => units.find((unit) => kind(unit) === type));
  const config = box(
    'avcC',
    ...[uint(1, 1), sps.subarray(1, 4), uint(1, 0xff, 0xe1), uint(2, sps.length), sps],
    ...[uint(1, 1), uint(2, pps.length), pps],
  );
  return { config, pictures: units.filter((unit) => kind(unit) === 5).map(lengthFirst) };
}

async function encoded(pictures: readonly Rgb[], path: string, options: CodeOptions, encoder: readonly string[]): Promise<Buffer> {
  const { pixelFormat = 'yuv420p', matrix = 'bt601', isFull = true, filter } = options;
  const [{ width, height } = { width: 0, height: 0 }] = pictures;
  const scale = `scale=flags=bicubic+accurate_rnd+full_chroma_int:out_color_matrix=${matrix}:out_range=${isFull ? 'pc' : 'tv'},format=${pixelFormat}`;
  await writeFile(`${path}.rgb`, Buffer.concat(pictures.map(({ data }) => data)));
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', '25', '-i', `${path}.rgb`];
  const args = ['-nostdin', '-loglevel', 'error', ...input, '-vf', filter ?? scale, ...encoder, '-y', `${path}.stream`];
  await run(locateFfmpeg().ffmpegPath, args, { limitMs: 60_000, purpose: 'encode pictures' });
  const stream = await readFile(`${path}.stream`);
  await Promise.all(['rgb', 'stream'].map((name) => rm(`${path}.${name}`)));
  return stream;
}

/** Between start codes. One slice a picture: that of small ones. */
function unitsOf(stream: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = stream.indexOf('\0\0\x01', 0, 'latin1'); at >= 0;) {
    const next = stream.indexOf('\0\0\x01', at + 3, 'latin1');
    let end = next < 0 ? stream.length : next;
    while (next >= 0 && stream[end - 1] === 0) end -= 1;
    units.push(stream.subarray(at + 3, end));
    at = next;
  }
  return units;
}

const lengthFirst = (unit: Buffer): Buffer => Buffer.concat([uint(4, unit.length), unit]);

/** A HEIC as a phone writes it: one picture. */
export async function heicOf(picture: Rgb, path: string, properties: readonly Buffer[] = []): Promise<Buffer> {
  const { config, pictures } = await hevcOf([picture], path);
  const [data = Buffer.alloc(0)] = pictures;
  return heifOf({ items: [{ id: 1, type: 'hvc1', data, properties: [config, ispe(picture.width, picture.height), ...properties] }] });
}
