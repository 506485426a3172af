import { describe, expect, it } from '@jest/globals';
import { type Quantities, type Quota, type QuotaRefusal } from '#billing';
import { type Videos } from '#jobs';
import { validationFailed } from '#platform';
import { type Json } from '../domain/rows.js';
import { BatchAdmission } from './batch-admission.js';

const by = { orgId: 'o', actor: 'key:k' };
const refusal: QuotaRefusal = { resource: 'videos', limit: 1, used: 0, reserved: 0, requested: 3, resetsAt: null };

function world(refusals: readonly QuotaRefusal[] = []) {
  const asked: Quantities[] = [];
  const quoted: Json[] = [];
  const videos = {
    quote: async (_by: unknown, order: Json) => {
      quoted.push(order);
      if (order['prompt'] === 'wrong') throw validationFailed([{ path: 'prompt', message: 'is wrong' }]);
      return { quantities: { videos: 1, provider_cost_micros: 400, concurrent_videos: 1 }, costMicros: 400 };
    },
  } as unknown as Videos;
  const quota = { refusals: async (_org: string, all: Quantities) => (asked.push(all), refusals) } as unknown as Quota;
  const admission = new BatchAdmission(videos, quota);
  const judge = (prompts: readonly string[], maxCostMicros: number | null = null, defaults: Json = {}) => {
    const rows = prompts.map((prompt, at) => ({ values: { prompt }, line: at + 2 }));
    return admission.judge(by, { batchId: 'b', defaults, given: { rows, faults: [] }, faults: [], maxCostMicros });
  };
  return { asked, quoted, judge };
}

describe('admission of a batch', () => {
  it('asks for the sum of all, and leaves it to each video how many there are at once', async () => {
    const { asked, judge } = world();
    expect(await judge(['a', 'b', 'c'])).toEqual({ estimatedMicros: 1_200, metadata: {} });
    expect(asked).toMatchObject([{ videos: 3, provider_cost_micros: 1_200, concurrent_videos: 0 }]);
  });

  it('refuses what costs more than it may, and not what costs just that', async () => {
    const { judge } = world();
    await expect(judge(['a', 'b', 'c'], 1_199)).rejects.toMatchObject({
      code: 'cost_above_limit',
      details: { batchId: 'b', estimatedMicros: 1_200, maxCostMicros: 1_199 },
    });
    expect(await judge(['a', 'b', 'c'], 1_200)).toMatchObject({ estimatedMicros: 1_200 });
  });

  it('refuses what there is no room for', () =>
    expect(world([refusal]).judge(['a', 'b', 'c'])).rejects.toMatchObject({ code: 'quota_exceeded', details: { requested: 3 } }));

  it('asks for no more work than a thousand of the longest scripts are', async () => {
    const { quoted, judge } = world();
    const rows = Array.from({ length: 1_000 }, () => 'a');
    await expect(judge(rows, null, { script: 'x'.repeat(90_000) })).rejects.toMatchObject({
      errors: [{ path: 'items', message: expect.stringMatching(/^have more than 40000000 characters/) }],
    });
    expect(quoted.length).toBeLessThan(300);
    expect(await judge(rows, null, { script: 'x'.repeat(15_000) })).toMatchObject({ estimatedMicros: 400_000 });
  });

  it('tells any number of faults of a row', async () => {
    const { judge } = world();
    const metadata = Object.fromEntries(
      Array.from({ length: 19_000 }, (_, at) => [`k${at}`, `{{c${at}}} {{d${at}}} {{e${at}}} {{f${at}}} {{g${at}}} {{h${at}}} {{i${at}}}`]),
    );
    await expect(judge(['a'], null, { metadata })).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('looks at every row, whatever is wrong with the ones before', async () => {
    const { asked, quoted, judge } = world();
    await expect(judge(['wrong', 'b', 'wrong'])).rejects.toMatchObject({
      errors: [
        { path: 'items.0.prompt', line: 2 },
        { path: 'items.2.prompt', line: 4 },
      ],
    });
    expect([quoted.length, asked]).toEqual([3, []]);
  });
});
