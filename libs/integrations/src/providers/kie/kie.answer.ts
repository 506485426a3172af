import { ProviderError } from '../../contracts/errors.js';
import { type PollResult } from '../../contracts/provider-calls.js';
import { type Json, listOf, numberOf, objectOf, textOf } from '#platform';
import { isGateways } from '../http/paid-answer.js';

/** One credit is half a cent. 1 USD = 1 000 000. */
export const MICROS_PER_CREDIT = 5_000;

export interface KieResult {
  readonly url: string;
  /** Null: the answer did not say. */
  readonly costMicros: number | null;
}

/** KIE answers HTTP 200 also when it refuses: the verdict is the body's `code`. @throws ProviderError unless it is 200 */
export function dataOf(httpStatus: number, answer: unknown): unknown {
  const { code, msg, data } = objectOf(answer);
  const verdict = typeof code === 'number' ? code : httpStatus === 200 ? null : httpStatus;
  if (verdict === 200) return data;
  throw faultOf(verdict, textOf(msg) ?? 'no message');
}

/** Whether the envelope leaves open if an order was taken: it has no verdict, or that of a gateway behind it. */
export function isUnclear(httpStatus: number, answer: unknown): boolean {
  const { code } = objectOf(answer);
  return typeof code === 'number' ? isGateways(code) : httpStatus >= 200 && httpStatus < 400;
}

/** What each code means for the request, and for everyone who shares the key. */
export function faultOf(code: number | null, text: string): ProviderError {
  const message = `KIE.ai: ${text} (${code ?? 'no code'})`;
  if (code === null) return new ProviderError('provider_failed', message, true, { maxRetries: 2 });
  switch (code) {
    case 401:
      return new ProviderError('key_rejected', message, false, { unavailable: 'key_rejected' });
    // 433: the limit that the owner of the key has set for it.
    case 402:
    case 433:
      return new ProviderError('no_credit', message, false, { unavailable: 'no_credit' });
    case 408:
    case 429:
    case 455:
    case 500:
      return new ProviderError('provider_busy', message, true);
    case 400:
      return new ProviderError('content_refused', message, false);
    case 422:
    case 451:
    case 505:
      return new ProviderError('provider_refused', message, false);
    case 501:
    case 531:
      return new ProviderError('provider_failed', message, false);
    default:
      if (code > 500 && code < 505) return new ProviderError('provider_busy', message, true);
      return new ProviderError('provider_failed', message, true, { maxRetries: 2 });
  }
}

/** Of `jobs/recordInfo`. `state` alone is reliable; everything else is looked for in all the places it has been seen in. */
export function pollResultOfRecord(record: Json): PollResult<KieResult> {
  switch (record['state']) {
    case 'success':
      return succeeded(firstUrlIn(record), numberOf(record['creditsConsumed']));
    case 'fail':
      return failedWith(record['failCode'], record['failMsg']);
    default:
      return pending(record['progress']);
  }
}

export function succeeded(url: string | null, credits: number | null): PollResult<KieResult> {
  if (url === null) return { state: 'failed', error: new ProviderError('result_lost', 'KIE.ai succeeded without a result', true) };
  return { state: 'succeeded', value: { url, costMicros: credits === null ? null : Math.round(credits * MICROS_PER_CREDIT) } };
}

/** A failure after the task was taken: its code is read by the same table. */
export function failedWith(code: unknown, text: unknown): PollResult<KieResult> {
  const number = typeof code === 'number' ? code : Number.parseInt(textOf(code) ?? '', 10);
  return { state: 'failed', error: faultOf(Number.isNaN(number) ? null : number, textOf(text) ?? 'the task failed') };
}

/** A fraction, or a percentage, as text or number. */
export function pending(progress: unknown): PollResult<KieResult> {
  const value = typeof progress === 'string' && progress !== '' ? Number(progress) : numberOf(progress);
  if (value === null || Number.isNaN(value)) return { state: 'pending' };
  return { state: 'pending', progress: Math.min(1, Math.max(0, value > 1 ? value / 100 : value)) };
}

/** The first address of a result, wherever it is: `resultJson` (a JSON string), `response`, lists of texts or of objects. */
export function firstUrlIn(record: Json): string | null {
  for (const holder of [parsed(record['resultJson']), objectOf(record['response']), objectOf(record['info']), record]) {
    const list = urls(holder['resultUrls']) ?? urls(holder['result_urls']) ?? audio(holder['data']) ?? audio(holder['sunoData']);
    const url = list ?? textOf(holder['resultImageUrl']) ?? textOf(objectOf(holder['videoInfo'])['videoUrl']);
    if (url !== null && /^https?:/.test(url)) return url;
  }
  return null;
}

function urls(value: unknown): string | null {
  const list = typeof value === 'string' ? (JSON.parse(value.startsWith('[') ? value : JSON.stringify([value])) as unknown) : value;
  const [first] = listOf(list);
  return textOf(first) ?? textOf(objectOf(first)['resultUrl']);
}

function audio(value: unknown): string | null {
  const first = objectOf(listOf(value)[0]);
  return textOf(first['audio_url']) ?? textOf(first['audioUrl']);
}

function parsed(value: unknown): Json {
  if (typeof value !== 'string' || value === '') return objectOf(value);
  try {
    return objectOf(JSON.parse(value));
  } catch {
    return {};
  }
}
