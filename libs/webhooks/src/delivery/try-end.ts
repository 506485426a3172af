import { type Outcome } from '../domain/lane.js';

/** How a try ended. */
export interface TryEnd {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly orgId: string;
  readonly lease: number;
  readonly attempt: number;
  readonly tries: number;
  /** `held`: the endpoint is disabled, nothing was sent. `lost`: there is nothing to send (any more). */
  readonly outcome: Outcome | 'held' | 'lost';
  readonly status: number | null;
  readonly durationMs: number;
  /** Unix time in milliseconds, of its beginning. */
  readonly startedAt: number;
  readonly retryAfterMs: number | null;
  readonly responseBody: string | null;
}
