import type { CodePoints } from './properties.js';

/** ITU-R H.273 by FFmpeg's names. What is missing is taken as FFmpeg finds it. */
const MATRICES: Readonly<Record<number, string>> = {
  ...{ 1: 'bt709', 4: 'fcc', 5: 'bt470bg', 6: 'smpte170m', 7: 'smpte240m', 9: 'bt2020nc', 10: 'bt2020c' },
};
const PRIMARIES: Readonly<Record<number, string>> = {
  ...{ 1: 'bt709', 5: 'bt470bg', 6: 'smpte170m', 9: 'bt2020', 11: 'smpte431', 12: 'smpte432' },
};
const TRANSFERS: Readonly<Record<number, string>> = { 1: 'bt709', 13: 'iec61966-2-1', 16: 'smpte2084', 18: 'arib-std-b67' };

export interface NamedColours {
  readonly matrix: string | null;
  readonly transfer: string | null;
  readonly primaries: string | null;
}

export const namesOf = ({ matrix, transfer, primaries }: CodePoints): NamedColours => ({
  matrix: MATRICES[matrix] ?? null,
  transfer: TRANSFERS[transfer] ?? null,
  primaries: PRIMARIES[primaries] ?? null,
});

const PQ = 16;
const HLG = 18;
export const isHdr = ({ transfer }: CodePoints): boolean => transfer === PQ || transfer === HLG;

type Triple = readonly [number, number, number];

/** x and y of red, green and blue; white is D65. */
const WIDE: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  9: [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  12: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
};
const D65: Triple = [0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329];
/** From D65 to D50, the white of profiles (Bradford, as in ICC's sRGB). */
const TO_D50: readonly Triple[] = [
  [1.0478112, 0.0228866, -0.050127],
  [0.0295424, 0.9904844, -0.0170491],
  [-0.0092345, 0.0150436, 0.7521316],
];
/** `para` 3: g, a, b, c, d of the curve of sRGB. */
const SRGB_CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

/**
 * What says by numbers that it has more colours than sRGB, said as an ICC profile: that is read by everything.
 * @returns null where the colours are those of sRGB, or of HDR, which no such profile can say
 */
export function profileOf(points: CodePoints): Buffer | null {
  const primaries = WIDE[points.primaries];
  if (!primaries || isHdr(points)) return null;
  const columns = primaries.map(([x, y]): Triple => [x / y, 1, (1 - x - y) / y]);
  const amounts = solved(columns, D65);
  const adapted = columns.map((column, index) => TO_D50.map((row) => dot(row, column) * (amounts[index] ?? 0)));
  const curve = Buffer.concat([typed('para'), Buffer.from([0, 3, 0, 0]), ...SRGB_CURVE.map(fixed)]);
  const tags: [string, Buffer][] = [
    ...adapted.map((xyz, index): [string, Buffer] => [`${'rgb'[index]}XYZ`, Buffer.concat([typed('XYZ '), ...xyz.map(fixed)])]),
    ['wtpt', Buffer.concat([typed('XYZ '), ...[0.9642, 1, 0.8249].map(fixed)])],
    ...[...'rgb'].map((name): [string, Buffer] => [`${name}TRC`, curve]),
    ['desc', text('desc', 'Kadr')],
    ['cprt', text('text', 'CC0')],
  ];
  return assembled(tags);
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** How much of each column adds up to `sum` (Cramer). */
function solved(columns: readonly Triple[], sum: Triple): number[] {
  const [a, b, c] = columns as [Triple, Triple, Triple];
  const whole = determinant(a, b, c);
  return [determinant(sum, b, c) / whole, determinant(a, sum, c) / whole, determinant(a, b, sum) / whole];
}

const determinant = (a: Triple, b: Triple, c: Triple): number =>
  a[0] * (b[1] * c[2] - c[1] * b[2]) - b[0] * (a[1] * c[2] - c[1] * a[2]) + c[0] * (a[1] * b[2] - b[1] * a[2]);

function fixed(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65536));
  return bytes;
}

const typed = (type: string): Buffer => Buffer.from(`${type}\0\0\0\0`, 'latin1');

function text(type: 'desc' | 'text', words: string): Buffer {
  if (type === 'text') return Buffer.concat([typed(type), Buffer.from(`${words}\0`, 'latin1')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length + 1);
  // Names in other scripts follow; there are none.
  return Buffer.concat([typed(type), length, Buffer.from(`${words}\0`, 'latin1'), Buffer.alloc(78)]);
}

const HEADER_BYTES = 128;

/** ICC.1:2001, the form that every reader knows. */
function assembled(tags: readonly (readonly [string, Buffer])[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  const bodies: Buffer[] = [];
  let at = HEADER_BYTES + table.length;
  for (const [index, [name, data]] of tags.entries()) {
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(data.length, 12 + index * 12);
    bodies.push(padded);
    at += padded.length;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(at, 0);
  header.write('\x02\x40\0\0mntrRGB XYZ ', 8, 'latin1');
  header.write('acsp', 36, 'latin1');
  for (const [index, value] of [0.9642, 1, 0.8249].entries()) fixed(value).copy(header, 68 + index * 4);
  return Buffer.concat([header, table, ...bodies]);
}
