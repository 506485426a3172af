import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestEventing, type TestEventing } from '../testing/test-eventing.js';
import { context, count, newId, tally } from '../testing/tally.sample.js';

let eventing: TestEventing;
let admin: Client;
let stopKilling: () => Promise<void>;

beforeAll(async () => {
  eventing = await createTestEventing({ register: (registry) => registry.aggregate(tally), consumers: false });
  const [row] = await eventing.database.query<{ name: string }>('SELECT current_database() AS name');
  admin = new Client(process.env['KADR_TEST_DATABASE_URL']);
  await admin.connect();
  // Whatever a backend is doing: between statements, in the middle of one, or after the commit and before its answer.
  let isKilling = true;
  const killing = (async () => {
    while (isKilling) {
      await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = $1 AND pid <> pg_backend_pid() AND application_name NOT LIKE '%locks' AND state = 'active'`,
        [row?.name],
      );
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  stopKilling = async () => {
    isKilling = false;
    await killing;
  };
});
afterAll(async () => {
  await stopKilling?.();
  await admin?.end();
  await eventing?.close();
});

describe('connections that die under appends', () => {
  it('lose nothing and repeat nothing, whether the commit had been heard of or not', async () => {
    const ids = Array.from({ length: 12 }, newId);
    const reported = new Map<string, number>();
    const client = async (id: string, index: number): Promise<void> => {
      for (let by = 0; by < 15; by += 1) {
        // A count is not idempotent: done twice, it would show.
        const decided =
          index % 2 === 0
            ? await eventing.unitOfWork.decide(tally, id, count(id), context)
            : await eventing.unitOfWork.run((tx) => tx.decide(tally, id, count(id), context));
        reported.set(id, decided.state.total);
        expect(decided.events.every(({ position }) => position > 0)).toBe(true);
      }
    };
    await Promise.all(ids.map(client));
    await stopKilling();
    for (const id of ids) {
      const { state, version } = await eventing.store.load(tally, id);
      expect([state.total, version, reported.get(id)]).toEqual([15, 16, 15]);
    }
  });
});

/** The next append of this kind is committed, but nobody hears of it. @returns whether that has happened */
function loseNextAnswer(way: 'one statement' | 'transaction'): () => boolean {
  const { database } = eventing;
  let isLost = false;
  const heard = <T>(answer: T): T => {
    if (isLost) return answer;
    isLost = true;
    throw new Error('Connection terminated unexpectedly');
  };
  if (way === 'transaction') {
    const real = database.transaction.bind(database);
    database.transaction = async (work) => heard(await real(work));
  } else {
    const real = database.onConnection.bind(database);
    database.onConnection = async (work) => heard(await real(work));
  }
  return () => isLost;
}

describe('a commit whose answer is lost', () => {
  it.each(['one statement', 'transaction'] as const)('is recognised by the ids of its events (%s)', async (way) => {
    await stopKilling();
    const id = newId();
    const isLost = loseNextAnswer(way);
    const decided =
      way === 'one statement'
        ? await eventing.unitOfWork.decide(tally, id, count(id, 7), context)
        : await eventing.unitOfWork.run((tx) => tx.decide(tally, id, count(id, 7), context));
    expect(isLost()).toBe(true);
    expect(decided.state).toEqual({ status: 'open', total: 7 });
    expect(decided.events).toEqual(await eventing.store.readStream(`tally-${id}`));
    expect(decided.events).toHaveLength(2);
  });
});
