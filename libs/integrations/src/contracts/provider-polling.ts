import { type Queryable } from '#platform';

/** Asks providers at once, for those who do not want to wait for the next poll. Also the injection token. */
export abstract class ProviderPolling {
  /**
   * Polls what this subject's tasks wait for at providers, unless that was done within the last second.
   * @param alongside runs in the transaction that says so
   */
  abstract pollNow(subjectId: string, alongside?: (tx: Queryable) => Promise<void>): Promise<void>;
}
