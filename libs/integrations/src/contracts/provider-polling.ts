/** Asks providers at once, for those who do not want to wait for the next poll. Also the injection token. */
export abstract class ProviderPolling {
  /** Polls what this subject's tasks wait for at providers, unless that was done within the last second. */
  abstract pollNow(subjectId: string): Promise<void>;
}
