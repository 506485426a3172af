import { Injectable } from '@nestjs/common';
import { allTogether, type Context, type EventTransaction, RetryTransaction } from '#eventing';
import { Clock, counter, Database } from '#platform';
import { type BillingPeriod } from '../../contracts/billing.events.js';
import { Customers } from '../../contracts/accounts.js';
import { Quota, type QuotaRefusal, type Reservation } from '../../contracts/quota.js';
import { type Quantities, RESOURCES } from '../../contracts/resources.js';
import { type Amounts, amountsOf, excess, isNothing, minus, plus, quantitiesOf } from '../../domain/amounts.js';
import { OverQuota } from '../../domain/billing.errors.js';
import { type Balance, refusalsOf, within } from '../../domain/limits.js';
import { RaiseReservation, ReserveQuota } from '../../domain/quota-reservation.commands.js';
import { quotaReservation } from '../../domain/quota-reservation.decider.js';
import { ChargeSources } from '../charge-sources.js';
import { type Account, Accounts } from '../accounts.js';
import { periodAt } from '../billing-period.js';
import { QuotaNotifier } from '../quota-notifier.js';
import { PriceLists } from '../plans.js';
import { Booking } from './booking.js';
import { KeyBudgets } from './key-budgets.js';
import { ensureBalance, newestBalance, readBalance, reserveOn } from './balance-table.js';
import { postingId } from './posting-table.js';
import { keepOpen, keepRemaining, lockOpen } from './reservation-table.js';

/** Counted here and not from the log, which tells of a refusal once a minute at most. */
const refused = counter('kadr_quota_refusals', {
  description: 'Times that work was refused for want of quota, by the first resource that it lacked',
  unit: '{time}',
});

/** An account at one moment. */
export interface AccountSnapshot {
  readonly account: Account;
  readonly period: BillingPeriod;
  readonly balance: Balance;
}

/** A reservation and on whose behalf it is made. */
export interface ReservationRequest {
  readonly reservation: Reservation;
  readonly context: Context;
}

/** There was no room when the lock was had, and there is again: the transaction is to be done anew. */
class AccountMoved extends RetryTransaction {
  constructor(orgId: string) {
    super(`the account of ${orgId} changed while work was being accepted`);
  }
}

/** The account of an organisation: what it may have, has set aside and has used. */
@Injectable()
export class QuotaLedger extends Quota {
  private readonly budgets: KeyBudgets;

  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly prices: PriceLists,
    private readonly charges: ChargeSources,
    private readonly notifier: QuotaNotifier,
    private readonly clock: Clock,
    customers: Customers,
  ) {
    super();
    this.budgets = new KeyBudgets(customers);
    // A first refusal shows as a rise only where there was a zero before.
    for (const resource of RESOURCES) refused.add(0, { resource });
  }

  reserve(tx: EventTransaction, reservation: Reservation, context: Context): Promise<void> {
    return this.reserveAll(tx, reservation.orgId, [{ reservation, context }]);
  }

  /**
   * All of one organisation's, or none. What cannot fit is refused by what can be read, without a lock; so the many who come too late hold
   * nobody up. Those that do fit lock the account by the last statement before the append. What is read goes out in one write, and what is
   * written in another. @throws OverQuota
   */
  async reserveAll(tx: EventTransaction, orgId: string, requests: readonly ReservationRequest[]): Promise<void> {
    const now = this.clock.now();
    const newest = newestBalance(tx, orgId);
    const [account] = await allTogether(
      this.accounts.within(tx, orgId),
      tx.loadMany(
        quotaReservation,
        requests.map(({ reservation }) => reservation.reservationId),
      ),
    );
    const period = periodAt(account, now);
    const priceList = this.prices.at(now).version;
    const fresh: Reservation[] = [];
    const contexts = new Map<Reservation, Context>();
    for (const { reservation, context } of requests) {
      const { reservationId, subject, quantities, items = {} } = reservation;
      const command = new ReserveQuota({ reservationId, orgId, subject, quantities, items, period, priceList }, now);
      const { events } = await tx.decide(quotaReservation, reservationId, command, { ...context, orgId });
      if (events.length === 0) continue;
      fresh.push(reservation);
      contexts.set(reservation, context);
    }
    if (fresh.length === 0) return;
    const wanted = fresh.reduce<Amounts>((sum, { quantities }) => plus(sum, amountsOf(quantities)), {});
    const { balance, isOpen } = await newest.of(period);
    this.mustFit(wanted, account, period, balance);
    if (!isOpen) await ensureBalance(tx, orgId, period);
    const [, reserved] = await allTogether(keepOpen(tx, orgId, period, fresh), reserveOn(tx, orgId, period, wanted, account.limits));
    if (!reserved) {
      // On this connection: a second one may be held by somebody who waits for one just so. It sees what was committed since.
      this.mustFit(wanted, account, period, (await readBalance(tx, orgId, period)).balance);
      throw new AccountMoved(orgId);
    }
    for (const [{ quantities }, context] of contexts) {
      await this.budgets.spend(tx, account, context, amountsOf(quantities).provider_cost_micros ?? 0n, now);
    }
    tx.afterCommit(() => this.notifier.reserved(account, reserved));
  }

  async hold(tx: EventTransaction, reservation: Reservation, atLeast: Quantities, context: Context): Promise<Quantities> {
    const { reservationId, orgId, subject } = reservation;
    const now = this.clock.now();
    const account = await this.accounts.within(tx, orgId);
    const open = await lockOpen(tx, reservationId);
    const held = open?.remaining ?? {};
    const period = periodAt(account, open?.periodStart ?? now);
    const { balance, isOpen } = await readBalance(tx, orgId, period);
    const others: Balance = { ...balance, reserved: minus(balance.reserved, held) };
    this.mustFit(amountsOf(atLeast), account, period, others);
    const target = within(amountsOf(reservation.quantities), others, account.limits);
    const missing = excess(target, held);
    if (open && isNothing(missing)) return quantitiesOf(held);
    const data = { reservationId, orgId, subject, quantities: quantitiesOf(target), items: {}, period };
    const command = new RaiseReservation({ ...data, priceList: this.prices.at(now).version }, now);
    await tx.decide(quotaReservation, reservationId, command, { ...context, orgId });
    if (!isOpen) await ensureBalance(tx, orgId, period);
    const all = plus(held, missing);
    if (open) await keepRemaining(tx, new Map([[reservationId, all]]));
    else await keepOpen(tx, orgId, period, [{ ...reservation, quantities: quantitiesOf(target) }]);
    const reserved = await reserveOn(tx, orgId, period, missing, account.limits);
    if (!reserved) throw new AccountMoved(orgId);
    await this.budgets.spend(tx, account, context, missing.provider_cost_micros ?? 0n, now);
    tx.afterCommit(() => this.notifier.reserved(account, reserved));
    return quantitiesOf(all);
  }

  async add(tx: EventTransaction, reservation: Omit<Reservation, 'items'>, context: Context): Promise<void> {
    const held = (await lockOpen(tx, reservation.reservationId))?.remaining ?? {};
    const quantities = quantitiesOf(plus(held, amountsOf(reservation.quantities)));
    await this.hold(tx, { ...reservation, quantities }, quantities, context);
  }

  async giveBack(
    tx: EventTransaction,
    { reservationId, orgId }: Pick<Reservation, 'reservationId' | 'orgId'>,
    keeping: Quantities = {},
  ): Promise<void> {
    const open = await lockOpen(tx, reservationId);
    if (!open) return;
    const kept = amountsOf(keeping);
    const [of, at] = [{ reservationId, orgId }, this.clock.now()];
    const release = { ...of, entry: 'beyond what came', quantities: quantitiesOf(excess(open.remaining, kept)), at };
    const effect = isNothing(kept) ? { close: { ...of, at } } : { release };
    const booking = new Booking(tx, await this.accounts.within(tx, orgId), this.prices, this.charges);
    await booking.add([{ id: postingId(effect), ...of, effect, correlationId: reservationId, causationId: null }]);
    await booking.write();
    tx.afterCommit(() => this.notifier.levelsChanged(orgId));
  }

  async refusals(orgId: string, quantities: Quantities): Promise<readonly QuotaRefusal[]> {
    const { account, period, balance } = await this.snapshot(orgId, this.clock.now());
    return refusalsOf(amountsOf(quantities), balance, account.limits, period.end);
  }

  /** Of the period that contains the moment. @throws UnknownOrganisation */
  async snapshot(orgId: string, at: string): Promise<AccountSnapshot> {
    const account = await this.accounts.of(orgId);
    const period = periodAt(account, at);
    return { account, period, balance: (await readBalance(this.database, orgId, period)).balance };
  }

  /** The refusal, which is also told of. */
  refuse(orgId: string, refusals: readonly QuotaRefusal[]): OverQuota {
    const [first] = refusals;
    if (!first) throw new RangeError('there is nothing to refuse');
    refused.add(1, { resource: first.resource });
    this.notifier.refused(orgId, first);
    return new OverQuota(first, refusals);
  }

  /** @throws OverQuota */
  private mustFit(wanted: Amounts, account: Account, period: BillingPeriod, balance: Balance): void {
    const refusals = refusalsOf(wanted, balance, account.limits, period.end);
    if (refusals.length > 0) throw this.refuse(account.orgId, refusals);
  }
}
