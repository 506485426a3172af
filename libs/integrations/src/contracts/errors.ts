import { ExternalError } from '#platform';

export interface ProviderErrorOptions extends ErrorOptions {
  /** The provider is closed for everyone who uses this key until somebody pays or changes the key; null: it is this request's fault. */
  readonly unavailable?: 'no_credit' | 'key_rejected' | null;
  /** The provider's own wish. */
  readonly retryAfterMs?: number | null;
  /** Retries that make sense at most, where fewer than usual (an error nobody documents: 2). */
  readonly maxRetries?: number | null;
}

/** A provider refused or failed, e.g. `provider_timeout`, `unknown_model`. */
export class ProviderError extends ExternalError {
  readonly unavailable: 'no_credit' | 'key_rejected' | null;
  readonly retryAfterMs: number | null;
  readonly maxRetries: number | null;

  constructor(code: string, message: string, retryable: boolean, options: ProviderErrorOptions = {}) {
    super(code, message, retryable, options);
    this.unavailable = options.unavailable ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.maxRetries = options.maxRetries ?? null;
  }
}

/** A paid request was sent and its answer never came: whether it was accepted is unknown, so it may not simply be sent again. */
export class SubmissionInDoubt extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SubmissionInDoubt';
  }
}
