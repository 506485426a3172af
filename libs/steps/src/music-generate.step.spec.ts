import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { MusicGenerateStep } from './music-generate.step.js';
import { pricesOf, StepBench } from './testing/index.js';

const file = temporaryFolder();
const wanted = { model: 'local:music', mood: 'calm', durationSeconds: 20, seed: 3, master: true };

describe('music', () => {
  it('is kept as AAC, and uncompressed where it will be mixed', async () => {
    const bench = new StepBench(file('music'));
    const step = new MusicGenerateStep(bench.models);
    const made = await bench.run(step, wanted);
    expect([made.source, made.audio.contentType, made.master?.contentType, made.cost]).toEqual([
      'local:music',
      'audio/mp4',
      'audio/wav',
      null,
    ]);
    expect((await bench.run(step, { ...wanted, master: false })).master).toBeNull();
    expect(bench.storage.keys).toHaveLength(3);
  });
  it('costs its seconds', () => {
    const step = new MusicGenerateStep(new StepBench(file('price')).models);
    const prices = pricesOf({ 'kie:suno': { unit: 'second', priceMicros: 10 } });
    expect(step.estimate({ ...wanted, model: 'kie:suno', master: false }, prices)).toEqual({
      provider_cost_micros: 200,
      storage_bytes: 480_000,
    });
  });
});
