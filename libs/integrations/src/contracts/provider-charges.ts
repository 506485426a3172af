import { type Queryable } from '#platform';

/** What providers have charged for one subject, by model. */
export interface SubjectCharges {
  readonly orgId: string;
  readonly subjectId: string;
  readonly byModel: readonly { readonly provider: string; readonly model: string; readonly amountMicros: number }[];
}

/** What providers charge, attempt by attempt, whatever became of the work: for whoever keeps the accounts. */
export abstract class ProviderCharges {
  /** What may still be charged for these subjects by what is known today, 1 USD = 1 000 000; those without anything are left out. */
  abstract pendingMicros(db: Queryable, subjectIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Of subjects with a charge that nobody has accounted for, all that was ever charged. In the order of their ids. */
  abstract unaccounted(page: { readonly after: string | null; readonly limit: number }): Promise<readonly SubjectCharges[]>;
  /** What one subject was charged so far, in micro-dollars by the task whose call it was. */
  abstract byTask(subjectId: string): Promise<ReadonlyMap<string, number>>;
  /** All that these subjects have been charged so far is accounted for. In the transaction in which that is done. */
  abstract accounted(tx: Queryable, subjects: readonly SubjectCharges[]): Promise<void>;
  /** Of subjects of which every charge is known and accounted for. In the order of their ids. */
  abstract settled(page: { readonly after: string | null; readonly limit: number }): Promise<readonly SubjectCharges[]>;
}
