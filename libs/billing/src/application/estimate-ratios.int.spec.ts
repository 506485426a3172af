import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { ToldMetrics } from '#platform/testing';
import { type BillingFixture, createBillingFixture } from '../testing/billing-fixture.js';
import { EstimateRatios } from './estimate-ratios.js';

let fixture: BillingFixture;
const metrics = new ToldMetrics();
beforeAll(async () => void (fixture = await createBillingFixture()));
afterAll(async () => {
  await metrics.end();
  await fixture?.close();
});

/** Sets money aside, spends some, and ends the work. @returns events of the reservation, as the log tells of them */
async function ended(reserved: number, spent: number): Promise<readonly Recorded[]> {
  const orgId = await fixture.organisation();
  const reservationId = await fixture.reserve(orgId, { videos: 1, provider_cost_micros: reserved });
  const at = new Date().toISOString();
  const subject = { kind: 'video' as const, id: reservationId };
  const charge = { provider: 'kie', model: 'veo', units: 1, amountMicros: spent };
  await fixture.post(
    { settle: { reservationId, orgId, subject, entry: 'clip-0', at, quantities: { provider_cost_micros: spent }, charge } },
    { close: { reservationId, orgId, at } },
  );
  await fixture.runner.bookAll();
  return fixture.eventing.database.query<Recorded & object>(
    'SELECT type, data FROM eventing.events WHERE stream_id = $1 ORDER BY version',
    [`quota-reservation-${reservationId}`],
  );
}

it('what work has cost is told for each unit that was set aside for it, once, when it has ended', async () => {
  let tell: (events: readonly Recorded[]) => void = () => undefined;
  const onAdvance = (listener: typeof tell) => {
    tell = listener;
    return () => undefined;
  };
  const ratios = new EstimateRatios({ onAdvance }, fixture.eventing.store);
  ratios.start();
  const events = [await ended(1000, 1500), await ended(1000, 100), await ended(0, 300)];
  expect(events.map((some) => some.map(({ type }) => type))).toContainEqual(['QuotaReserved', 'QuotaSettled', 'QuotaReleased']);
  // Of another leader's time.
  tell(events[0] ?? []);
  ratios.forget();
  await ratios.look();
  expect(await metrics.of('kadr_estimate_ratio')).toEqual([]);
  for (const some of [...events, ...events]) tell(some);
  await ratios.look();
  await ratios.look();
  expect(await metrics.of('kadr_estimate_ratio')).toEqual(['2 1.6']);
});
