import { type OpenAI } from 'openai';
import { ProviderError } from '../../contracts/errors.js';
import { type ProviderAccess } from '../../contracts/provider-calls.js';
import { objectOf, textOf } from '#platform';
import { paidFetch } from '../http/paid-answer.js';
import { viaSdk } from '../http/sdk-errors.js';

const TIMEOUT_MS = 120_000;
/** An account that is empty is refused like one that is too fast; only these words tell. */
const NO_CREDIT = /insufficient_quota|credit_balance_exhausted|spend_limit_exceeded|_limit_exceeded$/;

/**
 * The SDK, told not to repeat anything, and to take no unclear answer for one. Everything that is asked of OpenAI is paid. It is loaded
 * with the first call: most installations never make one.
 */
async function openaiClient({ apiKey, baseUrl }: ProviderAccess, fetch: typeof globalThis.fetch): Promise<OpenAI> {
  const { OpenAI: Client } = await import('openai');
  const quiet = { maxRetries: 0, organization: null, project: null, logLevel: 'off' } as const;
  return new Client({ apiKey, baseURL: baseUrl, timeout: TIMEOUT_MS, ...quiet, fetch });
}

/** @param isResult see `paidFetch` */
export async function viaOpenAi<T>(
  access: ProviderAccess,
  request: (client: OpenAI) => PromiseLike<T>,
  isResult?: (contentType: string, body: Buffer) => boolean,
): Promise<T> {
  const client = await openaiClient(access, paidFetch(isResult));
  const { signal, mustBeHeld } = access;
  return viaSdk({ provider: 'OpenAI', isPaid: true, signal, mustBeHeld }, () => request(client), faultOf);
}

export function faultOf(status: number, error: unknown): ProviderError {
  const said = error as { code?: unknown; type?: unknown; error?: unknown; headers?: unknown };
  const code = textOf(said.code) ?? textOf(said.type) ?? '';
  const detail = textOf(objectOf(said.error)['message']) ?? '';
  const message = `OpenAI answered ${status} ${code}: ${detail.replaceAll(/sk-[\w*-]+/g, 'the key')}`;
  if (status === 401 || status === 403) return new ProviderError('key_rejected', message, false, { unavailable: 'key_rejected' });
  if (
    status === 402 ||
    [textOf(said.code), textOf(said.type)].some((word) => word !== null && NO_CREDIT.test(word) && !word.startsWith('rate_'))
  ) {
    return new ProviderError('no_credit', message, false, { unavailable: 'no_credit' });
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    return new ProviderError('provider_busy', message, true, { retryAfterMs: retryAfterOf(said.headers) });
  }
  return new ProviderError(status === 404 ? 'model_unavailable' : 'provider_refused', message, false);
}

function retryAfterOf(headers: unknown): number | null {
  if (!(headers instanceof Headers)) return null;
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms)) return ms;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}
