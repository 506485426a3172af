import { type Queryable } from '#platform';

/** Who asks, in whose name: everything is read and written for this organisation alone. */
export interface Requester {
  readonly orgId: string;
  /** Stands in the metadata of what is recorded. */
  readonly actor: string;
}

/** Runs in the transaction that does what was asked for, and is shown what comes of it. It may run several times. */
export type InTransaction<Resource> = (tx: Queryable, made: Resource) => Promise<void>;
