import { type Queryable } from '#platform';

/** Who asks, in whose name: everything is read and written for this organisation alone. */
export interface Requester {
  readonly orgId: string;
  /** `key:<id>`, `member:<id>`, `contact:<id>`: stands in the metadata of what is recorded. */
  readonly actor: string;
}

/**
 * Runs in the transaction that does what was asked for, and is shown what comes of it: for what must be there exactly when the order is,
 * e.g. the answer to an idempotency key. It may run several times, so it touches nothing but the transaction.
 */
export type InTransaction<Resource> = (tx: Queryable, made: Resource) => Promise<void>;

/** A part of a list. */
export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number;
  /** `nextCursor` of the page before. @throws Refusal `invalid_cursor` for any other */
  readonly cursor?: string;
}
