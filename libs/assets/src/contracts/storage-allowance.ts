/**
 * Whether an organisation may keep more files; whoever keeps accounts binds it. Asked when the size of a file is known and before it is
 * put into storage. Results of models are not asked about: room for them was set aside before they were made.
 */
export abstract class StorageAllowance {
  /** @throws Refusal of the kind `quota-exceeded` */
  abstract mayKeep(orgId: string, bytes: number): Promise<void>;
}

/** Where nobody keeps accounts. */
export const UNLIMITED_STORAGE: StorageAllowance = { mayKeep: () => Promise.resolve() };
