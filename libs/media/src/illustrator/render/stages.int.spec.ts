import { describe, expect, it } from '@jest/globals';
import { frameSurface } from '../paint/frame-surface.js';
import { composeScene } from '../scene/compose.js';
import { stageOf } from './stages.js';

const format = { widthPx: 480, heightPx: 854, fps: 30 };

describe('a stage that is kept', () => {
  it.each([
    ['Snow falls on the forest.', 1],
    ['Snow falls on the forest.', 5],
  ])('draws its frames as it did at first, to the pixel: %s, seed %i', async (text, seed) => {
    const scene = composeScene({
      ...{ text, topic: 'Why octopuses have three hearts', language: 'en', narrations: [text], style: 'cinematic', tone: 'curious' },
      ...{ segmentIndex: seed, segmentCount: 6, section: 'main', seed, format, avoidIcons: [] },
    });
    const { canvas, pen } = frameSurface(format.widthPx, format.heightPx);
    const pass = async (): Promise<Buffer[]> => {
      const stage = await stageOf(scene, format, 4.5);
      return Array.from({ length: 5 }, (_, frame) => {
        stage.draw(pen, frame / 30, frame / 134, { sinceSeconds: frame / 30, leftSeconds: 9 });
        return Buffer.from(canvas.data().subarray(0, format.widthPx * format.heightPx * 4));
      });
    };
    const first = await pass();
    const again = await pass();
    expect(first.map((frame, index) => frame.equals(again[index] ?? frame))).toEqual([true, true, true, true, true]);
  });
});
