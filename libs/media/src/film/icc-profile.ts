/**
 * Colours of a picture with an ICC profile, as a table that FFmpeg looks them up in. Profiles of displays and cameras (a matrix and a
 * curve for each colour) are read; those of printers, which are tables themselves, are left alone.
 */
type Triple = readonly [number, number, number];
type Curve = (value: number) => number;

/** Steps of each colour in the table: what lies between is interpolated, and differs by less than a level of 255 (icc-profile.spec.ts). */
const STEPS = 33;
/** XYZ of the profile connection space (D50) to linear sRGB; Bradford-adapted (ICC, sRGB v2 profile). */
const TO_SRGB: readonly Triple[] = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];
/** Profiles that move no colour further than this are sRGB by another name. */
const SAME = 0.012;

/** @returns a table in the `.cube` format, or null: no such profile, or nothing to change */
export function cubeOf(profile: Buffer): string | null {
  const convert = toSrgb(profile);
  if (!convert || isIdentity(convert)) return null;
  const levels = Array.from({ length: STEPS }, (_, index) => index / (STEPS - 1));
  // Not held to 0 and 1: between two entries a value may cross the edge, and FFmpeg cuts off what is over it.
  const lines = levels.flatMap((blue) => levels.flatMap((green) => levels.map((red) => convert([red, green, blue]))));
  return [`LUT_3D_SIZE ${STEPS}`, ...lines.map((colour) => colour.map((value) => value.toFixed(5)).join(' ')), ''].join('\n');
}

/** @returns the colour in sRGB: outside 0 to 1 where sRGB cannot show it; null for a profile that is no matrix */
export function toSrgb(profile: Buffer): ((colour: Triple) => Triple) | null {
  if (profile.length < 132 || profile.toString('latin1', 16, 20) !== 'RGB ' || profile.toString('latin1', 20, 24) !== 'XYZ ') return null;
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => xyzOf(tagOf(profile, name)));
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => curveOf(tagOf(profile, name)));
  const [red, green, blue] = columns;
  const [redCurve, greenCurve, blueCurve] = curves;
  if (!red || !green || !blue || !redCurve || !greenCurve || !blueCurve) return null;
  const at = (row: 0 | 1 | 2) => [red[row], green[row], blue[row]] as const;
  const matrix = TO_SRGB.map((row) => [0, 1, 2].map((column) => dot(row, [at(0)[column], at(1)[column], at(2)[column]] as Triple)));
  return ([r, g, b]) => {
    const linear: Triple = [redCurve(r), greenCurve(g), blueCurve(b)];
    return matrix.map((row) => encoded(dot(row as unknown as Triple, linear))) as unknown as Triple;
  };
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** IEC 61966-2-1. */
function encoded(linear: number): number {
  if (linear < 0) return -encoded(-linear);
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function isIdentity(convert: (colour: Triple) => Triple): boolean {
  const levels = [0, 0.25, 0.5, 0.75, 1];
  return levels.every((r) =>
    levels.every((g) => levels.every((b) => convert([r, g, b]).every((value, part) => Math.abs(value - ([r, g, b][part] ?? 0)) < SAME))),
  );
}

function tagOf(profile: Buffer, name: string): Buffer | null {
  const count = Math.min(100, profile.readUInt32BE(128));
  for (let at = 132; at + 12 <= profile.length && at < 132 + count * 12; at += 12) {
    if (profile.toString('latin1', at, at + 4) !== name) continue;
    const from = profile.readUInt32BE(at + 4);
    return profile.subarray(from, from + profile.readUInt32BE(at + 8));
  }
  return null;
}

const fixed = (tag: Buffer, at: number): number => (at + 4 <= tag.length ? tag.readInt32BE(at) / 65536 : 0);

function xyzOf(tag: Buffer | null): Triple | null {
  return tag && tag.length >= 20 && tag.toString('latin1', 0, 4) === 'XYZ ' ? [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)] : null;
}

function curveOf(tag: Buffer | null): Curve | null {
  if (!tag || tag.length < 12) return null;
  const type = tag.toString('latin1', 0, 4);
  return type === 'curv' ? sampledCurve(tag) : type === 'para' ? formulaCurve(tag) : null;
}

function sampledCurve(tag: Buffer): Curve | null {
  const count = tag.readUInt32BE(8);
  if (count === 0) return (value) => value;
  if (tag.length < 12 + count * 2) return null;
  const sample = (index: number) => tag.readUInt16BE(12 + index * 2);
  if (count === 1) return (value) => value ** (sample(0) / 256);
  return (value) => {
    const place = value * (count - 1);
    const below = Math.min(count - 2, Math.floor(place));
    return (sample(below) + (sample(below + 1) - sample(below)) * (place - below)) / 65535;
  };
}

/** Parametric curves of ICC.1 (10.18), by their number: how many of g a b c d e f each states. */
const PARAMETERS = [1, 3, 4, 5, 7];

function formulaCurve(tag: Buffer): Curve | null {
  const kind = tag.readUInt16BE(8);
  const given = PARAMETERS[kind];
  if (given === undefined || tag.length < 12 + given * 4) return null;
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: given }, (_, index) => fixed(tag, 12 + index * 4));
  const power = (value: number) => Math.max(0, a * value + b) ** g;
  switch (kind) {
    case 0:
      return (value) => value ** g;
    case 1:
      return (value) => (value >= -b / a ? power(value) : 0);
    case 2:
      return (value) => (value >= -b / a ? power(value) + c : c);
    default:
      return (value) => (value >= d ? power(value) + e : c * value + f);
  }
}
