import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type StillRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { ImageStillStep } from './image-still.step.js';
import { StepBench } from './testing/index.js';

const file = temporaryFolder();

describe('a still', () => {
  it('is one frame of a stored file, as PNG', async () => {
    const asked: StillRequest[] = [];
    const still: typeof instantMakers.render.still = (request, ...more) => (
      asked.push(request),
      instantMakers.render.still(request, ...more)
    );
    const bench = new StepBench(file('still'), { render: { ...instantMakers.render, still } });
    const of = await bench.stored('clip.mp4');
    const { image } = await bench.run(new ImageStillStep(bench.models, bench.storage), { of, atSeconds: 1.5, widthPx: null });
    expect(asked).toEqual([{ sourcePath: await bench.storage.localPath(of.key), atSeconds: 1.5, widthPx: null }]);
    expect(image).toMatchObject({ contentType: 'image/png', key: expect.stringMatching(/still\.png$/) });
  });
});
