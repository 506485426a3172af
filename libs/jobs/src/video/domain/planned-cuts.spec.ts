import { describe, expect, it } from '@jest/globals';
import { videoRequest } from '../../testing/builders.js';
import { type EstimateSources } from './estimate.js';
import { plannedCuts } from './planned-cuts.js';

const sources: EstimateSources = {
  scriptModel: 'local:outline',
  musicModel: 'local:music',
  voiceModel: () => 'local:speech',
  defaultDurationSeconds: 60,
  priceOf: () => null,
};
const total = (parts: readonly { readonly durationSeconds: number }[]): number =>
  parts.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);

describe('the cuts of a film that is not ordered yet', () => {
  it('are alike where there is no script, each with the model whose turn it is', () => {
    const { visuals } = videoRequest();
    const parts = plannedCuts(videoRequest({ durationSeconds: 30, visuals: { ...visuals, models: ['a:a', 'b:b'] } }), sources);
    expect(parts.map(({ durationSeconds, model }) => [durationSeconds, model])).toEqual([
      [10, 'a:a'],
      [10, 'b:b'],
      [10, 'a:a'],
    ]);
  });
  it('stand in intro, main part and outro where that was wished', () => {
    const parts = plannedCuts(videoRequest({ durationSeconds: 40, segmentation: { mode: 'sections', segmentSeconds: 10 } }), sources);
    expect(parts.map(({ section }) => section)).toEqual(['intro', 'main', 'main', 'outro']);
  });
  it('are those of a script that is there', () => {
    const script = 'Short. A much longer sentence follows it, and it goes on for quite a while before it ends. Short again.';
    const parts = plannedCuts(
      videoRequest({ prompt: null, script, durationSeconds: 20, segmentation: { mode: 'beats', segmentSeconds: 6 } }),
      sources,
    );
    expect(total(parts)).toBeCloseTo(20);
    expect(new Set(parts.map(({ durationSeconds }) => durationSeconds)).size).toBeGreaterThan(1);
  });
  it('are the pairs of pictures that were given', () => {
    const pair = (durationSeconds: number) => ({ firstFrameUrl: '', lastFrameUrl: '', durationSeconds, prompt: null });
    const frames = [pair(4), pair(6)] as never;
    expect(plannedCuts(videoRequest({ frames }), sources).map(({ durationSeconds }) => durationSeconds)).toEqual([4, 6]);
  });
});
