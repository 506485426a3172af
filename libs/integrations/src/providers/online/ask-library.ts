import { ProviderError } from '../../contracts/errors.js';
import { type Submission } from '../../contracts/provider-calls.js';
import { type ProviderHttp } from '../http/provider-http.js';

/** Both services ask to be told who calls. */
const USER_AGENT = 'Kadr/0.1 (self-hosted film maker)';
/** A refusal for too many calls is over when the minute is. */
const BUSY_RETRY_MS = 60_000;

/** One question to a service that asks for no key. @param service as it is called in messages @throws ProviderError */
export async function askLibrary(http: ProviderHttp, service: string, url: string, { signal }: Submission): Promise<unknown> {
  const { status, json } = await http.sendForJson({ method: 'GET', url, headers: { 'user-agent': USER_AGENT }, isPaid: false, signal });
  if (status === 429) throw new ProviderError('provider_busy', `${service} wants fewer calls`, true, { retryAfterMs: BUSY_RETRY_MS });
  if (status >= 500) throw new ProviderError('provider_busy', `${service} answered ${status}`, true);
  if (status !== 200) throw new ProviderError('provider_refused', `${service} answered ${status}`, false);
  return json;
}
