import { describe, expect, it } from '@jest/globals';
import { displayP3, matrixProfile, srgbCurve } from '../testing/icc.js';
import { cubeOf, toSrgb } from './icc-profile.js';

const SRGB = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
] as const;
const ADOBE = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
] as const;

/** `curv`: nothing (linear), one gamma, or samples. */
function curve(...values: number[]): Buffer {
  const bytes = Buffer.alloc(12 + values.length * 2);
  bytes.write('curv', 0, 'latin1');
  bytes.writeUInt32BE(values.length, 8);
  values.forEach((value, index) => bytes.writeUInt16BE(value, 12 + index * 2));
  return bytes;
}

const levels = (colour: readonly number[] | undefined) => colour?.map((value) => Math.round(value * 255));

describe('a colour profile (faults D3)', () => {
  it('brings Display P3 to sRGB', () => {
    expect(levels(toSrgb(displayP3())?.([117 / 255, 251 / 255, 76 / 255]))).toEqual([expect.closeTo(0, -1), 255, expect.closeTo(0, -1)]);
    expect(levels(toSrgb(displayP3())?.([128 / 255, 128 / 255, 128 / 255]))).toEqual([128, 128, 128]);
  });

  it.each([
    ['one gamma', curve(Math.round(2.2 * 256))],
    ['samples', curve(...Array.from({ length: 256 }, (_, index) => Math.round((index / 255) ** 2.2 * 65535)))],
  ])('brings Adobe RGB to sRGB, by %s', (_, trc) => {
    expect(levels(toSrgb(matrixProfile(ADOBE, trc))?.([0.5, 0.5, 0.5]))).toEqual([127, 127, 127].map((level) => expect.closeTo(level, -1)));
    const [red = 0, green = 0] = toSrgb(matrixProfile(ADOBE, trc))?.([0.2, 0.9, 0.2]) ?? [];
    expect([red < 0, green > 0.9]).toEqual([true, true]);
  });

  it('of linear light is read as such', () => {
    expect(levels(toSrgb(matrixProfile(SRGB, curve()))?.([0.2159, 0.2159, 0.2159]))).toEqual([128, 128, 128]);
  });

  it('that is sRGB by another name changes nothing; nor does one that is no matrix', () => {
    expect(cubeOf(matrixProfile(SRGB, srgbCurve()))).toBeNull();
    for (const broken of [Buffer.alloc(0), Buffer.alloc(200), displayP3().subarray(0, 300)]) expect(cubeOf(broken)).toBeNull();
    const printer = displayP3();
    printer.write('CMYK', 16, 'latin1');
    expect(cubeOf(printer)).toBeNull();
  });

  it('becomes a table of 33 steps', () => expect(cubeOf(displayP3())?.trim().split('\n')).toHaveLength(1 + 33 ** 3));
});
