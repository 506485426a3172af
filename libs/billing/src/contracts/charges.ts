import { type Queryable } from '#platform';

/** What providers have charged for one piece of work, by model. */
export interface ChargedWork {
  readonly orgId: string;
  /** Of the work; its first reservation has the same id. */
  readonly subjectId: string;
  readonly byModel: readonly { readonly provider: string; readonly model: string; readonly amountMicros: number }[];
}

interface ChargesPage {
  readonly after: string | null;
  readonly limit: number;
}

/** What providers charge, whatever became of the work, as whoever calls them knows it. Registered with `Charges`. */
export interface ChargeSource {
  /** What may still be charged, in micro-dollars by work; those without anything are left out. */
  pendingMicros(db: Queryable, subjectIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Work with a charge that is not accounted for, in the order of ids. */
  unaccounted(page: ChargesPage): Promise<readonly ChargedWork[]>;
  /** What was charged for one piece of work so far, in micro-dollars by the task whose call it was. */
  byTask(subjectId: string): Promise<ReadonlyMap<string, number>>;
  accounted(tx: Queryable, works: readonly ChargedWork[]): Promise<void>;
  /** Work of which every charge is known and accounted for, in the order of ids. */
  settled(page: ChargesPage): Promise<readonly ChargedWork[]>;
}
