import { ProviderError } from '../../contracts/errors.js';
import { listOf, numberOf, objectOf, textOf } from '#platform';
import { inDoubt } from '../http/paid-answer.js';
import { type DraftFault } from '../writing/draft-fault.js';

export interface GeminiDraft {
  readonly text: string;
  readonly inputTokens: number;
  /** What it thought counts as well. */
  readonly outputTokens: number;
  /** Paid for, and of no use. */
  readonly fault?: DraftFault;
}

/** The text of an answer; anything in it may be missing. @throws ProviderError when the prompt was blocked, which costs nothing */
export function draftOf(answer: unknown): GeminiDraft {
  const { candidates, promptFeedback, usageMetadata } = objectOf(answer);
  const blocked = textOf(objectOf(promptFeedback)['blockReason']);
  if (blocked) throw new ProviderError('content_refused', `Gemini refuses the prompt: ${blocked}`, false);
  if (listOf(candidates).length === 0) throw inDoubt('Gemini', 'its answer has no candidates');
  const candidate = objectOf(listOf(candidates)[0]);
  const reason = textOf(candidate['finishReason']) ?? 'no candidate';
  const code = REFUSALS.has(reason) ? 'content_refused' : 'script_unusable';
  const text = listOf(objectOf(candidate['content'])['parts'])
    .map(objectOf)
    .filter(({ thought }) => thought !== true)
    .map((part) => textOf(part['text']) ?? '')
    .join('');
  const usage = objectOf(usageMetadata);
  return {
    text,
    ...(reason !== 'STOP' && { fault: { code, message: `Gemini stopped: ${reason}` } as const }),
    inputTokens: numberOf(usage['promptTokenCount']) ?? 0,
    outputTokens: (numberOf(usage['candidatesTokenCount']) ?? 0) + (numberOf(usage['thoughtsTokenCount']) ?? 0),
  };
}

const REFUSALS = new Set(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'LANGUAGE']);

/** The SDK puts the answer's body into the message of its error. */
export function faultOf(status: number, error: unknown): ProviderError {
  const body = objectOf(objectOf(parsed(error instanceof Error ? error.message : ''))['error']);
  const details = listOf(body['details']).map(objectOf);
  const message = `Gemini answered ${status} ${textOf(body['status']) ?? ''}: ${textOf(body['message']) ?? 'no message'}`;
  const isKey = details.some(({ reason }) => reason === 'API_KEY_INVALID');
  if (status === 401 || status === 403 || isKey) return new ProviderError('key_rejected', message, false, { unavailable: 'key_rejected' });
  // Region or billing: nobody with this key gets further.
  if (body['status'] === 'FAILED_PRECONDITION') return new ProviderError('no_credit', message, false, { unavailable: 'no_credit' });
  if (status === 404) return new ProviderError('model_unavailable', message, false);
  if (status === 429) return new ProviderError('provider_busy', message, true, { retryAfterMs: retryDelayOf(details) });
  if (status === 408 || status >= 500) return new ProviderError('provider_busy', message, true);
  return new ProviderError('provider_refused', message, false);
}

function retryDelayOf(details: readonly Readonly<Record<string, unknown>>[]): number | null {
  for (const { retryDelay } of details) {
    const seconds = Number.parseFloat(textOf(retryDelay) ?? '');
    if (Number.isFinite(seconds)) return seconds * 1000;
  }
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
