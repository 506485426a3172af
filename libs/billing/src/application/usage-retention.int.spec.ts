import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type UsageEffect } from '../contracts/usage.js';
import { type BillingFixture, createBillingFixture } from '../testing/billing-fixture.js';
import { BillingConfig } from '../billing.config.js';
import { UsageRetention } from './usage-retention.js';
import { UsageQueries } from './usage-queries.js';

const OLD = ['2024-03-05T10:00:00.000Z', '2024-03-05T22:30:00.000Z', '2024-03-07T01:00:00.000Z'] as const;
const charge = { provider: 'kie', model: 'veo', units: 1, amountMicros: 40 };

let fixture: BillingFixture;
beforeAll(async () => {
  fixture = await createBillingFixture();
});
afterAll(() => fixture?.close());

async function used(orgId: string, at: string, times: number): Promise<void> {
  const reservationId = await fixture.reserve(orgId, { videos: 1 });
  const settle = (entry: string, quantities: Record<string, number>, paid: typeof charge | null): UsageEffect => ({
    settle: { reservationId, orgId, subject: { kind: 'video', id: reservationId }, entry, quantities, charge: paid, at },
  });
  for (let n = 0; n < times; n += 1) await fixture.post(settle(`clip-${n}`, { provider_cost_micros: 40 }, charge));
  await fixture.post(settle('stored', { storage_bytes: 500 }, null), { close: { reservationId, orgId, at } });
  await fixture.runner.book(orgId);
}
const count = async (where = 'true'): Promise<number> =>
  (await fixture.eventing.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM billing.usage_records WHERE ${where}`))[0]?.n ?? -1;

describe('usage that is old', () => {
  it('is summed up by day, resource and model; no sum and no proof of the ledger changes, and what is new stays as it is', async () => {
    const orgId = await fixture.organisation({});
    for (const at of OLD) await used(orgId, at, 20);
    await used(orgId, new Date().toISOString(), 5);
    const queries = new UsageQueries(fixture.eventing.database);
    const sums = () =>
      Promise.all(
        (['day', 'provider'] as const).map((grouping) =>
          queries.sums(orgId, { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }, 'UTC', grouping),
        ),
      );
    const before = { sums: await sums(), balance: await fixture.balance(orgId) };
    const newOnes = await count(`used_at > '2025-01-01'`);

    const retention = new UsageRetention(fixture.eventing.database, new BillingConfig());
    const summed = await Promise.all([retention.sweep(), retention.sweep()]);
    expect(summed[0] + summed[1]).toBeGreaterThanOrEqual(63);
    expect(await count(`used_at < '2025-01-01'`)).toBe(4);
    expect(await count(`used_at > '2025-01-01'`)).toBe(newOnes);
    expect({ sums: await sums(), balance: await fixture.balance(orgId) }).toEqual(before);
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);

    // Something that came late is added to its day.
    await used(orgId, OLD[0], 1);
    expect(await retention.sweep()).toBeGreaterThan(0);
    expect(await retention.sweep()).toBe(0);
    expect(await count(`used_at < '2025-01-01'`)).toBe(4);
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);
  });
});
