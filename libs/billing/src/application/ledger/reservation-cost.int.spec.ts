import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection } from '#platform';
import { OverQuota } from '../../domain/billing.errors.js';
import { type BillingFixture, createBillingFixture } from '../../testing/index.js';

let fixture: BillingFixture;
beforeAll(async () => {
  fixture = await createBillingFixture();
});
afterAll(() => fixture?.close());

/** What some work asks the database: in its transactions, how often it waited there for answers, and beside them. */
async function askedBy(work: () => Promise<unknown>): Promise<{ inside: number; waits: number; beside: number }> {
  const { database } = fixture.eventing;
  const [transaction, query] = [database.transaction.bind(database), database.query.bind(database)];
  const asked = { inside: 0, waits: 0, beside: 0 };
  // The process looks after its log meanwhile, which is not asked for here.
  const isAskedFor = new AsyncLocalStorage<true>();
  let unanswered = 0;
  database.query = (sql, params) => {
    if (isAskedFor.getStore()) asked.beside += 1;
    return query(sql, params);
  };
  database.transaction = (inside) =>
    transaction((tx) => {
      const counting: Connection = {
        stoodAtMs: tx.stoodAtMs,
        async query<R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]> {
          asked.inside += 1;
          if (unanswered === 0) asked.waits += 1;
          unanswered += 1;
          try {
            return await tx.query<R>(sql, params);
          } finally {
            unanswered -= 1;
          }
        },
      };
      return inside(counting);
    });
  try {
    await isAskedFor.run(true, work);
    await fixture.notifier.settled();
  } finally {
    Object.assign(database, { query, transaction });
  }
  return asked;
}

describe('what one reservation costs', () => {
  it('is three waits: for what it reads, what it writes and its event; and nothing beside it while there is nothing to tell', async () => {
    const orgId = await fixture.organisation({ videos: 100 });
    await fixture.reserve(orgId, { videos: 1 });
    expect(await askedBy(() => fixture.reserve(orgId, { videos: 1 }))).toEqual({ inside: 6, waits: 3, beside: 0 });
    expect((await fixture.balance(orgId)).reserved).toEqual({ videos: 2 });
  });

  it('is more where a limit is nearly used: somebody looks, and it is told of', async () => {
    const orgId = await fixture.organisation({ videos: 10, storage_bytes: 1000 });
    const warned = async (): Promise<unknown[]> => {
      await fixture.notifier.settled();
      const events = await fixture.eventing.store.readStream(`quota-account-${orgId}`);
      return events.flatMap(({ type, data }) => (type === 'QuotaWarningRaised' ? [(data as { resource: string }).resource] : []));
    };
    await fixture.reserve(orgId, { videos: 7, storage_bytes: 700 });
    expect(await warned()).toEqual([]);
    expect((await askedBy(() => fixture.reserve(orgId, { videos: 1 }))).beside).toBeGreaterThan(0);
    expect(await warned()).toEqual(['videos']);
    await fixture.reserve(orgId, { storage_bytes: 100 });
    expect(await warned()).toEqual(['videos', 'storage_bytes']);
  });
});

describe('a reservation where the newest period is not the one of this moment', () => {
  it('counts in its own, and is refused by what that one holds', async () => {
    const orgId = await fixture.organisation({ videos: 2 }, { createdAt: '2026-01-01T00:00:00.000Z' });
    fixture.clock.set('2026-03-10T12:00:00.000Z');
    await fixture.reserve(orgId, { videos: 2 });
    // By the clock of another machine it is still February.
    fixture.clock.set('2026-02-10T12:00:00.000Z');
    await fixture.reserve(orgId, { videos: 1 });
    await fixture.reserve(orgId, { videos: 1 });
    await expect(fixture.reserve(orgId, { videos: 1 })).rejects.toBeInstanceOf(OverQuota);
    const rows = await fixture.eventing.database.query<{ month: string; videos: number }>(
      `SELECT to_char(period_start AT TIME ZONE 'UTC', 'MM') AS month, (videos_reserved / 1000000)::int AS videos
         FROM billing.balances WHERE org_id = $1 ORDER BY 1`,
      [orgId],
    );
    expect(rows).toEqual([
      { month: '02', videos: 2 },
      { month: '03', videos: 2 },
    ]);
    fixture.clock.set('2026-04-10T12:00:00.000Z');
    expect(await fixture.reserve(orgId, { videos: 2 })).toEqual(expect.any(String));
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);
  });
});
