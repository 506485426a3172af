import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ToldMetrics } from '#platform/testing';
import { type BillingFixture, createBillingFixture } from '../../testing/billing-fixture.js';

const metrics = new ToldMetrics();
let fixture: BillingFixture;
beforeAll(async () => void (fixture = await createBillingFixture()));
afterAll(async () => {
  await fixture?.close();
  await metrics.end();
});

it('every refusal is counted by the resource that was lacking, however often the same organisation is refused', async () => {
  const refused = async (): Promise<string[]> =>
    (await metrics.of('kadr_quota_refusals')).filter((line) => /=(videos|video_seconds) /.test(line));
  expect(await refused()).toEqual(['resource=video_seconds 0', 'resource=videos 0']);
  const orgId = await fixture.organisation({ videos: 1, video_seconds: 10 });
  await fixture.reserve(orgId, { videos: 1 });
  for (let n = 0; n < 3; n += 1) await expect(fixture.reserve(orgId, { videos: 1 })).rejects.toThrow('videos');
  await expect(fixture.reserve(orgId, { video_seconds: 11 })).rejects.toThrow('video_seconds');
  expect(await refused()).toEqual(['resource=video_seconds 1', 'resource=videos 3']);

  // Of those that are accepted together only the one that has no room.
  const accept = (video_seconds: number): Promise<string> => {
    const reservationId = randomUUID();
    const reservation = { reservationId, orgId, subject: { kind: 'video' as const, id: reservationId }, quantities: { video_seconds } };
    return fixture.acceptance
      .accept(reservation, { orgId, actor: 'spec' }, async () => undefined)
      .then(
        () => 'accepted',
        () => 'refused',
      );
  };
  expect((await Promise.all([accept(6), accept(6), accept(4)])).sort()).toEqual(['accepted', 'accepted', 'refused']);
  expect(await refused()).toEqual(['resource=video_seconds 2', 'resource=videos 3']);
});
