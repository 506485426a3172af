import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type ShrinkRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { FilmShrinkStep } from './film-shrink.step.js';
import { StepBench } from './testing/index.js';

const file = temporaryFolder();
const format = { widthPx: 1080, heightPx: 1920, fps: 24 };

describe('a smaller copy', () => {
  it('is made of the film that is stored, and kept under a name of its own', async () => {
    const asked: ShrinkRequest[] = [];
    const shrink: typeof instantMakers.render.shrink = async (request, ...more) => {
      asked.push(request);
      return { ...(await instantMakers.render.shrink(request, ...more)), widthPx: 480, heightPx: 854 };
    };
    const bench = new StepBench(file('shrink'), { render: { ...instantMakers.render, shrink } });
    const film = await bench.stored('final.mp4');
    const step = new FilmShrinkStep(bench.models, bench.storage);
    const wanted = { film, format, frames: 7200, maxBytes: 1000 };
    const made = await bench.run(step, wanted);
    expect(asked).toEqual([{ filmPath: await bench.storage.localPath(film.key), format, frames: 7200, maxBytes: 1000 }]);
    expect(made).toMatchObject({ widthPx: 480, heightPx: 854, copy: { contentType: 'video/mp4' } });
    expect(made.copy.key).toMatch(/\/small\.mp4$/);
    expect([step.queueOf(), step.estimate(wanted)]).toEqual(['render', { storage_bytes: 1000 }]);
  });
});
