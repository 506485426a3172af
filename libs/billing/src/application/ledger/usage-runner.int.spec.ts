import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recorded } from '#eventing/testing';
import { type Quantities } from '../../contracts/resources.js';
import { type UsageEffect } from '../../contracts/usage.js';
import { type BillingFixture, createBillingFixture } from '../../testing/index.js';
import { moneyMeasure } from '../money-measure.js';
import { PriceLists } from '../plans.js';

const limits = { videos: 0, video_seconds: 0, render_seconds: 0, provider_cost_micros: 1, storage_bytes: 0, concurrent_videos: 0 };
const list = (version: string, validFrom: string, factor: number) => ({
  ...{ version, currency: 'USD', validFrom },
  amountMicros: { ...limits, provider_cost_micros: factor, video_seconds: 10 * factor },
});
// The price doubles in May.
const PRICES = new PriceLists([list('old', '2020-01-01T00:00:00Z', 1), list('new', '2026-05-01T00:00:00Z', 2)]);

let fixture: BillingFixture;
beforeAll(async () => {
  fixture = await createBillingFixture({ prices: PRICES });
  fixture.clock.set('2026-04-30T12:00:00Z');
});
afterAll(() => fixture?.close());

const AT = '2026-04-30T12:00:01.000Z';
const charge = (amountMicros: number) => ({ provider: 'kie', model: 'kie:veo', units: 1, amountMicros });
const settle = (orgId: string, reservationId: string, entry: string, quantities: Quantities, at = AT): UsageEffect => ({
  settle: {
    ...{ reservationId, orgId, subject: { kind: 'video', id: reservationId }, entry, quantities, at },
    charge: quantities.provider_cost_micros === undefined ? null : charge(quantities.provider_cost_micros),
  },
});
const close = (orgId: string, reservationId: string, at = AT): UsageEffect => ({ close: { reservationId, orgId, at } });
const recordsOf = (orgId: string) =>
  fixture.eventing.database.query<{
    entry: string;
    resource: string;
    quantity: string;
    amount_micros: string;
    price_list: string;
    period: string;
  }>(
    `SELECT entry, resource, quantity, amount_micros, price_list, period_start::date::text AS period FROM billing.usage_records
     WHERE org_id = $1 ORDER BY entry, resource`,
    [orgId],
  );
const explained = async (): Promise<void> => {
  const { differences } = await fixture.check.rebuildAndCompare();
  expect(differences).toEqual([]);
};

describe('usage', () => {
  it('is told of all organisations: what was charged by model, what is set aside, and since when', async () => {
    const before = await moneyMeasure.read(fixture.eventing.database);
    const spent = ({ spent: all }: typeof before): number => all.find(({ model }) => model === 'kie:veo')?.micros ?? 0;
    const orgIds: string[] = [];
    for (const micros of [300, 500]) {
      const orgId = await fixture.organisation({ videos: 5 });
      orgIds.push(orgId);
      const id = await fixture.reserve(orgId, { videos: 1, provider_cost_micros: 1_000 });
      await fixture.post(settle(orgId, id, 'clip-0', { provider_cost_micros: micros }));
      await fixture.runner.book(orgId);
    }
    const after = await moneyMeasure.read(fixture.eventing.database);
    expect(spent(after) - spent(before)).toBe(800);
    expect(after.oldestReservationSeconds).toBeGreaterThanOrEqual(0);
    // The months of this spec's clock are over: nothing is set aside in one that runs, until they are not.
    expect(after.reservedMicros).toBe(before.reservedMicros);
    let running = 0;
    const undone = fixture.eventing.database.transaction(async (tx) => {
      await tx.query(`UPDATE billing.balances SET period_end = now() + interval '1 day' WHERE org_id = ANY($1::uuid[])`, [orgIds]);
      running = (await moneyMeasure.read(tx)).reservedMicros;
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(running - after.reservedMicros).toBe(1_200);
  });

  it('comes out of the reservation; what is left at the end is free again', async () => {
    const orgId = await fixture.organisation({ videos: 5 });
    const id = await fixture.reserve(orgId, { videos: 1, video_seconds: 20, provider_cost_micros: 500, concurrent_videos: 1 });
    await fixture.post(
      settle(orgId, id, 'clip-0', { provider_cost_micros: 200 }),
      settle(orgId, id, 'clip-1', { provider_cost_micros: 450 }),
    );
    await fixture.runner.book(orgId);
    expect(await fixture.balance(orgId)).toEqual({
      reserved: { videos: 1, video_seconds: 20, concurrent_videos: 1 },
      used: { provider_cost_micros: 650 },
    });
    await fixture.post(settle(orgId, id, 'video', { videos: 1, video_seconds: 20 }), close(orgId, id));
    await fixture.runner.book(orgId);
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { videos: 1, video_seconds: 20, provider_cost_micros: 650 } });
    expect(await recordsOf(orgId)).toMatchObject([
      { entry: 'clip-0', resource: 'provider_cost_micros', quantity: '200000000', amount_micros: '200' },
      { entry: 'clip-1', resource: 'provider_cost_micros', quantity: '450000000', amount_micros: '450' },
      { entry: 'video', resource: 'video_seconds', quantity: '20000000', amount_micros: '200' },
      { entry: 'video', resource: 'videos', quantity: '1000000', amount_micros: '0' },
    ]);
    await explained();
  });

  it('that is said a thousand times counts once, also long after it was booked', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { provider_cost_micros: 100 });
    const effect = settle(orgId, id, 'clip-0', { provider_cost_micros: 70 });
    const cause = recorded({ type: 'SegmentGenerated', data: {} });
    const { database } = fixture.eventing;
    for (let n = 0; n < 20; n += 1) {
      const many = Array.from({ length: 50 }, () => ({ effect, cause }));
      await database.transaction((tx) => fixture.sink.store(tx, many));
      await fixture.runner.book(orgId);
      // From here on only the reservation and the record remember it.
      if (n === 9) await database.query('DELETE FROM billing.postings WHERE org_id = $1', [orgId]);
    }
    // Said once more under another reservation of the same video.
    const other = await fixture.reserve(orgId, { provider_cost_micros: 100 });
    const again: UsageEffect = 'settle' in effect ? { settle: { ...effect.settle, reservationId: other } } : effect;
    await database.query('DELETE FROM billing.postings WHERE org_id = $1', [orgId]);
    await fixture.post(again);
    await fixture.runner.book(orgId);
    expect(await fixture.balance(orgId)).toEqual({ reserved: { provider_cost_micros: 130 }, used: { provider_cost_micros: 70 } });
    expect(await recordsOf(orgId)).toHaveLength(1);
    await explained();
  });

  it('is booked once when the process dies between posting and booking, or anywhere within', async () => {
    const orgId = await fixture.organisation();
    const ids = await Promise.all(Array.from({ length: 60 }, () => fixture.reserve(orgId, { videos: 1, video_seconds: 10 })));
    await fixture.post(
      ...ids.flatMap((id) => [
        settle(orgId, id, 'clip', { provider_cost_micros: 3 }),
        settle(orgId, id, 'video', { videos: 1, video_seconds: 7.5 }),
        close(orgId, id),
      ]),
    );
    const other = await fixture.another();
    let kills = 0;
    let isDone = false;
    const booking = Promise.allSettled([fixture.runner.book(orgId), other.runner.book(orgId)]).finally(() => (isDone = true));
    while (!isDone) {
      const rows = await fixture.eventing.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
      );
      kills += rows.length;
      if (kills >= 12) break;
    }
    await booking;
    expect(kills).toBeGreaterThan(0);
    await other.runner.bookAll();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { videos: 60, video_seconds: 450, provider_cost_micros: 180 } });
    expect(await recordsOf(orgId)).toHaveLength(180);
    await explained();
  });

  it('stays in the period and at the price of its reservation when both have changed since', async () => {
    fixture.clock.set('2026-04-30T23:59:00Z');
    const orgId = await fixture.organisation({ videos: 1 }, { createdAt: '2026-03-01T00:00:00Z' });
    const id = await fixture.reserve(orgId, { videos: 1, video_seconds: 10 });
    fixture.clock.set('2026-05-01T00:10:00Z');
    // The new month has its own room, whatever is still under way from the old one.
    const next = await fixture.reserve(orgId, { videos: 1, video_seconds: 10 });
    await expect(fixture.reserve(orgId, { videos: 1 })).rejects.toThrow('videos');
    const later = '2026-05-01T00:11:00.000Z';
    for (const reservation of [id, next]) {
      await fixture.post(settle(orgId, reservation, 'video', { videos: 1, video_seconds: 10 }, later), close(orgId, reservation, later));
    }
    await fixture.runner.book(orgId);
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { videos: 1, video_seconds: 10 } });
    expect((await recordsOf(orgId)).filter(({ resource }) => resource === 'video_seconds')).toMatchObject([
      { period: expect.any(String), amount_micros: '100', price_list: 'old' },
      { period: expect.any(String), amount_micros: '200', price_list: 'new' },
    ]);
    const april = await fixture.quota.snapshot(orgId, '2026-04-15T00:00:00Z');
    expect(april.balance).toEqual({ reserved: {}, used: { videos: 1_000_000n, video_seconds: 10_000_000n } });
    await explained();
    fixture.clock.set('2026-04-30T12:00:00Z');
  });

  it('takes back bytes where they were booked, after the end', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { storage_bytes: 500 });
    await fixture.post(settle(orgId, id, 'render-1', { storage_bytes: 800 }), close(orgId, id));
    await fixture.post(settle(orgId, id, 'removed', { storage_bytes: -800 }));
    await fixture.runner.book(orgId);
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: {} });
    expect((await recordsOf(orgId)).map(({ quantity }) => quantity)).toEqual(['-800000000', '800000000']);
    await explained();
  });

  it('that can never be booked holds nothing else up', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { videos: 1 });
    await fixture.post(settle(orgId, id, 'impossible', { videos: -1 }), settle(orgId, id, 'video', { videos: 1 }));
    await fixture.runner.book(orgId);
    expect((await fixture.balance(orgId)).used).toEqual({ videos: 1 });
    const parked = await fixture.eventing.database.query('SELECT error FROM billing.postings WHERE org_id = $1 AND error IS NOT NULL', [
      orgId,
    ]);
    expect(parked).toEqual([{ error: expect.stringContaining('impossible') }]);
  });

  it('of work that nobody reserved for is booked as well', async () => {
    const orgId = await fixture.organisation();
    const id = randomUUID();
    await fixture.post(settle(orgId, id, 'clip-0', { provider_cost_micros: 5 }), close(orgId, id));
    await fixture.runner.book(orgId);
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { provider_cost_micros: 5 } });
    await explained();
  });
});

describe('the sweeper', () => {
  it('closes what has ended and was not closed; what is under way it leaves alone', async () => {
    const orgId = await fixture.organisation();
    const [ended, live, fresh] = [
      await fixture.reserve(orgId, { videos: 1 }),
      await fixture.reserve(orgId, { videos: 1 }),
      await fixture.reserve(orgId, { videos: 1 }),
    ];
    const now = Date.parse('2026-04-30T12:00:00Z');
    fixture.works.register('video', {
      endedAt: async (ids) =>
        new Map(
          [[ended, now - 60_000] as const, [fresh, now - 1_000] as const]
            .filter(([id]) => ids.includes(id))
            .map(([id, ms]) => [id, new Date(ms).toISOString()]),
        ),
    });
    await fixture.eventing.database.query(`UPDATE billing.reservations SET opened_at = now() - interval '5 minutes' WHERE org_id = $1`, [
      orgId,
    ]);
    expect(await fixture.sweeper.closeEnded()).toBe(1);
    expect((await fixture.balance(orgId)).reserved).toEqual({ videos: 2 });
    expect(await fixture.sweeper.closeEnded()).toBe(0);
    await fixture.post(close(orgId, ended), close(orgId, live), close(orgId, fresh));
    await fixture.runner.book(orgId);
    expect((await fixture.balance(orgId)).reserved).toEqual({});
    await explained();
  });

  it('books and tells of what a process that is gone has left', async () => {
    const orgId = await fixture.organisation({ video_seconds: 100 });
    const id = await fixture.reserve(orgId, { video_seconds: 50 });
    await fixture.notifier.settled();
    await fixture.post(settle(orgId, id, 'video', { video_seconds: 90 }), close(orgId, id));
    await fixture.sweeper.sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { video_seconds: 90 } });
    const events = await fixture.eventing.store.readStream(`quota-account-${orgId}`);
    expect(events.filter(({ type }) => type !== 'PlanAssigned').map(({ data }) => data)).toMatchObject([
      { resource: 'video_seconds', threshold: 80 },
    ]);
    // Another process does nothing while this one sweeps.
    const other = await fixture.another();
    await fixture.post(settle(orgId, id, 'late', { video_seconds: 1 }));
    await other.sweeper.sweep();
    expect((await fixture.balance(orgId)).used).toEqual({ video_seconds: 90 });
    await other.locks.stop();
    await fixture.sweeper.sweep();
    expect((await fixture.balance(orgId)).used).toEqual({ video_seconds: 91 });
  });
});

describe('warnings', () => {
  it('are raised once for each threshold and period, by reserving or by using', async () => {
    const orgId = await fixture.organisation({ videos: 10, video_seconds: 1000 });
    const types = async () => {
      await fixture.notifier.settled();
      return (await fixture.eventing.store.readStream(`quota-account-${orgId}`)).flatMap(({ type, data }) =>
        type === 'PlanAssigned' ? [] : [[type, (data as { resource: string }).resource, (data as { threshold?: number }).threshold]],
      );
    };
    await fixture.reserve(orgId, { videos: 7 });
    expect(await types()).toEqual([]);
    const id = await fixture.reserve(orgId, { videos: 1 });
    expect(await types()).toEqual([['QuotaWarningRaised', 'videos', 80]]);
    await fixture.reserve(orgId, { videos: 1 });
    await fixture.post(settle(orgId, id, 'clip', { video_seconds: 1001 }));
    await fixture.runner.book(orgId);
    const two = [
      ['QuotaWarningRaised', 'video_seconds', 80],
      ['QuotaWarningRaised', 'video_seconds', 100],
    ];
    expect(await types()).toEqual([['QuotaWarningRaised', 'videos', 80], ...two]);
    await Promise.all(Array.from({ length: 5 }, () => expect(fixture.reserve(orgId, { videos: 2 })).rejects.toThrow('videos')));
    expect(await types()).toEqual([['QuotaWarningRaised', 'videos', 80], ...two, ['QuotaExceeded', 'videos', undefined]]);
    await fixture.notifier.look(orgId);
    expect(await types()).toHaveLength(4);
  });
});

describe('the check of the ledger', () => {
  it.each([
    ['a balance', `UPDATE billing.balances SET videos_used = videos_used + 1 WHERE org_id = $1`],
    ['a reservation that was lost', `DELETE FROM billing.reservations WHERE org_id = $1`],
    ['a record that was changed', `UPDATE billing.usage_records SET quantity = quantity - 1 WHERE org_id = $1`],
    ['what is under way', `UPDATE billing.live SET concurrent_videos = concurrent_videos + 1000000 WHERE org_id = $1`],
  ])('finds %s wrong by a single unit', async (_, tamper) => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { videos: 2, concurrent_videos: 1 });
    await fixture.post(settle(orgId, id, 'video', { videos: 1 }));
    await fixture.runner.book(orgId);
    const wrong = async () => {
      const { differences } = await fixture.check.rebuildAndCompare();
      return differences.filter(({ what }) => what.includes(orgId) || what.includes(id));
    };
    expect(await wrong()).toEqual([]);
    await fixture.eventing.database.query(tamper, [orgId]);
    expect((await wrong()).length).toBeGreaterThan(0);
  });
});
