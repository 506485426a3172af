import { type Queryable } from '#platform';

/** What addresses are kept for, and how long where nobody takes them away: longer than the tasks live that need them. */
export type AddressPurpose = keyof typeof KEPT_FOR;
export const KEPT_FOR = {
  /** Where an asset is fetched from: a queue that was down for a weekend is included. */
  import: '7 days',
  /** Where pictures are that work starts from; until the work has ended, however long somebody takes to decide at its gates. */
  picture: null,
  /** What a short video is made from, and whom to tell; until it is deleted. */
  order: null,
} as const;

export interface AddressOwner {
  readonly orgId: string;
  readonly subjectId: string;
}

/**
 * Addresses beside the log: they may carry a signature or a token, so no event and no task has them, and they go when they are no longer
 * needed. One place for all of them; every question is scoped by the organisation. Also the injection token.
 */
export abstract class KeptAddresses {
  /** In the transaction that accepts the work. What is known already stays as it is. @param values JSON values by name */
  abstract keep(tx: Queryable, owner: AddressOwner, purpose: AddressPurpose, values: ReadonlyMap<string, unknown>): Promise<void>;
  /** @returns null when it is not known, any more or at all */
  abstract find<Value>(db: Queryable, owner: AddressOwner, purpose: AddressPurpose, name: string): Promise<Value | null>;
  /** @returns what they belong to, newest first */
  abstract newest(db: Queryable, orgId: string, purpose: AddressPurpose, limit: number): Promise<readonly string[]>;
  /** Of every purpose: nothing of the subject is to be known any more. Twice is safe. */
  abstract forgetAll(tx: Queryable, owner: AddressOwner): Promise<void>;
  /** Of everything that an organisation had. Twice is safe. */
  abstract forgetOrganisation(tx: Queryable, orgId: string): Promise<void>;
  /** All of one purpose. Twice is safe. */
  abstract forget(tx: Queryable, owner: AddressOwner, purpose: AddressPurpose): Promise<void>;
}
