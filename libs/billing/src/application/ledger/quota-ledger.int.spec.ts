import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#eventing/testing';
import { OverQuota } from '../../domain/billing.errors.js';
import { type BillingFixture, createBillingFixture, type SpecProcess } from '../../testing/index.js';

let fixture: BillingFixture;
beforeAll(async () => {
  fixture = await createBillingFixture();
});
afterAll(() => fixture?.close());

/** Holds room for bytes of one piece of work; what it holds then, or the refusal. */
const hold = async (by: SpecProcess, orgId: string, reservationId: string, bytes: number, atLeast = bytes) =>
  by.eventing.unitOfWork.run((tx) => {
    const reservation = {
      reservationId,
      orgId,
      subject: { kind: 'asset' as const, id: reservationId },
      quantities: { storage_bytes: bytes },
    };
    return by.quota.hold(tx, reservation, { storage_bytes: atLeast }, { orgId, actor: 'spec' });
  });
const ONE = { videos: 1, video_seconds: 21.5, concurrent_videos: 1 };

describe('reserving', () => {
  it('sets aside all of it, once', async () => {
    const orgId = await fixture.organisation({ videos: 3 });
    const reservationId = await fixture.reserve(orgId, ONE);
    await fixture.reserve(orgId, ONE, { reservationId });
    expect(await fixture.balance(orgId)).toEqual({ reserved: ONE, used: {} });
    expect((await fixture.eventing.store.readStream(`quota-reservation-${reservationId}`)).map(({ type }) => type)).toEqual([
      'QuotaReserved',
    ]);
  });

  it('refuses what does not fit, names why, and reserves nothing of the rest', async () => {
    const orgId = await fixture.organisation({ videos: 2, video_seconds: 40 });
    await fixture.reserve(orgId, ONE);
    const refused = await fixture.reserve(orgId, ONE).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OverQuota);
    expect((refused as OverQuota).details).toMatchObject({
      resource: 'video_seconds',
      limit: 40,
      used: 0,
      reserved: 21.5,
      requested: 21.5,
    });
    expect(await fixture.balance(orgId)).toEqual({ reserved: ONE, used: {} });
    expect(await fixture.quota.refusals(orgId, ONE)).toHaveLength(1);
    expect(await fixture.quota.refusals(orgId, { video_seconds: 18.5 })).toEqual([]);
  });

  it('is undone with the transaction it belongs to', async () => {
    const orgId = await fixture.organisation({ videos: 1 });
    const work = fixture.eventing.unitOfWork.run(async (tx) => {
      const reservation = { reservationId: randomUUID(), orgId, subject: { kind: 'video' as const, id: randomUUID() }, quantities: ONE };
      await fixture.quota.reserve(tx, reservation, { orgId, actor: 'spec' });
      throw new Error('the work was not accepted after all');
    });
    await expect(work).rejects.toThrow('not accepted');
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: {} });
  });

  it('fills the limit exactly when a hundred come at once, in two processes, twenty times', async () => {
    const other = await fixture.another();
    const quotas = [fixture, other];
    for (let round = 0; round < 20; round += 1) {
      // An account that nobody has met before: it is opened, and its period begun, by the same hundred.
      const orgId = await fixture.organisation(round % 2 === 0 ? {} : { videos: 10 }, { plan: 'free' });
      const room = round % 2 === 0 ? 30 : 10;
      const results = await Promise.allSettled(
        Array.from({ length: 100 }, async (_, n) => {
          const { quota, eventing } = quotas[n % 2] ?? fixture;
          const reservation = { reservationId: randomUUID(), orgId, subject: { kind: 'video' as const, id: randomUUID() } };
          await eventing.unitOfWork.run((tx) =>
            quota.reserve(tx, { ...reservation, quantities: { videos: 1, video_seconds: 5 } }, { orgId, actor: 'spec' }),
          );
        }),
      );
      const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      for (const reason of refusals) expect(reason).toBeInstanceOf(OverQuota);
      expect(results.length - refusals.length).toBe(room);
      expect((await fixture.balance(orgId)).reserved).toEqual({ videos: room, video_seconds: room * 5 });
    }
    expect(await fixture.check.compareTables()).toEqual([]);
  }, 120_000);
});

describe('holding room for what grows', () => {
  it('sets aside what is lacking, as far as there is room', async () => {
    const orgId = await fixture.organisation({ storage_bytes: 1000 });
    const [one, two] = [randomUUID(), randomUUID()];
    expect(await hold(fixture, orgId, one, 300)).toEqual({ storage_bytes: 300 });
    expect(await hold(fixture, orgId, one, 200)).toEqual({ storage_bytes: 300 });
    expect(await hold(fixture, orgId, one, 600)).toEqual({ storage_bytes: 600 });
    expect(await hold(fixture, orgId, two, 5000, 100)).toEqual({ storage_bytes: 400 });
    expect(await fixture.balance(orgId)).toEqual({ reserved: { storage_bytes: 1000 }, used: {} });
    expect(await hold(fixture, orgId, two, 5000, 401).catch((error: OverQuota) => error.details)).toMatchObject({
      ...{ resource: 'storage_bytes', limit: 1000, used: 0, reserved: 600, requested: 401 },
    });
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);
  });

  it('gives back what is beyond the true size, once', async () => {
    const orgId = await fixture.organisation({ storage_bytes: 1000 });
    const reservationId = randomUUID();
    await hold(fixture, orgId, reservationId, 900);
    const trim = () =>
      fixture.eventing.unitOfWork.run((tx) => fixture.quota.giveBack(tx, { reservationId, orgId }, { storage_bytes: 250 }));
    await trim();
    await trim();
    expect(await fixture.balance(orgId)).toEqual({ reserved: { storage_bytes: 250 }, used: {} });
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);
  });

  it('gives all of it back when the work came to nothing, and holds nothing for it any more', async () => {
    const orgId = await fixture.organisation({ storage_bytes: 1000 });
    const reservationId = randomUUID();
    await hold(fixture, orgId, reservationId, 300);
    await hold(fixture, orgId, reservationId, 1000);
    for (let times = 0; times < 2; times += 1) {
      await fixture.eventing.unitOfWork.run((tx) => fixture.quota.giveBack(tx, { reservationId, orgId }));
    }
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: {} });
    await expect(hold(fixture, orgId, reservationId, 10)).rejects.toMatchObject({ code: 'reservation_closed' });
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);
  });

  it('never overshoots when forty hold and grow at once, in two processes, on an account nobody has met', async () => {
    const other = await fixture.another();
    const orgId = await fixture.organisation({ storage_bytes: 1000 });
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, async (_, n) => {
        const by = n % 2 ? other : fixture;
        const id = randomUUID();
        await hold(by, orgId, id, 60, 1);
        return hold(by, orgId, id, 120);
      }),
    );
    // Who came last got what was left; nobody has given anything back.
    expect(await fixture.balance(orgId)).toEqual({ reserved: { storage_bytes: 1000 }, used: {} });
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(OverQuota);
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);
  }, 60_000);
});

describe('who lost the last room while waiting for the lock', () => {
  it.each([1, 2, 5])('is refused on the connection he has: %i at once on a pool of as many', async (poolSize) => {
    const crowded = await createBillingFixture({ database: { poolSize, acquireTimeoutMs: 600_000 } });
    try {
      const orgId = await crowded.organisation({ videos: 2 });
      await crowded.reserve(orgId, { videos: 1 });
      const { database } = crowded.eventing;
      const other = await database.session('spec');
      // Within its transaction a session sees pg_stat_activity as it was at its first look.
      const watcher = await database.session('spec');
      await other.query('BEGIN');
      await other.query(`UPDATE billing.balances SET videos_reserved = 2000000 WHERE org_id = '${orgId}'`);
      const late = Promise.allSettled(Array.from({ length: poolSize }, () => crowded.reserve(orgId, { videos: 1 })));
      const waiting = async (): Promise<number> => {
        const [row] = await watcher.query<{ waiting: number }>(
          `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return row?.waiting ?? 0;
      };
      await eventually(async () => (await waiting()) === poolSize);
      await other.query('COMMIT');
      await other.close();
      await watcher.close();
      // Who asks for a second connection waits for ten minutes in vain, and is only then done again.
      const results = await Promise.race([late, sleep(30_000, 'wait for a second connection', { ref: false })]);
      expect(results).toHaveLength(poolSize);
      for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(OverQuota) });
    } finally {
      await crowded.close();
    }
  });
});

describe('faults A12: stored bytes', () => {
  const JANUARY = '2026-01-20T00:00:00.000Z';
  const FEBRUARY = '2026-02-20T00:00:00.000Z';
  afterEach(() => fixture.clock.set(new Date().toISOString()));

  const settle = async (orgId: string, reservationId: string, entry: string, bytes: number, at: string): Promise<void> => {
    const subject = { kind: 'asset' as const, id: reservationId };
    await fixture.post({ settle: { reservationId, orgId, subject, entry, quantities: { storage_bytes: bytes }, charge: null, at } });
    await fixture.post({ close: { reservationId, orgId, at } });
    await fixture.runner.book(orgId);
  };

  it('are still there when a month is over, and gone when they are deleted', async () => {
    fixture.clock.set(JANUARY);
    const orgId = await fixture.organisation({ storage_bytes: 1000, videos: 1 });
    const kept = await fixture.reserve(orgId, { storage_bytes: 900, videos: 1 });
    await settle(orgId, kept, 'kept', 800, JANUARY);
    const open = await fixture.reserve(orgId, { storage_bytes: 50 });
    fixture.clock.set(FEBRUARY);
    expect(await fixture.balance(orgId)).toEqual({ reserved: { storage_bytes: 50 }, used: { storage_bytes: 800 } });
    // What a period ends is free again, and what does not fit is refused before the new period has any row.
    const refused = await fixture.reserve(orgId, { storage_bytes: 151, videos: 1 }).catch((error: unknown) => error);
    expect((refused as OverQuota).details).toMatchObject({ resource: 'storage_bytes', used: 800, reserved: 50, resetsAt: null });
    expect(await hold(fixture, orgId, randomUUID(), 500, 100)).toEqual({ storage_bytes: 150 });
    await settle(orgId, open, 'kept', 50, FEBRUARY);
    await settle(orgId, kept, 'removed', -800, FEBRUARY);
    expect(await fixture.balance(orgId)).toEqual({ reserved: { storage_bytes: 150 }, used: { storage_bytes: 50 } });
    expect(await fixture.check.rebuildAndCompare()).toMatchObject({ differences: [] });
  });

  it('that the release before has booked by periods are moved, what it still books too', async () => {
    const orgId = await fixture.organisation({ storage_bytes: 1000 });
    const { database } = fixture.eventing;
    const booked = (month: string, reserved: number, used: number) =>
      database.query(
        `INSERT INTO billing.balances (org_id, period_start, period_end, storage_bytes_reserved, storage_bytes_used, videos_used)
         VALUES ($1, $2, $2::timestamptz + interval '1 month', $3, $4, 1)`,
        [orgId, `2026-0${month}-01T00:00:00Z`, reserved * 1e6, used * 1e6],
      );
    await booked('1', 0, 300);
    await booked('2', 20, 400);
    await database.query(
      `UPDATE billing.balances SET storage_bytes_reserved = storage_bytes_reserved - 20000000, storage_bytes_used = storage_bytes_used + 15000000
        WHERE org_id = $1 AND period_start = '2026-02-01T00:00:00Z'`,
      [orgId],
    );
    expect(await fixture.balance(orgId)).toMatchObject({ reserved: {}, used: { storage_bytes: 715 } });
    await database.query('DELETE FROM billing.balances WHERE org_id = $1', [orgId]);
    await database.query('DELETE FROM billing.live WHERE org_id = $1', [orgId]);
  });
});
