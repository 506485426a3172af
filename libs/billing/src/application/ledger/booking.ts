import { type Context, type EventTransaction } from '#eventing';
import { DomainError } from '#eventing/domain';
import { type BillingPeriod, type QuotaReservationEvent } from '../../contracts/billing.events.js';
import { type UsageEffect } from '../../contracts/usage.js';
import { type Amounts, amountsOf, covered, excess, minus, plus, quantitiesOf } from '../../domain/amounts.js';
import { CloseReservation, type QuotaReservationCommand, ReleaseQuota, SettleUsage } from '../../domain/quota-reservation.commands.js';
import { quotaReservation } from '../../domain/quota-reservation.decider.js';
import { type Account } from '../accounts.js';
import { periodAt } from '../billing-period.js';
import { type PriceLists } from '../plans.js';
import { bookOn, type Change, ensureBalance } from './balance-table.js';
import { type Queryable } from '#platform';
import { factsOf, type Posting } from './posting-table.js';
import { keepRemaining, markHeld, openOnes } from './reservation-table.js';
import { entriesRecorded, insertRecords, recordsOf, type UsageRecord } from './usage-record.js';

/** Books a batch of one organisation's postings, in their order: events, records, what is left of reservations, and the balance last. */
export class Booking {
  private readonly changes = new Map<string, { readonly period: BillingPeriod; change: Change }>();
  private readonly records: UsageRecord[] = [];
  private readonly left = new Map<string, Amounts | null>();
  /** Ended, but a provider may still charge for them: how much, by reservation. */
  private readonly pending = new Map<string, number>();
  /** Of postings that can never be booked. */
  readonly errors = new Map<string, string>();

  constructor(
    private readonly tx: EventTransaction,
    private readonly account: Account,
    private readonly prices: PriceLists,
    private readonly mayCharge: MayCharge,
  ) {}

  async add(postings: readonly Posting[]): Promise<void> {
    const settles = postings.flatMap(({ effect }) =>
      'settle' in effect ? [{ ...effect.settle.subject, entry: effect.settle.entry }] : [],
    );
    const recorded = await entriesRecorded(this.tx, settles);
    await this.lookAtEnds(postings);
    await this.tx.loadMany(quotaReservation, [...new Set(postings.map(({ reservationId }) => reservationId))]);
    for (const posting of postings) {
      const name = 'settle' in posting.effect ? nameOf(posting.effect) : null;
      if (name === null || !recorded.has(name)) await this.decide(posting);
    }
  }

  /** The last statements of the transaction. */
  async write(): Promise<void> {
    const { orgId } = this.account;
    await insertRecords(this.tx, this.records);
    await keepRemaining(this.tx, this.left);
    if (this.pending.size > 0) await markHeld(this.tx, [...this.pending.keys()]);
    const inOrder = [...this.changes.values()].sort((a, b) => a.period.start.localeCompare(b.period.start));
    for (const { period } of inOrder) await ensureBalance(this.tx, orgId, period);
    for (const { period, change } of inOrder) await bookOn(this.tx, orgId, period, change);
  }

  private async lookAtEnds(postings: readonly Posting[]): Promise<void> {
    const ending = postings.flatMap(({ effect, reservationId }) => ('close' in effect ? [reservationId] : []));
    const open = await openOnes(this.tx, ending);
    const pending = await this.mayCharge.pendingMicros(this.tx, [...new Set([...open.values()].map(({ subjectId }) => subjectId))]);
    for (const [reservationId, { subjectId }] of open) {
      const micros = pending.get(subjectId);
      if (micros !== undefined) this.pending.set(reservationId, micros);
    }
  }

  private async decide(posting: Posting): Promise<void> {
    const { orgId, reservationId, correlationId, causationId } = posting;
    const context: Context = { orgId, correlationId, causationId, actor: 'system' };
    try {
      const command = await this.commandOf(posting.effect);
      const decided = await this.tx.decide(quotaReservation, reservationId, command, context);
      for (const event of decided.events) this.take(event);
      const { state } = decided;
      if (decided.events.length > 0 && state.status !== 'absent') {
        this.left.set(reservationId, state.status === 'closed' ? null : state.remaining);
      }
    } catch (error) {
      // Of the database nothing is known here: only what the posting itself says can make it impossible for ever.
      if (!(error instanceof DomainError) && !(error instanceof RangeError)) throw error;
      this.errors.set(posting.id, error.message);
    }
  }

  private take(event: QuotaReservationEvent): void {
    if (event.type === 'QuotaReserved') return;
    const { period } = event.data;
    const { change } = this.changes.get(period.start) ?? { change: { reserved: {}, used: {} } };
    if (event.type === 'QuotaReleased') {
      const reserved = minus(change.reserved, amountsOf(event.data.quantities));
      this.changes.set(period.start, { period, change: { ...change, reserved } });
      return;
    }
    const reserved = minus(change.reserved, amountsOf(event.data.fromReserved));
    const used = plus(change.used, amountsOf(event.data.quantities));
    this.changes.set(period.start, { period, change: { reserved, used } });
    this.records.push(...recordsOf(event, this.prices.named(event.data.priceList)));
  }

  private async commandOf(effect: UsageEffect): Promise<QuotaReservationCommand> {
    const { at } = factsOf(effect);
    if ('close' in effect) return this.endOf(effect.close.reservationId, effect.close.orgId, at);
    if ('release' in effect) {
      const { reservationId, orgId, entry, quantities } = effect.release;
      return new ReleaseQuota({ reservationId, orgId, entry, quantities }, at);
    }
    const { reservationId, orgId, subject, entry, item = null, quantities, charge } = effect.settle;
    const unreserved = { period: periodAt(this.account, at), priceList: this.prices.at(at).version };
    return new SettleUsage({ reservationId, orgId, subject, entry, item, quantities, charge, ...unreserved }, at);
  }

  /** All of it is free again, but for what a provider may still charge. */
  private async endOf(reservationId: string, orgId: string, at: string): Promise<QuotaReservationCommand> {
    const micros = this.pending.get(reservationId);
    if (micros === undefined) return new CloseReservation({ reservationId, orgId }, at);
    const { state } = await this.tx.load(quotaReservation, reservationId);
    const remaining = state.status === 'absent' ? {} : state.remaining;
    const free = excess(remaining, covered(remaining, amountsOf({ provider_cost_micros: micros })));
    return new ReleaseQuota({ reservationId, orgId, entry: 'ended', quantities: quantitiesOf(free) }, at);
  }
}

/** What providers may still charge for work, in micro-dollars by its id. */
export interface MayCharge {
  pendingMicros(db: Queryable, subjectIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

const nameOf = ({ settle: { subject, entry } }: Extract<UsageEffect, { settle: unknown }>): string =>
  `${subject.kind} ${subject.id} ${entry}`;
