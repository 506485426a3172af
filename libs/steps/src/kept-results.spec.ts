import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { KeptResults } from './kept-results.js';
import { MusicGenerateStep } from './music-generate.step.js';
import { ORG, StepBench, SUBJECT } from './testing/index.js';
import { instantMakers } from '#integrations/testing';

const file = temporaryFolder();
const wanted = { model: 'local:music', mood: 'calm', durationSeconds: 20, seed: 3, master: false };

function composing(name: string) {
  let composed = 0;
  const bench = new StepBench(file(name), {
    music: { compose: (...given) => ((composed += 1), instantMakers.music.compose(...given)) },
  });
  return { bench, kept: new KeptResults(bench.storage), step: new MusicGenerateStep(bench.models), composed: () => composed };
}

describe('a result that is kept in between', () => {
  it('is found by the next attempt', async () => {
    const { bench, kept, step, composed } = composing('found');
    const first = await kept.run(step, wanted, bench.attempt());
    expect(await kept.run(step, wanted, bench.attempt())).toEqual(first);
    expect(composed()).toBe(1);
    expect(first.audio.key).toMatch(new RegExp(`^${ORG}/${SUBJECT}/parts/[0-9a-f]{32}/`));
  });
  it('is made anew for another input', async () => {
    const { bench, kept, step, composed } = composing('other');
    await kept.run(step, wanted, bench.attempt());
    await kept.run(step, { ...wanted, mood: 'tense' }, bench.attempt());
    expect(composed()).toBe(2);
  });
  it('goes by what is in files, not by where they lie', async () => {
    const { bench, kept, composed } = composing('content');
    const step = { ...new MusicGenerateStep(bench.models), type: 'Of.File', queueOf: () => 'music' as const, estimate: () => ({}) };
    let runs = 0;
    const ofFile = { ...step, run: (input: { file: object }) => Promise.resolve({ runs: ++runs, input }) };
    const [one, same, other] = [await bench.stored('1', 'a'), await bench.stored('2', 'a'), await bench.stored('3', 'b')];
    for (const stored of [one, same, other]) await kept.run(ofFile, { file: stored }, bench.attempt());
    expect([runs, composed()]).toEqual([2, 0]);
  });
  it('is not there when the step has failed, or nothing was begun any more', async () => {
    const { bench, kept, step, composed } = composing('failed');
    const broken = { type: step.type, queueOf: () => 'music' as const, estimate: () => ({}), run: () => Promise.reject(new Error('no')) };
    await expect(kept.run(broken, wanted, bench.attempt())).rejects.toThrow('no');
    await expect(kept.run(step, wanted, bench.attempt(AbortSignal.abort(new Error('stopped'))))).rejects.toThrow('stopped');
    expect(composed()).toBe(0);
    await kept.run(step, wanted, bench.attempt());
    expect(composed()).toBe(1);
  });
  it('is gone when it is forgotten', async () => {
    const { bench, kept, step, composed } = composing('forgotten');
    await kept.run(step, wanted, bench.attempt());
    await kept.forget(ORG, SUBJECT);
    await kept.run(step, wanted, bench.attempt());
    expect(composed()).toBe(2);
  });
});
