export type EgressErrorCode = 'url_not_allowed' | 'payload_too_large' | 'not_found' | 'fetch_failed' | 'timeout';

/** An address was not fetched. The message never repeats what the other side said, nor what its address resolved to. */
export class EgressError extends Error {
  constructor(
    readonly code: EgressErrorCode,
    message: string,
    /** Whether the same call may succeed later. */
    readonly retryable: boolean,
    /** What the other side answered with, for programs; null when there was no answer. */
    readonly status: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EgressError';
  }
}

/** The same words whatever the reason, so that nobody learns from them what lies in our network. */
export const notAllowed = (): EgressError =>
  new EgressError('url_not_allowed', 'The address is blocked: it leads to a network that is not public.', false);
