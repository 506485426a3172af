import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BillingFixture, createBillingFixture } from '../../testing/billing-fixture.js';

const LIMIT = 1_000_000;

describe('a key with a limit for a day', () => {
  let billing: BillingFixture;
  let orgId = '';
  const [limited, free] = [randomUUID(), randomUUID()];

  beforeAll(async () => {
    billing = await createBillingFixture();
    billing.customers.limitsOfKeys.set(limited, LIMIT);
    billing.clock.set('2026-11-10T10:00:00Z');
    orgId = await billing.organisation({}, { timezone: 'Asia/Tokyo' });
  }, 60_000);
  afterAll(() => billing.close());

  const order = (provider_cost_micros: number, actor = `key:${limited}`): Promise<string> => {
    const id = randomUUID();
    const reservation = {
      reservationId: id,
      orgId,
      subject: { kind: 'video' as const, id },
      quantities: { videos: 1, provider_cost_micros },
    };
    const run = billing.eventing.unitOfWork.run((tx) => billing.quota.reserve(tx, reservation, { orgId, actor }));
    return run.then(
      () => 'reserved',
      (error: Error & { code?: string; details?: object }) => `${error.code} ${JSON.stringify(error.details)}`,
    );
  };

  it('sets aside no more than that, whoever asks at once, and leaves other keys alone', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => order(300_000)));
    expect(outcomes.filter((outcome) => outcome === 'reserved')).toHaveLength(3);
    const [refused = ''] = outcomes.filter((outcome) => outcome !== 'reserved');
    expect(refused).toContain('key_budget_exceeded');
    expect(refused).toContain('"limit":1000000,"used":900000,"reserved":0,"requested":300000,"resetsAt":"2026-11-10T15:00:00.000Z"');
    // What was refused has set nothing aside.
    expect((await billing.balance(orgId)).reserved).toMatchObject({ videos: 3, provider_cost_micros: 900_000 });
    expect(await order(100_000)).toBe('reserved');
    expect(await order(0)).toBe('reserved');
    expect(await order(1)).toContain('key_budget_exceeded');
    expect(await order(5_000_000, `key:${free}`)).toBe('reserved');
    expect(await order(5_000_000, 'system')).toBe('reserved');
  });

  it('begins anew with the day of the organisation', async () => {
    billing.clock.set('2026-11-10T14:59:59Z');
    expect(await order(1)).toContain('key_budget_exceeded');
    billing.clock.set('2026-11-10T15:00:00Z');
    expect(await order(LIMIT)).toBe('reserved');
    expect(await order(1)).toContain('key_budget_exceeded');
  });
});
