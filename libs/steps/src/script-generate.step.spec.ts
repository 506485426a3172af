import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type ScriptRequest, type ScriptWriter } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { type ScriptGenerateIn, ScriptGenerateStep } from './script-generate.step.js';
import { pricesOf, StepBench } from './testing/index.js';

const file = temporaryFolder();
const wanted: ScriptGenerateIn = {
  ...{ model: 'local:outline', prompt: 'octopuses', title: null, language: 'en', style: 'cinematic', tone: 'calm', audience: 'general' },
  ...{ durationSeconds: 10, speed: 1, beats: 2, seed: 1 },
};
const benchWith = (write: ScriptWriter['write']) => new StepBench(file(String(Math.random())), { script: { write } });

describe('a script', () => {
  it('comes back whole, with what is spoken as one text', async () => {
    const bench = benchWith((request, context) => instantMakers.script.write(request, context));
    const { source, title, text, paragraphs, cost } = await bench.run(new ScriptGenerateStep(bench.models), wanted);
    expect([source, title, cost]).toEqual(['local:outline', 'octopuses', null]);
    expect(paragraphs).toHaveLength(2);
    expect(text).toBe(paragraphs.join('\n\n'));
  });

  it('is asked for at the pace of the voice: a slower one says less in the same time', async () => {
    const asked: ScriptRequest[] = [];
    const bench = benchWith((request, context) => (asked.push(request), instantMakers.script.write(request, context)));
    await bench.run(new ScriptGenerateStep(bench.models), { ...wanted, speed: 0.8 });
    expect(asked.map(({ durationSeconds }) => durationSeconds)).toEqual([8]);
    expect(asked[0]).not.toHaveProperty('model');
  });

  it('that cannot be spoken in its length is refused, and may be asked for anew, but not by the same task: its answer is kept', async () => {
    const long = 'And the octopus goes on and on along the ground of the sea. '.repeat(8);
    const bench = benchWith(async (request, context) => ({ ...(await instantMakers.script.write(request, context)), paragraphs: [long] }));
    const step = new ScriptGenerateStep(bench.models);
    await expect(bench.run(step, wanted)).rejects.toMatchObject({ code: 'script_too_long', retryable: true, maxRetries: 0 });
    expect((await bench.run(step, { ...wanted, durationSeconds: null })).text).toBe(long);
    expect((await bench.run(step, { ...wanted, durationSeconds: 40 })).text).toBe(long);
  });

  it('is paid by what goes in and what will be written', () => {
    const step = new ScriptGenerateStep(benchWith(() => Promise.reject(new Error('not asked'))).models);
    const prices = pricesOf({ 'openai:writer': { unit: 'token', priceMicros: 10 } });
    expect(step.estimate({ ...wanted, model: 'openai:writer' }, prices)).toEqual({ provider_cost_micros: 30_530 }); // 3,000 + (9 + 150) / 3
    expect([step.queueOf(wanted), step.queueOf({ ...wanted, model: 'openai:writer' })]).toEqual(['script', 'remote']);
  });
});
