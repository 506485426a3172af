import { type AnyAggregate, type Recorded } from '../domain/index.js';
import { published } from '../personal/vault.js';

/** Room for the headers of a message, which count as well. */
const HEADER_BYTES = 4_096;

export interface Message {
  readonly payload: string;
  /** The data is not in it: who wants them reads the event in the store, by its position. */
  readonly isReference: boolean;
}

/**
 * An event as it is published; what is larger than the wire allows goes as a reference, so that it holds up nobody behind it. What is
 * personal is masked, and what this release does not know, and so may be personal, is a reference too: what was published stays out there
 * when it is erased here.
 * @param maxBytes of payload and headers together
 */
export function messageOf(recorded: Recorded, aggregate: AnyAggregate | undefined, maxBytes: number): Message {
  // Who has reacted is the store's own business.
  const event = { ...recorded, reactedBy: undefined };
  const shown = published(event, aggregate);
  const whole = JSON.stringify(shown);
  if (shown && (whole.length * 3 + HEADER_BYTES <= maxBytes || Buffer.byteLength(whole) + HEADER_BYTES <= maxBytes))
    return { payload: whole, isReference: false };
  return { payload: JSON.stringify({ ...event, data: null, isReference: true }), isReference: true };
}

/** JetStream's "message size exceeds maximum allowed", of the stream or the account. */
const MESSAGE_TOO_LARGE = 10_054;

/** Whether this message is refused for its own size and always will be, unlike one that comes when the stream is full or away. */
export function isTooLarge(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === MESSAGE_TOO_LARGE || (typeof message === 'string' && /max_payload|message size exceeds/i.test(message));
}
