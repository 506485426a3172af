import { ProviderError } from '../../contracts/errors.js';
import { type PollResult } from '../../contracts/provider-calls.js';
import { type Json, listOf, numberOf, objectOf, textOf } from '#platform';
import { inDoubt } from '../http/paid-answer.js';

/** What a finished task gave. */
export interface RunwareResult {
  readonly taskUUID: string;
  readonly url: string;
  /** 1 USD = 1 000 000; null: not told. */
  readonly costMicros: number | null;
}

const MICROS_PER_USD = 1_000_000;

/** What an answer says about one task. Failures come with HTTP 200 as well, in `errors` or inside `data`. */
export function pollResultOf(status: number, answer: unknown, taskUUID: string): PollResult<RunwareResult> {
  const { data, errors } = objectOf(answer);
  const item = listOf(data)
    .map(objectOf)
    .find((one) => one['taskUUID'] === taskUUID);
  const error = listOf(errors)
    .map(objectOf)
    .find((one) => one['taskUUID'] === taskUUID || one['taskUUID'] === undefined);
  const url = item && (textOf(item['videoURL']) ?? textOf(item['imageURL']));
  if (item && url && item['status'] !== 'error') {
    const cost = numberOf(item['cost']);
    return { state: 'succeeded', value: { taskUUID, url, costMicros: cost === null ? null : Math.round(cost * MICROS_PER_USD) } };
  }
  if (item && item['status'] === 'error') return { state: 'failed', error: faultOf(status, objectOf(item['error'] ?? item)) };
  if (error) return { state: 'failed', error: faultOf(status, error) };
  if (status >= 400) throw faultOf(status, {});
  const progress = numberOf(item?.['progress']);
  return { state: 'pending', ...(progress !== null && { progress: progress / 100 }) };
}

/**
 * @throws ProviderError when the task was not taken; nothing when it was
 * @throws SubmissionInDoubt when the answer says neither, or that Runware has it already: there was no request before ours
 */
export function mustBeTaken(status: number, answer: unknown, taskUUID: string): void {
  const { data, errors } = objectOf(answer);
  if (listOf(data).some((one) => objectOf(one)['taskUUID'] === taskUUID)) return;
  const error = objectOf(listOf(errors)[0]);
  const isRefused = Object.keys(error).length > 0 || status >= 400;
  if (!isRefused || /^conflict/i.test(codeOf(error))) throw inDoubt('Runware', `it did not say that it took task ${taskUUID}`);
  throw faultOf(status, error);
}

/** @returns whether Runware has heard of the task. @throws ProviderError when the answer does not say */
export function knows(status: number, answer: unknown, taskUUID: string): boolean {
  const { data, errors } = objectOf(answer);
  const isOurs = (one: unknown): boolean => objectOf(one)['taskUUID'] === taskUUID;
  if (listOf(data).some(isOurs)) return true;
  const faults = listOf(errors).map(objectOf);
  const isMissing = (one: Json): boolean => /not.?found|unknown|doesnotexist/i.test(codeOf(one));
  if (faults.some((one) => isOurs(one) && !isMissing(one))) return true;
  if (faults.some(isMissing) || (status === 200 && Array.isArray(data) && faults.length === 0)) return false;
  throw new ProviderError('provider_answer_unreadable', `Runware does not say whether it has task ${taskUUID}`, true);
}

const codeOf = (error: Json): string => textOf(error['code']) ?? '';

/** Codes are renamed by the vendor now and then, so they are matched loosely. */
export function faultOf(status: number, error: Json): ProviderError {
  const code = codeOf(error);
  const message = `Runware: ${textOf(error['message']) ?? 'no message'} (${code || `HTTP ${status}`})`;
  if (status === 401 || /invalidapikey|unauthori/i.test(code)) {
    return new ProviderError('key_rejected', message, false, { unavailable: 'key_rejected' });
  }
  if (status === 402 || /insufficientcredits|balance|payment/i.test(code)) {
    return new ProviderError('no_credit', message, false, { unavailable: 'no_credit' });
  }
  if (/contentpolicy|safety|nsfw/i.test(code)) return new ProviderError('content_refused', message, false);
  if (
    status === 408 ||
    status === 429 ||
    status >= 500 ||
    /timeout|ratelimit|noavailableserver|servererror|connection|provider(?!content)/i.test(code)
  ) {
    return new ProviderError('provider_busy', message, true);
  }
  if (/^(missing|invalid|unsupported|conflict)/i.test(code) || (status >= 400 && status < 500)) {
    return new ProviderError('provider_refused', message, false);
  }
  return new ProviderError('provider_failed', message, true, { maxRetries: 2 });
}
