import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CheckpointMoved } from './consumers/checkpoints.js';
import { ProgressSaves } from './consumers/progress-saves.js';
import { context, count, CreateSamples1763600000900, newId, tally } from './testing/tally.sample.js';
import { createTestEventing, type TestEventing } from './testing/test-eventing.js';

let eventing: TestEventing;
beforeAll(async () => {
  eventing = await createTestEventing({
    migrations: [CreateSamples1763600000900],
    register: (registry) => registry.aggregate(tally),
    consumers: false,
  });
});
afterAll(() => eventing?.close());

/** @returns what comes of the work, and how many of its statements hold these words */
async function counting<T>(words: string, work: () => Promise<T>): Promise<{ result: T; statements: number }> {
  const { database } = eventing;
  const query = database.query.bind(database);
  let statements = 0;
  database.query = (sql, params) => {
    if (sql.includes(words)) statements += 1;
    return query(sql, params);
  };
  try {
    return { result: await work(), statements };
  } finally {
    database.query = query;
  }
}

describe('streams that are asked for at the same time', () => {
  const ids = Array.from({ length: 40 }, newId);
  beforeAll(async () => {
    await Promise.all(ids.map((id, index) => eventing.unitOfWork.decide(tally, id, count(id, index + 1), context)));
  });
  const totals = (loaded: readonly { state: { total: number } }[]) => loaded.map(({ state }) => state.total);

  it('are read together, each for whoever asked', async () => {
    const asked = [...ids, newId(), ids[0] ?? ''];
    const { result, statements } = await counting('read_streams', () => Promise.all(asked.map((id) => eventing.store.load(tally, id))));
    expect(totals(result)).toEqual([...ids.map((_, index) => index + 1), 0, 1]);
    expect(statements).toBe(1);
  });

  it('are as of the moment of asking, whoever has appended before', async () => {
    const other = await eventing.another({ register: (registry) => registry.aggregate(tally) });
    for (let n = 0; n < 5; n += 1) {
      const id = ids[n] ?? '';
      const { state } = await other.unitOfWork.decide(tally, id, count(id, 100), context);
      const loaded = await Promise.all([id, ...ids].map((one) => eventing.store.load(tally, one)));
      expect(totals(loaded)[0]).toBe(state.total);
    }
    await other.close();
  });

  it('do not share a fault: the one that cannot be folded is refused alone', async () => {
    const [broken, whole] = [newId(), newId()];
    for (const id of [broken, whole]) for (let n = 0; n < 3; n += 1) await eventing.unitOfWork.decide(tally, id, count(id, 1), context);
    await eventing.database.query(`DELETE FROM eventing.events WHERE stream_id = $1 AND version = 2`, [`tally-${broken}`]);
    const fresh = await eventing.another({ register: (registry) => registry.aggregate(tally) });
    const loaded = await Promise.allSettled([whole, broken, whole].map((id) => fresh.store.load(tally, id)));
    expect(loaded.map((one) => (one.status === 'fulfilled' ? one.value.state.total : 'refused'))).toEqual([3, 'refused', 3]);
    await fresh.close();
  });
});

describe('what follows from an event', () => {
  const read = (id: string, eventId: string | null, from = eventing) =>
    counting('read_streams', async () => (await from.store.loadSince(tally, id, eventId)).state.total);
  const counted = async (id: string, by: number): Promise<string> =>
    (await eventing.unitOfWork.decide(tally, id, count(id, by), context)).events[0]?.eventId ?? '';

  it('sees its stream without asking the store, where this process has committed the event', async () => {
    const id = newId();
    const first = await counted(id, 1);
    const second = await counted(id, 10);
    expect(await read(id, first)).toEqual({ result: 11, statements: 0 });
    expect(await read(id, second)).toEqual({ result: 11, statements: 0 });
  });

  it('asks where the event is not known, is another stream’s, or the stream is not in memory any more', async () => {
    const [id, other] = [newId(), newId()];
    const own = await counted(id, 1);
    const others = await counted(other, 1);
    for (const eventId of [null, newId(), others]) expect(await read(id, eventId)).toEqual({ result: 1, statements: 1 });
    const elsewhere = await eventing.another({ register: (registry) => registry.aggregate(tally) });
    expect((await read(id, own, elsewhere)).result).toBe(1);
    const { state } = await elsewhere.unitOfWork.decide(tally, id, count(id, 100), context);
    expect(state.total).toBe(101);
    await eventing.eventLog.refresh();
    expect(await read(id, own)).toEqual({ result: 101, statements: 1 });
    await elsewhere.close();
  });
});

describe('progress that nothing came of', () => {
  const positions = async () =>
    eventing.database.query<{ consumer: string; partition: number; position: number }>(
      `SELECT consumer, partition, position::int AS position FROM eventing.checkpoints WHERE consumer LIKE 'specs.%' ORDER BY 1, 2`,
    );

  it('is saved for all consumers at once; who was overtaken hears of it, and nobody else', async () => {
    await eventing.database.query(
      `INSERT INTO eventing.checkpoints (consumer, partition, position) VALUES ('specs.a', 0, 5), ('specs.a', 1, 5), ('specs.b', 0, 9), ('specs.c', 0, 1)`,
    );
    const saves = new ProgressSaves(eventing.database);
    const { result, statements } = await counting('UPDATE eventing.checkpoints', () =>
      Promise.allSettled([
        saves.save('specs.a', [
          { partition: 0, from: 5, to: 7 },
          { partition: 1, from: 5, to: 8 },
        ]),
        saves.save('specs.b', [{ partition: 0, from: 3, to: 4 }]),
        saves.save('specs.c', [{ partition: 0, from: 1, to: 2 }]),
        saves.save('specs.d', []),
      ]),
    );
    expect(result.map((one) => (one.status === 'rejected' ? (one.reason as unknown) : one.status))).toEqual([
      'fulfilled',
      expect.any(CheckpointMoved),
      'fulfilled',
      'fulfilled',
    ]);
    expect((await positions()).map(({ position }) => position)).toEqual([7, 8, 9, 2]);
    expect(statements).toBe(1);
  });
});
