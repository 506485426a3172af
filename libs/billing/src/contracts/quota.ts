import { type Context, type EventTransaction } from '#eventing';
import { type Quantities, type Resource } from './resources.js';

/** What the work is for. */
export interface BillableWork {
  readonly kind: BillableWorkKind;
  readonly id: string;
}

export const BILLABLE_WORK_KINDS = ['video', 'clips', 'generation', 'workflow_run', 'asset', 'short_video'] as const;

export type BillableWorkKind = (typeof BILLABLE_WORK_KINDS)[number];

export interface Reservation {
  /** UUID; derive it from the subject, so that asking twice is asking once. One subject may have several, e.g. one more for a retry. */
  readonly reservationId: string;
  readonly orgId: string;
  readonly subject: BillableWork;
  readonly quantities: Quantities;
  /**
   * Shares of `quantities` that can be given back one by one: a `settle` that names an item ends it, and what the item did not use is
   * free at once. Optional, and need not add up to the whole.
   */
  readonly items?: Readonly<Record<string, Quantities>>;
}

/** Why work cannot be accepted now: the members of the 402 body. */
export interface QuotaRefusal {
  readonly resource: Resource;
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly requested: number;
  /** RFC 3339; null for what does not reset (`isStock`). */
  readonly resetsAt: string | null;
}

/** What an organisation may still use. Also the injection token. */
export abstract class Quota {
  /**
   * Sets the estimate aside in the transaction that accepts the work; nothing is reserved unless all of it fits. Call it as late in the
   * transaction as possible: it locks the account to the commit. The same reservation again changes nothing.
   * @throws OverQuota (402 `quota_exceeded`)
   */
  abstract reserve(tx: EventTransaction, reservation: Reservation, context: Context): Promise<void>;
  /**
   * Holds room for work whose size shows only as it goes on: opens the reservation with these quantities, or sets aside what an open one
   * lacks of them. Where all of that does not fit, as much as there is, unless that is less than `atLeast`. The same again changes nothing.
   * Locks the account as `reserve` does. @returns what the reservation holds now
   * @throws OverQuota, whose `requested` is `atLeast` and whose `reserved` is what others hold; ReservationClosed: its work has ended
   */
  abstract hold(tx: EventTransaction, reservation: Reservation, atLeast: Quantities, context: Context): Promise<Quantities>;
  /**
   * Sets these quantities aside on top of what the reservation holds, all of them or none; opens it where there is none. Twice is twice:
   * call it once for each decision, in the transaction of it. Locks the account as `reserve` does.
   * @throws OverQuota, whose `requested` is all that it would hold and whose `reserved` is what others hold; ReservationClosed
   */
  abstract add(tx: EventTransaction, reservation: Omit<Reservation, 'items'>, context: Context): Promise<void>;
  /**
   * Gives back what a reservation holds beyond `keeping`; by default all of it, and then it is closed. Free when the transaction is
   * committed; for work whose end stands in events, return `release` or `close` from a process manager instead. Twice is safe.
   */
  abstract giveBack(tx: EventTransaction, reservation: Pick<Reservation, 'reservationId' | 'orgId'>, keeping?: Quantities): Promise<void>;
  /** What `reserve` would refuse at this moment; empty when all of it fits. */
  abstract refusals(orgId: string, quantities: Quantities): Promise<readonly QuotaRefusal[]>;
}
