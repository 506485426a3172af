import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { readFile } from 'node:fs/promises';
import { instantMakers } from '#integrations/testing';
import { ImageEditStep } from './image-edit.step.js';
import { type PictureIn } from './picture.js';
import { StepBench } from './testing/index.js';

const file = temporaryFolder();
const wanted: PictureIn = {
  ...{ model: 'local:illustrator', prompt: 'A reef', negativePrompt: null, narration: 'Hearts', language: 'en', style: 'cinematic' },
  ...{ widthPx: 480, heightPx: 854, seed: 7 },
  film: { title: 'Hearts', tone: 'calm', index: 0, section: 'intro', narrations: ['Hearts'], seed: 3 },
};

describe('a picture that is changed', () => {
  it('is handed to the model as a local file', async () => {
    const seen: string[] = [];
    const bench = new StepBench(file('edit'), {
      image: {
        make: async (request, output, context) => {
          seen.push(await readFile(request.sourceImagePath ?? '', 'utf8'));
          return instantMakers.image.make(request, output, context);
        },
      },
    });
    const image = await bench.stored('before.png', 'as it was', 'image/png');
    const made = await bench.run(new ImageEditStep(bench.models, bench.storage), { ...wanted, image });
    expect(seen).toEqual(['as it was']);
    expect(made.image.key).not.toBe(image.key);
  });
});
