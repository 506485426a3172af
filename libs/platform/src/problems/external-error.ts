/** Something outside the domain failed. `retryable` says whether the same call may work later. */
export abstract class ExternalError extends Error {
  constructor(
    /** Stable, snake_case. */
    readonly code: string,
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
