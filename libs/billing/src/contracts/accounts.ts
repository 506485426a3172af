import { type EventTransaction } from '#eventing';
import { type Queryable } from '#platform';
import { type ProviderCharge } from './usage.js';

/** What billing has to know of an organisation before it has an account. */
export interface Customer {
  /** Name of a plan. */
  readonly plan: string;
  /** IANA name. */
  readonly timezone: string;
  /** RFC 3339: the day on which its billing periods begin. */
  readonly createdAt: string;
}

/** The organisations, as whoever keeps them knows them; the composition root binds it. */
export abstract class Customers {
  /** On the given connection, since the asker may hold one already. Null: there is no such organisation. */
  abstract find(orgId: string, db: Queryable): Promise<Customer | null>;
  /** What an API key may set aside for providers on a day, in millionths of a dollar; null: as much as the organisation. */
  abstract dailyLimitOfKey(orgId: string, keyId: string, db: Queryable): Promise<number | null>;
  /** In the transaction that assigns a plan. */
  abstract planChanged(tx: EventTransaction, orgId: string, plan: string): Promise<void>;
}

/** What providers have charged for work and no result of it tells of: for takes that failed, were broken off, or came too late. */
export interface SpareCharges {
  readonly orgId: string;
  readonly workId: string;
  /** In all so far. */
  readonly spare: readonly ProviderCharge[];
  /** What the calls of each task were charged in all so far, those that a result tells of among them; 1 USD = 1 000 000. */
  readonly byTask: ReadonlyMap<string, number>;
}

/** Whether work has come to its end, as the lib that does it knows. Registered with `Subjects`, for the sweeper. */
export interface BillableWorkStates {
  /** @returns those of the ids that have ended, with the time, RFC 3339. */
  endedAt(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Whether whoever books what it has used has come to the end of what is recorded of it. Absent: its end is booked last. */
  isBooked?(id: string): Promise<boolean>;
  /**
   * Providers have charged more for it than its results tell of: whoever shows what it has cost has to count that in. Said before it is booked,
   * and again where that was broken off. Absent: nothing is shown of what such work has cost.
   */
  charged?(charges: SpareCharges): Promise<void>;
}
