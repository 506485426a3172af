import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Pool } from 'pg';
import { createTestEventing, type TestEventing } from '../testing/test-eventing.js';
import { context, count, newId, tally } from '../testing/tally.sample.js';

let eventing: TestEventing;
let admin: Client;
let stopKilling: () => Promise<void>;

beforeAll(async () => {
  eventing = await createTestEventing({ register: (registry) => registry.aggregate(tally), consumers: false });
  // pg raises the server's last word as an event when it comes between two statements of a connection in use.
  const { master } = eventing.database.dataSource.driver as unknown as { master: Pool };
  const heard = new WeakSet<object>();
  master.on('acquire', (client) => {
    if (!heard.has(client)) client.on('error', () => undefined);
    heard.add(client);
  });
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
