import { describe, expect, it } from '@jest/globals';
import { timestamp } from './timestamp.js';

describe('a timestamp', () => {
  it('is of the millisecond asked for, also between two others', () => {
    const times = [0, 1_767_323_045_678, 1_767_323_045_678, 1_767_323_045_679, 1_767_323_045_678, -1];
    expect(times.map(timestamp)).toEqual(times.map((ms) => new Date(ms).toISOString()));
  });

  it('is none of what is no time, whatever was asked before', () => {
    timestamp(1);
    for (const ms of [Number.NaN, Infinity, 9e15]) for (let time = 0; time < 2; time += 1) expect(() => timestamp(ms)).toThrow(RangeError);
    expect(timestamp(1)).toBe('1970-01-01T00:00:00.001Z');
  });
});
