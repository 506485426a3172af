import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventingMigrations } from '#eventing';
import { eventually } from '#eventing/testing';
import { type Queryable } from '#platform';
import { createTestDatabase } from '#platform/testing';
import { BillingConfig } from '../billing.config.js';
import { type UsageEffect } from '../contracts/usage.js';
import { billingMigrations } from '../migrations/index.js';
import { Spending1767000000010 } from '../migrations/1767000000010-spending.js';
import { type BillingFixture, createBillingFixture } from '../testing/billing-fixture.js';
import { reservationStreams } from './ledger/reservation-streams.js';
import { insertRecords, recordId, type UsageRecord } from './ledger/usage-record.js';
import { moneyMeasure } from './money-measure.js';
import { UsageRetention } from './usage-retention.js';

const OLD = '2024-03-05T10:00:00.000Z';

const spent = async (db: Queryable): Promise<string[]> =>
  (await moneyMeasure.read(db)).spent.map(({ provider, model, micros }) => `${provider} ${model} ${micros}`);

describe('what providers have charged', () => {
  let fixture: BillingFixture;
  beforeAll(async () => void (fixture = await createBillingFixture()));
  afterAll(() => fixture?.close());

  const settle = (orgId: string, reservationId: string, entry: string, model: string, amountMicros: number, at: string): UsageEffect => ({
    settle: {
      ...{ reservationId, orgId, subject: { kind: 'video', id: reservationId }, entry, at },
      ...{ quantities: { provider_cost_micros: amountMicros }, charge: { provider: 'kie', model, units: 1, amountMicros } },
    },
  });

  it('stays what it is when it is said twice, summed up or erased, and rises with what comes late', async () => {
    const { database } = fixture.eventing;
    const retention = new UsageRetention(database, new BillingConfig());
    const [one, other] = [await fixture.organisation(), await fixture.organisation()];
    const [first, second] = [await fixture.reserve(one, { videos: 1 }), await fixture.reserve(other, { videos: 1 })];

    for (const entry of ['clip-0', 'clip-1', 'clip-1']) await fixture.post(settle(one, first, entry, 'veo', 40, OLD));
    await fixture.post(settle(one, first, 'clip-2', 'sora', 5, OLD), settle(other, second, 'clip-0', 'veo', 300, new Date().toISOString()));
    await fixture.post({
      settle: {
        ...{ reservationId: first, orgId: one, subject: { kind: 'video', id: first }, entry: 'video', at: OLD },
        ...{ quantities: { videos: 1 }, charge: null },
      },
    });
    await fixture.runner.bookAll();
    const all = ['kie sora 5', 'kie veo 380'];
    expect(await spent(database)).toEqual(all);

    expect(await retention.sweep()).toBe(4);
    expect(await spent(database)).toEqual(all);

    await database.transaction((tx) => reservationStreams.erase(tx, { orgId: other, subjectId: second, streamId: `video-job-${second}` }));
    expect(await spent(database)).toEqual(all);

    await fixture.post(settle(one, first, 'clip-3', 'veo', 1, OLD));
    await fixture.runner.bookAll();
    expect(await retention.sweep()).toBeGreaterThan(0);
    expect(await spent(database)).toEqual(['kie sora 5', 'kie veo 381']);
    expect((await fixture.check.rebuildAndCompare()).differences.filter(({ what }) => what.includes('spent'))).toEqual([]);
  });

  it('and what stands for it otherwise is a difference of the ledger', async () => {
    const { database } = fixture.eventing;
    await database.query(`UPDATE billing.spending SET micros = micros + 1 WHERE model = 'sora'`);
    const { differences } = await fixture.check.rebuildAndCompare();
    expect(differences).toContainEqual({ what: 'among tables: spent kie sora', expected: '5', found: '6' });
    await database.query(`UPDATE billing.spending SET micros = micros - 1 WHERE model = 'sora'`);
  });
});

describe('the release that begins to count', () => {
  const orgId = '00000000-0000-7000-8000-00000000000a';
  const record = (entry: string, micros: bigint | null, subjectKind = 'video'): UsageRecord => ({
    ...{ id: recordId(OLD, entry), orgId, subjectKind, subjectId: orgId, entry, resource: 'provider_cost_micros' },
    ...{ quantity: 1n, amountMicros: 1n, provider: 'kie', model: 'veo', units: 1, providerCostMicros: micros },
    ...{ priceList: 'l', reservationId: orgId, periodStart: OLD, usedAt: OLD },
  });

  it('takes over what was recorded before, what is being recorded meanwhile, and counts on from there', async () => {
    const before = billingMigrations.filter((Migration) => Migration !== Spending1767000000010);
    const spec = await createTestDatabase([...eventingMigrations, ...before]);
    const [writing, updating] = [await spec.database.session('spec'), await spec.database.session('spec')];
    try {
      await insertRecords(spec.database, [record('summed up', 1000n, 'summed'), record('old', 200n), record('free', null)]);
      await writing.query('BEGIN');
      await insertRecords(writing, [record('under way', 30n)]);
      await updating.query('BEGIN');
      const updated = new Spending1767000000010().up(updating as never);
      const isWaiting = async (): Promise<boolean> =>
        (await spec.database.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`))
          .length > 0;
      await eventually(isWaiting);
      await writing.query('COMMIT');
      await updated;
      const late = insertRecords(writing, [record('late', 4n)]);
      await eventually(isWaiting);
      await updating.query('COMMIT');
      await late;
      expect(await spent(spec.database)).toEqual(['kie veo 1234']);
    } finally {
      await writing.close();
      await updating.close();
      await spec.close();
    }
  });
});
