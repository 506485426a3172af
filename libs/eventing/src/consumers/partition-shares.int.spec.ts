import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { lockNumber } from '#platform';
import { frozenHolder, ToldMetrics } from '#platform/testing';
import { context, count, CreateSamples1763600000900, newId, noteCounts, NoteSink, tally } from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing } from '../testing/test-eventing.js';

const PARTITIONS = 8;
const metrics = new ToldMetrics();
afterAll(() => metrics.end());
const opened: TestEventing[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function first(options: { readonly leaseMs?: number; readonly consumers?: boolean } = {}): Promise<TestEventing> {
  const one = await createTestEventing({
    migrations: [CreateSamples1763600000900],
    register: (registry) => registry.aggregate(tally).processManager(noteCounts, new NoteSink()),
    config: { partitions: PARTITIONS },
    ...options,
  });
  opened.push(one);
  return one;
}
async function another(register?: Parameters<TestEventing['another']>[0]): Promise<TestEventing> {
  const one = await (opened[0] as TestEventing).another(register);
  opened.push(one);
  return one;
}

/** How many partitions each process holds, from the most to the fewest. Other specs have consumers of this name, in databases of their own. */
async function held({ database }: TestEventing): Promise<number[]> {
  const numbers = Array.from({ length: PARTITIONS }, (_, one) => lockNumber(`eventing.consumer.${noteCounts.name}.${one}`));
  const rows = await database.query<{ partitions: number }>(
    `SELECT count(*)::int AS partitions FROM pg_locks
      WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND objsubid = 1 AND granted AND ((classid::int8 << 32) | objid::int8) = ANY ($1::bigint[])
      GROUP BY pid ORDER BY 1 DESC`,
    [numbers],
  );
  return rows.map(({ partitions }) => partitions);
}
const becomes = (one: TestEventing, shares: readonly number[]): Promise<void> =>
  eventually(async () => String(await held(one)) === String(shares), 20_000);

/** Keeps counting in the background; every count must have been noted exactly once when it has ended. */
function counting({ unitOfWork, database }: TestEventing) {
  const ids = Array.from({ length: 24 }, newId);
  let isOver = false;
  let rounds = 0;
  const running = (async () => {
    for (; !isOver; rounds += 1) for (const id of ids) await unitOfWork.decide(tally, id, count(id), context);
  })();
  return async (): Promise<void> => {
    isOver = true;
    await running;
    const notes = async (): Promise<string[]> =>
      (await database.query<{ text: string }>('SELECT text FROM samples.notes')).map(({ text }) => text);
    await eventually(async () => (await notes()).length >= rounds * ids.length, 30_000);
    expect(new Set(await notes()).size).toBe(rounds * ids.length);
    expect((await notes()).length).toBe(rounds * ids.length);
  };
}

describe('deployment D5: the partitions of a consumer', () => {
  it('are shared evenly by two and three processes as they join, are killed and stop; nothing is handled twice or left out', async () => {
    const one = await first();
    await becomes(one, [8]);
    const counted = counting(one);
    const two = await another();
    await becomes(one, [4, 4]);
    const three = await another();
    await becomes(one, [3, 3, 2]);
    await three.abandon();
    await becomes(one, [4, 4]);
    await two.stop();
    await becomes(one, [8]);
    await counted();
  }, 60_000);

  it('are all held by the one process that has this consumer: another release beside it may not', async () => {
    const one = await first();
    const told = (): Promise<string[]> => metrics.of('kadr_consumer_partitions');
    expect([0, PARTITIONS].map((partitions) => `consumer=${noteCounts.name} ${partitions}`)).toContain((await told())[0]);
    await another({ register: (registry) => registry.aggregate(tally) });
    await another({ consumers: false });
    await becomes(one, [8]);
    // Two looks later still.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await held(one)).toEqual([8]);
    expect(await told()).toEqual([`consumer=${noteCounts.name} ${PARTITIONS}`]);
    await one.stop();
    expect(await told()).toEqual([]);
  }, 30_000);

  it('faults B37: are taken from a process that is frozen', async () => {
    const leaseMs = 1_000;
    const one = await first({ leaseMs, consumers: false });
    const keys = Array.from({ length: PARTITIONS }, (_, partition) => `eventing.consumer.${noteCounts.name}.${partition}`);
    const frozen = await frozenHolder(one.url, keys);
    try {
      const id = newId();
      await one.unitOfWork.decide(tally, id, count(id), context);
      const two = await another({ leaseMs, consumers: true });
      await becomes(two, [8]);
      await eventually(async () => (await two.database.query('SELECT 1 FROM samples.notes')).length === 1);
    } finally {
      await frozen.kill();
    }
  }, 30_000);
});
