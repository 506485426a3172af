import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type PictureRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { ImageGenerateStep } from './image-generate.step.js';
import { type PictureIn } from './picture.js';
import { pricesOf, StepBench } from './testing/index.js';

const file = temporaryFolder();
const wanted: PictureIn = {
  ...{ model: 'local:illustrator', prompt: 'A reef', negativePrompt: null, narration: 'Hearts', language: 'en', style: 'cinematic' },
  ...{ widthPx: 480, heightPx: 854, seed: 7 },
  film: { title: 'Hearts', tone: 'calm', index: 0, section: 'intro', narrations: ['Hearts'], seed: 3 },
};

describe('a picture', () => {
  it('is made as it was asked for, kept, and its cost told', async () => {
    const asked: PictureRequest[] = [];
    const cost = { provider: 'kie', model: 'kie:image', units: 1, amountMicros: 20_000, currency: 'USD' as const };
    const bench = new StepBench(file('generate'), {
      image: {
        make: async (request, output, context) => (
          asked.push(request),
          { ...(await instantMakers.image.make(request, output, context)), cost }
        ),
      },
    });
    const made = await bench.run(new ImageGenerateStep(bench.models), wanted);
    const { model: source, ...request } = wanted;
    expect(asked).toEqual([request]);
    expect(made).toMatchObject({ source, image: { contentType: 'image/png' }, cost: { amountMicros: 20_000 } });
    expect(made.cost).not.toHaveProperty('currency');
    expect(bench.storage.keys).toEqual([made.image.key]);
    expect(made.image.key).toMatch(/image\.png$/);
  });

  it('that is found in a library is not one that is shown already, and is kept with whom to name', async () => {
    const asked: (readonly string[] | undefined)[] = [];
    const attribution = { id: '7', pageUrl: 'https://x/7', author: 'A', authorUrl: 'https://x/a', license: 'L', licenseUrl: 'https://x/l' };
    const bench = new StepBench(file('stock'), {
      image: {
        make: async (request, output, context) => (
          asked.push(request.exclude),
          { ...(await instantMakers.image.make(request, output, context)), attribution }
        ),
      },
    });
    const found = await bench.run(new ImageGenerateStep(bench.models), { ...wanted, exclude: ['3', '5'] });
    expect([asked, found.attribution]).toEqual([[['3', '5']], attribution]);
    const drawn = await bench.run(new ImageGenerateStep(new StepBench(file('drawn')).models), wanted);
    expect(drawn.attribution).toBeNull();
  });

  it('costs one call', () => {
    const bench = new StepBench(file('price'));
    const prices = pricesOf({ 'kie:image': { unit: 'call', priceMicros: 20_000 } });
    expect(new ImageGenerateStep(bench.models).estimate({ ...wanted, model: 'kie:image' }, prices)).toEqual({
      provider_cost_micros: 20_000,
      storage_bytes: 5_000_000,
    });
  });
});
