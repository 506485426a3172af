import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OverQuota } from '../../domain/billing.errors.js';
import { type BillingWorld, createBillingWorld } from '../../testing/index.js';

let world: BillingWorld;
beforeAll(async () => {
  world = await createBillingWorld();
});
afterAll(() => world?.close());

const ONE = { videos: 1, video_seconds: 21.5, concurrent_videos: 1 };

describe('reserving', () => {
  it('sets aside all of it, once', async () => {
    const orgId = await world.organisation({ videos: 3 });
    const reservationId = await world.reserve(orgId, ONE);
    await world.reserve(orgId, ONE, { reservationId });
    expect(await world.balance(orgId)).toEqual({ reserved: ONE, used: {} });
    expect((await world.eventing.store.readStream(`quota-reservation-${reservationId}`)).map(({ type }) => type)).toEqual([
      'QuotaReserved',
    ]);
  });

  it('refuses what does not fit, names why, and reserves nothing of the rest', async () => {
    const orgId = await world.organisation({ videos: 2, video_seconds: 40 });
    await world.reserve(orgId, ONE);
    const refused = await world.reserve(orgId, ONE).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OverQuota);
    expect((refused as OverQuota).details).toMatchObject({
      resource: 'video_seconds',
      limit: 40,
      used: 0,
      reserved: 21.5,
      requested: 21.5,
    });
    expect(await world.balance(orgId)).toEqual({ reserved: ONE, used: {} });
    expect(await world.quota.refusals(orgId, ONE)).toHaveLength(1);
    expect(await world.quota.refusals(orgId, { video_seconds: 18.5 })).toEqual([]);
  });

  it('is undone with the transaction it belongs to', async () => {
    const orgId = await world.organisation({ videos: 1 });
    const work = world.eventing.unitOfWork.run(async (tx) => {
      const reservation = { reservationId: randomUUID(), orgId, subject: { kind: 'video' as const, id: randomUUID() }, quantities: ONE };
      await world.quota.reserve(tx, reservation, { orgId, actor: 'spec' });
      throw new Error('the work was not accepted after all');
    });
    await expect(work).rejects.toThrow('not accepted');
    expect(await world.balance(orgId)).toEqual({ reserved: {}, used: {} });
  });

  it('fills the limit exactly when a hundred come at once, in two processes, twenty times', async () => {
    const other = await world.another();
    const quotas = [world, other];
    for (let round = 0; round < 20; round += 1) {
      // An account that nobody has met before: it is opened, and its period begun, by the same hundred.
      const orgId = await world.organisation(round % 2 === 0 ? {} : { videos: 10 }, { plan: 'free' });
      const room = round % 2 === 0 ? 30 : 10;
      const results = await Promise.allSettled(
        Array.from({ length: 100 }, async (_, n) => {
          const { quota, eventing } = quotas[n % 2] ?? world;
          const reservation = { reservationId: randomUUID(), orgId, subject: { kind: 'video' as const, id: randomUUID() } };
          await eventing.unitOfWork.run((tx) =>
            quota.reserve(tx, { ...reservation, quantities: { videos: 1, video_seconds: 5 } }, { orgId, actor: 'spec' }),
          );
        }),
      );
      const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      for (const reason of refusals) expect(reason).toBeInstanceOf(OverQuota);
      expect(results.length - refusals.length).toBe(room);
      expect((await world.balance(orgId)).reserved).toEqual({ videos: room, video_seconds: room * 5 });
    }
    expect(await world.check.compareTables()).toEqual([]);
  }, 120_000);
});
