import { describe, expect, it } from '@jest/globals';
import { planShrink } from './shrink-plan.js';

const MB = 1024 * 1024;
const upright = { widthPx: 1080, heightPx: 1920, fps: 30 };
const planned = (seconds: number, maxBytes = 49 * MB, format = upright) => planShrink(format, seconds * format.fps, maxBytes);

describe('a smaller copy of a film', () => {
  it('has the largest picture that is clean at its rate', () => {
    expect([60, 200, 288, 480].map((seconds) => planned(seconds)).map((plan) => plan && [plan.widthPx, plan.heightPx])).toEqual([
      [1080, 1920],
      [720, 1280],
      [720, 1280],
      [480, 854],
    ]);
    expect(planned(288, 49 * MB, { widthPx: 640, heightPx: 360, fps: 30 })).toMatchObject({ widthPx: 640, heightPx: 360 });
  });

  it('fits with its sound and its tables, whatever its length and rate', () => {
    for (const fps of [24, 30, 60])
      for (const seconds of [5, 60, 288, 500, 600]) {
        const plan = planned(seconds, 49 * MB, { ...upright, fps });
        const bytes = plan && ((plan.videoBitRate + plan.audioBitRate) * seconds) / 8 + seconds * fps * 16;
        expect(bytes).toBeLessThan(49 * MB * 0.96);
        expect(bytes).toBeGreaterThan(49 * MB * 0.9);
      }
  });

  it('is none where nobody would want to look at it', () => {
    expect([planned(640)?.videoBitRate, planned(700), planned(1800), planned(0), planned(60, 1000)]).toEqual([
      expect.any(Number),
      ...[null, null, null, null],
    ]);
  });
});
