import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decider } from '#eventing/testing';
import { type BillingPeriod, type QuotaReservationEvent } from '../contracts/billing.events.js';
import { type BillableWork } from '../contracts/quota.js';
import { type Quantities } from '../contracts/resources.js';
import { type Amounts, amountsOf, minus, plus, quantitiesOf } from './amounts.js';
import {
  CloseReservation,
  type QuotaReservationCommand,
  RaiseReservation,
  ReleaseQuota,
  ReserveQuota,
  SettleUsage,
} from './quota-reservation.commands.js';
import { type QuotaReservation, quotaReservation } from './quota-reservation.decider.js';

const given = decider(quotaReservation);
const AT = '2026-01-31T12:00:00.000Z';
const PERIOD: BillingPeriod = { start: '2026-01-01T00:00:00.000Z', end: '2026-02-01T00:00:00.000Z' };
const LATER: BillingPeriod = { start: '2026-02-01T00:00:00.000Z', end: '2026-03-01T00:00:00.000Z' };
const of = { reservationId: 'reservation', orgId: 'organisation' };
const subject: BillableWork = { kind: 'video', id: 'video' };

const reserve = (quantities: Quantities, items: Record<string, Quantities> = {}) =>
  new ReserveQuota({ ...of, subject, quantities, items, period: PERIOD, priceList: 'old' }, AT);
const raise = (quantities: Quantities) =>
  new RaiseReservation({ ...of, subject, quantities, items: {}, period: LATER, priceList: 'new' }, AT);
const settle = (entry: string, quantities: Quantities, item: string | null = null) =>
  new SettleUsage({ ...of, subject, entry, item, quantities, charge: null, period: LATER, priceList: 'new' }, AT);
const release = (entry: string, quantities: Quantities) => new ReleaseQuota({ ...of, entry, quantities }, AT);
const close = () => new CloseReservation(of, AT);

const reserved = (quantities: Quantities, items: Record<string, Quantities> = {}): QuotaReservationEvent => ({
  type: 'QuotaReserved',
  data: { ...of, subject, quantities, items, period: PERIOD, priceList: 'old', reservedAt: AT },
});
type Settled = Extract<QuotaReservationEvent, { type: 'QuotaSettled' }>['data'];
const settled = (entry: string, quantities: Quantities, fromReserved: Quantities, more: Partial<Settled> = {}): QuotaReservationEvent => ({
  type: 'QuotaSettled',
  data: {
    ...{ ...of, subject, entry, item: null, quantities, fromReserved, charge: null },
    ...{ period: PERIOD, priceList: 'old', usedAt: AT, ...more },
  },
});
const released = (entry: string | null, quantities: Quantities): QuotaReservationEvent => ({
  type: 'QuotaReleased',
  data: { ...of, entry, quantities, reason: entry === null ? 'closed' : 'replaced', period: PERIOD, releasedAt: AT },
});

describe('a reservation', () => {
  it('is made once, whatever the second one asks for', () => {
    given()
      .when(reserve({ videos: 1, video_seconds: 0 }))
      .then(reserved({ videos: 1 }));
    given(reserved({ videos: 1 }))
      .when(reserve({ videos: 5 }))
      .thenNothing();
  });

  it('is raised by what it lacks, in the period and at the prices that it was opened with', () => {
    given()
      .when(raise({ storage_bytes: 100 }))
      .then({
        type: 'QuotaReserved',
        data: { ...of, subject, quantities: { storage_bytes: 100 }, items: {}, period: LATER, priceList: 'new', reservedAt: AT },
      });
    given(reserved({ storage_bytes: 100 }))
      .when(raise({ storage_bytes: 250 }))
      .then(reserved({ storage_bytes: 150 }));
    given(reserved({ storage_bytes: 100 }), reserved({ storage_bytes: 150 }))
      .when(raise({ storage_bytes: 250 }))
      .thenNothing();
    given(reserved({ storage_bytes: 100 }), reserved({ storage_bytes: 150 }))
      .when(close())
      .then(released(null, { storage_bytes: 250 }));
  });

  it('is not raised when its work has ended', () =>
    given(reserved({ storage_bytes: 100 }), released(null, { storage_bytes: 100 }))
      .when(raise({ storage_bytes: 250 }))
      .thenRefused('reservation_closed'));

  it('pays for what is used as far as it lasts; more is booked all the same', () => {
    given(reserved({ render_seconds: 10 }))
      .when(settle('render', { render_seconds: 4.5 }))
      .then(settled('render', { render_seconds: 4.5 }, { render_seconds: 4.5 }));
    given(reserved({ render_seconds: 10 }))
      .when(settle('render', { render_seconds: 12 }))
      .then(settled('render', { render_seconds: 12 }, { render_seconds: 10 }));
  });

  it('books an entry once', () => {
    given(reserved({ videos: 1 }), settled('video', { videos: 1 }, { videos: 1 }))
      .when(settle('video', { videos: 1 }))
      .thenNothing();
  });

  it('gives back what an item did not use, at once', () => {
    const items = { 'clip-0': { provider_cost_micros: 100 } };
    const before = reserved({ provider_cost_micros: 250 }, items);
    given(before)
      .when(settle('clip-0@2', { provider_cost_micros: 30 }, 'clip-0'))
      .then(
        settled('clip-0@2', { provider_cost_micros: 30 }, { provider_cost_micros: 30 }, { item: 'clip-0' }),
        released('clip-0@2', { provider_cost_micros: 70 }),
      );
    given(before)
      .when(settle('clip-0@2', {}, 'clip-0'))
      .then(settled('clip-0@2', {}, {}, { item: 'clip-0' }), released('clip-0@2', { provider_cost_micros: 100 }));
  });

  it('has each item once: later work on it is paid from the rest', () => {
    const items = { 'clip-0': { provider_cost_micros: 100 } };
    given(
      reserved({ provider_cost_micros: 250 }, items),
      settled('a', { provider_cost_micros: 100 }, { provider_cost_micros: 100 }, { item: 'clip-0' }),
    )
      .when(settle('b', { provider_cost_micros: 20 }, 'clip-0'))
      .then(settled('b', { provider_cost_micros: 20 }, { provider_cost_micros: 20 }, { item: 'clip-0' }));
  });

  it('gives back a part early, once', () => {
    const before = reserved({ provider_cost_micros: 250 });
    given(before)
      .when(release('x', { provider_cost_micros: 300 }))
      .then(released('x', { provider_cost_micros: 250 }));
    given(before, released('x', { provider_cost_micros: 50 }))
      .when(release('x', { provider_cost_micros: 50 }))
      .thenNothing();
  });

  it('gives back what is left at its end, and ends once', () => {
    given(reserved({ videos: 1, concurrent_videos: 1 }))
      .when(close())
      .then(released(null, { videos: 1, concurrent_videos: 1 }));
    given(reserved({ videos: 1 }), settled('video', { videos: 1 }, { videos: 1 }))
      .when(close())
      .then(released(null, {}));
    given(reserved({ videos: 1 }), released(null, { videos: 1 }))
      .when(close())
      .thenNothing();
    given().when(close()).thenNothing();
  });

  it('counts in its own period and at its own prices, also what is used after the period and after its end', () => {
    given(reserved({ videos: 1 }), released(null, { videos: 1 }))
      .when(settle('removed', { storage_bytes: -5 }))
      .then(settled('removed', { storage_bytes: -5 }, {}));
  });

  it('is not needed: what was used without one counts in the period in which it was used', () => {
    given()
      .when(settle('clip', { provider_cost_micros: 5 }))
      .then(settled('clip', { provider_cost_micros: 5 }, {}, { period: LATER, priceList: 'new' }));
  });

  it('takes only bytes back', () => {
    given(reserved({ videos: 1 }))
      .when(settle('x', { videos: -1 }))
      .thenRefused('negative_usage');
  });
});

describe('every order of what may happen to a reservation', () => {
  const whole = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2 ** 45 }));
  const seconds = fc.oneof(
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 0, max: 5_000_000_000 }).map((n) => n / 1e6),
  );
  const quantities = fc.record(
    {
      ...{ videos: whole, video_seconds: seconds, render_seconds: seconds },
      ...{ provider_cost_micros: whole, storage_bytes: whole, concurrent_videos: whole },
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Quantities>;
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const command: fc.Arbitrary<QuotaReservationCommand> = fc.oneof(
    {
      weight: 1,
      arbitrary: fc.tuple(quantities, fc.dictionary(name, quantities, { maxKeys: 3 })).map(([all, items]) => reserve(all, items)),
    },
    { weight: 5, arbitrary: fc.tuple(name, quantities, fc.option(name)).map(([entry, used, item]) => settle(entry, used, item)) },
    { weight: 2, arbitrary: fc.tuple(name, quantities).map(([entry, part]) => release(entry, part)) },
    { weight: 1, arbitrary: fc.constant(close()) },
  );

  it('uses or gives back what was reserved, all of it and nothing more (10 000 sequences)', () => {
    let posted = 0;
    fc.assert(
      fc.property(fc.array(command, { maxLength: 14 }), (commands) => {
        const sums: Record<'reserved' | 'covered' | 'released', Amounts> = { reserved: {}, covered: {}, released: {} };
        const booked = new Set<string>();
        let state: QuotaReservation = quotaReservation.initialState;
        // The end comes in every life, however often.
        for (const next of [...commands, close(), ...commands, close()]) {
          for (const event of quotaReservation.decide(next, state)) {
            state = quotaReservation.evolve(state, event);
            if (event.type === 'QuotaReserved') sums.reserved = plus(sums.reserved, amountsOf(event.data.quantities));
            if (event.type === 'QuotaReleased') sums.released = plus(sums.released, amountsOf(event.data.quantities));
            if (event.type === 'QuotaSettled') {
              posted += 1;
              expect(booked.has(event.data.entry)).toBe(false);
              booked.add(event.data.entry);
              sums.covered = plus(sums.covered, amountsOf(event.data.fromReserved));
            }
            const left = state.status === 'absent' ? {} : state.remaining;
            for (const amount of Object.values(left)) expect(amount > 0n).toBe(true);
            expect(left).toEqual(minus(sums.reserved, plus(sums.covered, sums.released)));
          }
        }
        expect(state.status === 'open').toBe(false);
        expect(plus(sums.covered, sums.released)).toEqual(sums.reserved);
      }),
      { numRuns: 10_000, seed: 20261121 },
    );
    expect(posted).toBeGreaterThan(10_000);
  });
});

describe('amounts', () => {
  it('are exact, however large: seconds to the millionth, everything else whole', () => {
    for (const quantity of [0.1 + 0.2, 21.5, 100 / 24, 999_999_999.999_999, -3.25]) {
      expect(quantitiesOf(amountsOf({ video_seconds: quantity }))).toEqual({ video_seconds: Math.round(quantity * 1e6) / 1e6 });
    }
    for (const quantity of [1, 9_007_199_254_740_991, 1_099_511_627_776, -3]) {
      expect(quantitiesOf(amountsOf({ storage_bytes: quantity }))).toEqual({ storage_bytes: quantity });
    }
    expect(amountsOf({ video_seconds: 1e-7, provider_cost_micros: 0.4 })).toEqual({});
  });

  it.each([NaN, Infinity, 1e17])('are not made of %s', (quantity) => expect(() => amountsOf({ videos: quantity })).toThrow(RangeError));
});
