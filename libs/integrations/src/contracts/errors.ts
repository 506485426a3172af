/** Something outside the domain failed. `retryable` says whether the same call may work later. */
abstract class OutsideError extends Error {
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

/** A provider refused or failed, e.g. `provider_timeout`, `unknown_model`. */
export class ProviderError extends OutsideError {}

/** `invalid_key`, `object_missing` (final), `no_space`, `storage_failed` (retryable). */
export class StorageError extends OutsideError {}
