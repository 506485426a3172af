import { type QuotaReservationEvent } from '../contracts/billing.events.js';
import { isStock, type Resource } from '../contracts/resources.js';
import { type Amounts, amountsOf, minus, plus } from '../domain/amounts.js';
import { type PriceLists } from './plans.js';
import { recordsOf } from './ledger/usage-record.js';

/** The ledger as its events tell it, without looking at any table. */
export class RebuiltLedger {
  private readonly sumsByName = new Map<string, bigint>();
  private readonly left = new Map<string, Amounts>();
  events = 0;

  constructor(private readonly prices: PriceLists) {}

  add(event: QuotaReservationEvent): void {
    this.events += 1;
    const { reservationId, orgId, period } = event.data;
    const count = (side: string, amounts: Amounts, sign: 1n | -1n): void => {
      for (const [resource, amount] of Object.entries(amounts)) {
        this.count(`${side} ${resource} ${orgId}${isStock(resource as Resource) ? '' : ` ${period.start}`}`, sign * amount);
      }
    };
    const left = this.left.get(reservationId) ?? {};
    switch (event.type) {
      case 'QuotaReserved': {
        const amounts = amountsOf(event.data.quantities);
        count('reserved', amounts, 1n);
        this.left.set(reservationId, plus(left, amounts));
        return;
      }
      case 'QuotaSettled': {
        const covered = amountsOf(event.data.fromReserved);
        count('reserved', covered, -1n);
        count('used', amountsOf(event.data.quantities), 1n);
        this.left.set(reservationId, minus(left, covered));
        for (const { resource, quantity, amountMicros } of recordsOf(event, this.prices.named(event.data.priceList))) {
          this.count(`records ${resource} ${orgId} ${period.start}`, 1n);
          this.count(`recorded ${resource} ${orgId} ${period.start}`, quantity);
          this.count(`charged ${resource} ${orgId} ${period.start}`, amountMicros);
        }
        return;
      }
      case 'QuotaReleased': {
        const amounts = amountsOf(event.data.quantities);
        count('reserved', amounts, -1n);
        this.left.set(reservationId, minus(left, amounts));
      }
    }
  }

  /** By the names that the check gives the sums of the tables. */
  sums(): ReadonlyMap<string, string> {
    const sums = new Map(this.sumsByName);
    for (const [reservationId, amounts] of this.left) {
      for (const [resource, amount] of Object.entries(amounts)) sums.set(`left ${resource} ${reservationId}`, amount);
    }
    return new Map([...sums].flatMap(([name, amount]) => (amount === 0n ? [] : [[name, String(amount)] as const])));
  }

  private count(name: string, amount: bigint): void {
    this.sumsByName.set(name, (this.sumsByName.get(name) ?? 0n) + amount);
  }
}
