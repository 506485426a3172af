import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type ClipRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { pricesOf, StepBench } from './testing/index.js';
import { type VideoGenerateIn, VideoGenerateStep } from './video-generate.step.js';

const file = temporaryFolder();
const wanted: VideoGenerateIn = {
  ...{ model: 'local:illustrator', prompt: 'A reef', negativePrompt: null, narration: '', language: 'en', style: 'cinematic', film: null },
  ...{ widthPx: 480, heightPx: 854, seed: 7, fps: 24, durationSeconds: 4, firstImage: null, lastImage: null, exclude: [], still: false },
};

describe('a clip', () => {
  it('goes from one stored picture to another', async () => {
    const asked: ClipRequest[] = [];
    const bench = new StepBench(file('pair'), {
      clip: { make: (request, ...more) => (asked.push(request), instantMakers.clip.make(request, ...more)) },
    });
    const [firstImage, lastImage] = [await bench.stored('a.png'), await bench.stored('b.png')];
    const made = await bench.run(new VideoGenerateStep(bench.models, bench.storage), { ...wanted, firstImage, lastImage });
    expect(asked).toMatchObject([
      {
        firstImagePath: await bench.storage.localPath(firstImage.key),
        lastImagePath: await bench.storage.localPath(lastImage.key),
        durationSeconds: 4,
      },
    ]);
    expect(asked[0]).not.toHaveProperty('still');
    expect(made).toMatchObject({ source: 'local:illustrator', still: null, attribution: null, cost: null });
    expect(made.clip).toMatchObject({ contentType: 'video/mp4', key: expect.stringMatching(/clip\.mp4$/) });
  });

  it('of stock says whose it is, is not taken twice, and has its middle frame kept', async () => {
    const attribution = { id: 'pexels:1', pageUrl: 'https://pexels.example/1', author: 'A', authorUrl: null };
    const asked: ClipRequest[] = [];
    const at: number[] = [];
    const bench = new StepBench(file('stock'), {
      clip: {
        make: async (request, ...more) => (asked.push(request), { ...(await instantMakers.clip.make(request, ...more)), attribution }),
      },
      render: {
        ...instantMakers.render,
        still: (request, ...more) => (at.push(request.atSeconds), instantMakers.render.still(request, ...more)),
      },
    });
    const made = await bench.run(new VideoGenerateStep(bench.models, bench.storage), { ...wanted, exclude: ['pexels:0'], still: true });
    expect([asked[0]?.exclude, made.attribution, at]).toEqual([['pexels:0'], attribution, [2]]);
    expect(made.still?.key).toMatch(/still\.png$/);
  });

  it.each([
    ['words alone, by one who draws here', { asDrawing: true }, 'drawing', 'clip.json'],
    ['words alone, where a video is wanted', {}, 'video', 'clip.mp4'],
    ['a picture it begins with', { asDrawing: true, firstImage: 'a.png' }, 'video', 'clip.mp4'],
    ['a picture it ends with', { asDrawing: true, lastImage: 'b.png' }, 'video', 'clip.mp4'],
    ['words alone, by one who draws elsewhere', { asDrawing: true, model: 'elsewhere:clips' }, 'video', 'clip.mp4'],
  ] as const)('of %s is a drawing or a video', async (what, over, kind, name) => {
    const asked: ClipRequest[] = [];
    const bench = new StepBench(file(`drawing ${what}`), {
      sketch: {
        sketch: async (request, { drawing, still, thumbnail }) => {
          asked.push(request);
          await Promise.all([writeFile(drawing.path, '{}'), writeFile(still.path, 'png'), writeFile(thumbnail.path, 'jpg')]);
          return {
            drawing: { path: drawing.path, contentType: 'application/json' },
            still: { path: still.path, contentType: 'image/png' },
            thumbnail: { path: thumbnail.path, contentType: 'image/jpeg' },
          };
        },
      },
    });
    bench.offer('elsewhere:clips', 'text-to-video', { clip: instantMakers.clip });
    const { firstImage, lastImage, ...rest } = { firstImage: null, lastImage: null, ...over };
    const pictures = {
      firstImage: firstImage && (await bench.stored(firstImage)),
      lastImage: lastImage && (await bench.stored(lastImage)),
    };
    const made = await bench.run(new VideoGenerateStep(bench.models, bench.storage), { ...wanted, ...rest, ...pictures, still: true });
    expect(made).toMatchObject({ kind, cost: null, still: { key: expect.stringMatching(/still\.png$/) } });
    expect(made.clip.key.endsWith(name)).toBe(true);
    // A still that was drawn here has been made small there; of others somebody else makes a small one.
    if (kind === 'drawing')
      expect(made.thumbnail).toMatchObject({ key: expect.stringMatching(/thumbnail\.jpg$/), contentType: 'image/jpeg' });
    else expect(made).not.toHaveProperty('thumbnail');
    expect(asked.map(({ durationSeconds }) => durationSeconds)).toEqual(kind === 'drawing' ? [4] : []);
  });

  it('costs its seconds and keeps 8 Mbit of each', () => {
    const bench = new StepBench(file('price'));
    const step = new VideoGenerateStep(bench.models, bench.storage);
    const prices = pricesOf({ 'kie:veo': { unit: 'second', priceMicros: 100 } });
    expect(step.estimate({ ...wanted, model: 'kie:veo' }, prices)).toEqual({ provider_cost_micros: 400, storage_bytes: 4_000_000 });
    expect([step.queueOf(wanted), step.queueOf({ ...wanted, model: 'kie:veo' })]).toEqual(['video', 'remote']);
  });
});
