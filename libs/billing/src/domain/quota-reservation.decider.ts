import { type Aggregate } from '#eventing/domain';
import { type BillingPeriod, type QuotaReservationEvent } from '../contracts/billing.events.js';
import { type BillableWork } from '../contracts/quota.js';
import { type Quantities, RESOURCES } from '../contracts/resources.js';
import { type Amounts, amountsOf, covered, excess, isNothing, minus, plus, quantitiesOf } from './amounts.js';
import { NegativeUsage, ReservationClosed } from './billing.errors.js';
import { type QuotaReservationCommand, type ReleaseQuota, type ReserveQuota, type SettleUsage } from './quota-reservation.commands.js';

export type QuotaReservation =
  | { readonly status: 'absent' }
  | {
      /** `closed`: nothing is set aside any more; what is used all the same is booked all the same. */
      readonly status: 'open' | 'closed';
      readonly orgId: string;
      readonly subject: BillableWork;
      readonly period: BillingPeriod;
      readonly priceList: string;
      /** Still set aside. */
      readonly remaining: Amounts;
      /** Shares of items that have not ended. */
      readonly items: Readonly<Record<string, Amounts>>;
      /** Names of what was booked and given back. */
      readonly entries: ReadonlySet<string>;
      /** What providers may cost and what they have cost, in millionths of the currency, ever. */
      readonly money: { readonly reserved: number; readonly settled: number };
    };

type Known = Exclude<QuotaReservation, { status: 'absent' }>;

/** Entries of releases have a name space of their own. */
const releaseOf = (entry: string): string => `release ${entry}`;

/** Whatever was reserved is either used or given back, each once: posted + released = reserved, in every order of events. */
export const quotaReservation: Aggregate<QuotaReservationCommand, QuotaReservation, QuotaReservationEvent> = {
  name: 'quota-reservation',
  module: 'billing',
  schemaVersions: { QuotaReserved: 2, QuotaSettled: 2, QuotaReleased: 1 },
  initialState: { status: 'absent' },
  upcast(type, schemaVersion, data) {
    // Version 2 knows short videos among the subjects; what is older is about the others.
    if ((type === 'QuotaReserved' || type === 'QuotaSettled') && schemaVersion === 1) return data;
    throw new RangeError(`${type} has no version ${schemaVersion}`);
  },
  decide(command, state) {
    switch (command.type) {
      case 'ReserveQuota':
        return state.status === 'absent' ? reserved(command) : []; // asked for twice
      case 'RaiseReservation': {
        if (state.status === 'absent') return reserved(command);
        if (state.status === 'closed') throw new ReservationClosed(command.data.reservationId);
        const missing = excess(amountsOf(command.data.quantities), state.remaining);
        if (isNothing(missing)) return [];
        // It stays in the period, and with the prices, that it was opened in.
        const { subject, period, priceList } = state;
        return reserved({
          ...command,
          data: { ...command.data, subject, quantities: quantitiesOf(missing), items: {}, period, priceList },
        });
      }
      case 'SettleUsage':
        return settle(command, state);
      case 'ReleaseQuota':
        return release(command, state);
      case 'CloseReservation': {
        if (state.status !== 'open') return [];
        const { reservationId, orgId } = command.data;
        const rest = { entry: null, quantities: quantitiesOf(state.remaining), reason: 'closed' as const };
        return [{ type: 'QuotaReleased', data: { reservationId, orgId, ...rest, period: state.period, releasedAt: command.issuedAt } }];
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'QuotaReserved': {
        const { orgId, subject, quantities, items, period, priceList } = event.data;
        const money = withMoney(state, quantities, {});
        if (state.status !== 'absent') return { ...state, remaining: plus(state.remaining, amountsOf(quantities)), money };
        const shares = Object.fromEntries(Object.entries(items).map(([item, share]) => [item, amountsOf(share)]));
        const known = { orgId, subject, period, priceList, money, entries: new Set<string>() };
        return { status: 'open', ...known, remaining: amountsOf(quantities), items: shares };
      }
      case 'QuotaSettled': {
        const { orgId, subject, period, priceList, fromReserved, entry, item, quantities } = event.data;
        const money = withMoney(state, {}, quantities);
        const known: Known =
          state.status === 'absent'
            ? { status: 'closed', orgId, subject, period, priceList, remaining: {}, items: {}, entries: new Set(), money }
            : { ...state, money };
        return { ...known, remaining: minus(known.remaining, amountsOf(fromReserved)), ...ended(known, entry, item) };
      }
      case 'QuotaReleased': {
        if (state.status === 'absent') return state;
        const { quantities, entry, reason } = event.data;
        const remaining = minus(state.remaining, amountsOf(quantities));
        if (reason === 'closed' || entry === null) return { ...state, status: 'closed', remaining, items: {} };
        return { ...state, remaining, entries: new Set([...state.entries, releaseOf(entry)]) };
      }
    }
  },
};

function reserved({ data, issuedAt }: Pick<ReserveQuota, 'data' | 'issuedAt'>): QuotaReservationEvent[] {
  const { reservationId, orgId, subject, quantities, items, period, priceList } = data;
  const shares = Object.entries(items).flatMap(([item, share]) => {
    const amounts = amountsOf(share);
    return isNothing(amounts) ? [] : [[item, quantitiesOf(amounts)] as const];
  });
  const what = { quantities: quantitiesOf(amountsOf(quantities)), items: Object.fromEntries(shares) };
  return [{ type: 'QuotaReserved', data: { reservationId, orgId, subject, ...what, period, priceList, reservedAt: issuedAt } }];
}

function settle({ data, issuedAt }: SettleUsage, state: QuotaReservation): QuotaReservationEvent[] {
  const { reservationId, orgId, subject, entry, item, charge } = data;
  if (state.status !== 'absent' && state.entries.has(entry)) return [];
  const used = amountsOf(data.quantities);
  for (const resource of RESOURCES) {
    if (resource !== 'storage_bytes' && (used[resource] ?? 0n) < 0n) throw new NegativeUsage(reservationId, entry, resource);
  }
  const remaining = state.status === 'absent' ? {} : state.remaining;
  const { period, priceList } = state.status === 'absent' ? data : state;
  const share = state.status === 'absent' || item === null ? undefined : state.items[item];
  const fromReserved = covered(used, remaining);
  const free = share ? covered(excess(share, used), minus(remaining, fromReserved)) : {};
  if (isNothing(used) && charge === null && !share) return [];
  const quantities = quantitiesOf(used);
  const settled = { entry, item, quantities, fromReserved: quantitiesOf(fromReserved), charge, period, priceList, usedAt: issuedAt };
  const events: QuotaReservationEvent[] = [{ type: 'QuotaSettled', data: { reservationId, orgId, subject, ...settled } }];
  if (!isNothing(free)) {
    const back = { entry, quantities: quantitiesOf(free), reason: 'replaced' as const, period, releasedAt: issuedAt };
    events.push({ type: 'QuotaReleased', data: { reservationId, orgId, ...back } });
  }
  return events;
}

function release({ data, issuedAt }: ReleaseQuota, state: QuotaReservation): QuotaReservationEvent[] {
  if (state.status !== 'open' || state.entries.has(releaseOf(data.entry))) return [];
  const { reservationId, orgId, entry } = data;
  const free = covered(amountsOf(data.quantities), state.remaining);
  if (isNothing(free)) return [];
  const back = { entry, quantities: quantitiesOf(free), reason: 'replaced' as const, period: state.period, releasedAt: issuedAt };
  return [{ type: 'QuotaReleased', data: { reservationId, orgId, ...back } }];
}

function withMoney(state: QuotaReservation, reserved: Quantities, settled: Quantities): Known['money'] {
  const before = state.status === 'absent' ? { reserved: 0, settled: 0 } : state.money;
  return {
    reserved: before.reserved + (reserved.provider_cost_micros ?? 0),
    settled: before.settled + (settled.provider_cost_micros ?? 0),
  };
}

function ended({ entries, items }: Known, entry: string, item: string | null): Pick<Known, 'entries' | 'items'> {
  const open = Object.fromEntries(Object.entries(items).filter(([name]) => name !== item));
  return { entries: new Set([...entries, entry]), items: item === null ? items : open };
}
