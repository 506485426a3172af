import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asyncTotals, context, count, CreateSamples1763600000900, inlineTotals, newId, tally } from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing } from '../testing/test-eventing.js';
import { isLogUsed } from './restored-log.js';

let eventing: TestEventing;
let ids: string[];
beforeEach(async () => {
  eventing = await createTestEventing({
    migrations: [CreateSamples1763600000900],
    register: (registry) => void registry.aggregate(tally).projection(inlineTotals()).projection(asyncTotals()),
  });
  ids = [newId(), newId(), newId()];
  for (const id of [...ids, ...ids]) await eventing.unitOfWork.decide(tally, id, count(id), context);
  await eventually(async () => (await eventing.projections.status()).every(({ lag }) => lag === 0));
  await eventing.stop();
});
afterEach(() => eventing?.close());

const change = (sql: string, values: readonly unknown[] = []): Promise<object[]> => eventing.database.query(sql, values);
const everything = async () => {
  const { streams, faults } = await eventing.restored.streamFaults();
  return { streams, faults: [...faults, ...(await eventing.restored.checkpointFaults()), ...(await eventing.restored.projectionFaults())] };
};

describe('a log that came out of a backup', () => {
  it('is whole, and leaves nothing of the look at it', async () => {
    expect(await everything()).toEqual({ streams: 3, faults: [] });
    expect(await change(`SELECT FROM pg_tables WHERE tablename LIKE 'rebuild_%'`)).toEqual([]);
    expect(await isLogUsed({ query: async (sql) => ({ rows: await change(sql) }) })).toBe(true);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a stream lacks a version',
      () => change(`DELETE FROM eventing.events WHERE stream_id = $1 AND version = 2`, [`tally-${ids[0]}`]),
      /^tally-.* cannot be folded \(.*does not follow.*\): use another backup$/,
    ],
    [
      'a newer release has written an event',
      () => change(`UPDATE eventing.events SET schema_version = 99 WHERE stream_id = $1 AND version = 3`, [`tally-${ids[0]}`]),
      /restore with the release that wrote it$/,
    ],
    [
      'a newer release has a kind of its own',
      () => change(`UPDATE eventing.events SET stream_id = 'novelty-1' WHERE stream_id = $1`, [`tally-${ids[0]}`]),
      /^novelty-1 is of a kind that this release does not know: restore with the release that made it$/,
    ],
    [
      'a consumer has read what is not there',
      () => change(`UPDATE eventing.checkpoints SET position = 5000 WHERE consumer = 'samples.async_totals'`),
      /^samples\.async_totals has read up to 5000, the log ends at \d+: restore:finish mends it$/,
    ],
    [
      'a row in the append is another one',
      () => change(`UPDATE samples.inline_totals SET data = '{"total": 99}' WHERE key = $1`, [ids[0]]),
      /^samples\.inline_totals differs from the log at .*rebuild$/,
    ],
    ['a row is missing', () => change(`DELETE FROM samples.async_totals WHERE key = $1`, [ids[0]]), /^samples\.async_totals differs/],
    [
      'a row is there for no reason',
      () => change(`INSERT INTO samples.async_totals SELECT 'x', org_id, position, data FROM samples.async_totals LIMIT 1`),
      /^samples\.async_totals differs from the log at x:/,
    ],
  ])('is seen not to be when %s', async (_what, harm, said) => {
    await harm();
    expect((await everything()).faults).toEqual(expect.arrayContaining([expect.stringMatching(said)]));
  });

  it('of a projection that is behind, the rows up to there count', async () => {
    await eventing.unitOfWork.decide(tally, ids[0] ?? '', count(ids[0] ?? ''), context);
    expect((await everything()).faults).toEqual([]);
  });

  it('gives out no position twice once it is finished, however often, and lets nobody have read what is not there', async () => {
    await change(`UPDATE eventing.checkpoints SET position = 5000 WHERE consumer = 'samples.async_totals'`);
    const first = await eventing.restored.finish();
    expect(await eventing.restored.finish()).toBe(first);
    expect(await eventing.restored.checkpointFaults()).toEqual([]);
    const [last] = (await change('SELECT max(position)::int AS position FROM eventing.events')) as { position: number }[];
    expect(first).toBe((last?.position ?? 0) + 1_000_001);
    await eventing.unitOfWork.decide(tally, ids[1] ?? '', count(ids[1] ?? ''), context);
    const [next] = (await change('SELECT max(position)::int AS position FROM eventing.events')) as { position: number }[];
    expect(next?.position).toBeGreaterThanOrEqual(first);
    // What it goes on with is what it was.
    const another = await eventing.another();
    await eventually(async () => (await another.projections.status()).every(({ lag }) => lag === 0));
    await another.close();
    expect((await everything()).faults).toEqual([]);
  });
});
