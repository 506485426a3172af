import { describe, expect, it } from '@jest/globals';
import { readWebpAnimation, timingOf } from './animation.js';

const lengths = (...milliseconds: number[]) => milliseconds.map((one) => ({ milliseconds: one }));
const counts = (shown: readonly number[]) => [...new Set(shown)].map((index) => shown.filter((one) => one === index).length);

describe('the rate of an animation', () => {
  it.each([
    ['of frames that are alike', lengths(40, 40, 40), 25, [1, 1, 1]],
    ['of frames of different lengths', lengths(100, 300, 200), 10, [1, 3, 2]],
    ['of frames that have little in common', lengths(33, 34, 33), 60, [2, 2, 2]],
    ['of a frame a second', lengths(1000, 2000), 1, [1, 2]],
  ])('keeps their lengths: %s', (_, frames, perSecond, times) => {
    const { rate, shown } = timingOf(frames);
    expect([rate.over / rate.under, counts(shown)]).toEqual([perSecond, times]);
  });

  it('leaves out what is too fast to be seen, and never all of it', () => {
    expect(timingOf(lengths(11, 11, 11, 11, 11, 11), 30).shown).toEqual([1, 4]);
    expect(timingOf(lengths(11), 30).shown).toEqual([0]);
  });
});

describe('an animation that says what cannot be', () => {
  const read = (file: Buffer) => readWebpAnimation((at, bytes) => Promise.resolve(file.subarray(at, at + bytes)));
  const head = (frames: number): Buffer => {
    const bytes = Buffer.alloc(30 + frames * 24);
    bytes.write('RIFF', 0, 'latin1');
    bytes.writeUInt32LE(bytes.length - 8, 4);
    bytes.write('WEBPVP8X', 8, 'latin1');
    bytes.writeUInt32LE(10, 16);
    bytes[20] = 2;
    for (let frame = 0; frame < frames; frame += 1) {
      bytes.write('ANMF', 30 + frame * 24, 'latin1');
      bytes.writeUInt32LE(16, 34 + frame * 24);
    }
    return bytes;
  };

  it.each([
    ['no frame', head(0), /no frame/],
    ['frames by the thousand', head(20_001), /more than 20000 frames/],
    ['a frame that lies outside of it', head(1).fill(9, 38, 41), /lies outside/],
    ['a part of no size, for ever', head(1).fill(0, 34, 38), /damaged/],
    ['an end that is missing', head(3).subarray(0, 60), /cut off/],
  ])('is refused: %s', async (_, file, why) => {
    await expect(read(file)).rejects.toMatchObject({ why: expect.stringMatching(why) });
  });
});
