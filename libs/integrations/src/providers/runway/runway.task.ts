import { type RunwayML } from '@runwayml/sdk';
import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type CallCost } from '../../contracts/makers.js';
import { type AsyncCall, type PollResult, type ProviderAccess } from '../../contracts/provider-calls.js';
import { listOf, numberOf, objectOf, textOf } from '#platform';
import { inDoubt, paidFetch } from '../http/paid-answer.js';
import { viaSdk } from '../http/sdk-errors.js';
import { MICROS_PER_CREDIT } from './runway.catalogue.js';

const TIMEOUT_MS = 30_000;
/** The vendor asks for five seconds between two polls and another model or a while where a third party is down. */
const THIRD_PARTY_RETRY_MS = 60_000;

export interface RunwayTask {
  readonly model: string;
  readonly expectedMicros: number;
  /** `/v1/image_to_video` … */
  readonly path: string;
  /** Made when it is sent, since pictures may have to be uploaded first. */
  body(client: RunwayML, access: ProviderAccess): Promise<Readonly<Record<string, unknown>>>;
}

export interface RunwayResult {
  readonly taskId: string;
  readonly url: string;
  readonly costMicros: number | null;
}

/** The SDK, told not to repeat anything: a repeated POST would be paid twice. Loaded with the first call: most installations never make one. */
async function runwayClient({ apiKey, baseUrl }: ProviderAccess, isPaid = false): Promise<RunwayML> {
  const { RunwayML: Client } = await import('@runwayml/sdk');
  return new Client({
    apiKey,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
    ...(isPaid && { fetch: paidFetch() }),
  });
}

export function runwayCall({ model, expectedMicros, path, body }: RunwayTask): AsyncCall<RunwayResult> {
  const poll = async (id: string, access: ProviderAccess): Promise<PollResult<RunwayResult>> => {
    const { signal } = access;
    const client = await runwayClient(access);
    const ask = () => client.get<unknown>(`/v1/tasks/${encodeURIComponent(id)}`, { signal });
    return pollResultOf(await viaSdk({ provider: 'Runway', isPaid: false, signal }, ask, faultOf), id);
  };
  return {
    provider: 'runway',
    model,
    name: 'task',
    expectedMicros,
    deadlineSeconds: null,
    async submit(access) {
      const client = await runwayClient(access);
      const payingClient = await runwayClient(access, true);
      const { signal, mustBeHeld } = access;
      const prepared = await viaSdk({ provider: 'Runway', isPaid: false, signal }, () => body(client, access), faultOf);
      const order = () => payingClient.post<unknown>(path, { body: prepared, signal });
      const id = textOf(objectOf(await viaSdk({ provider: 'Runway', isPaid: true, signal, mustBeHeld }, order, faultOf))['id']);
      if (id === null) throw inDoubt('Runway', 'it did not name the task');
      return { providerTaskId: id };
    },
    poll,
    async cancel(id, access) {
      const client = await runwayClient(access);
      await client.delete(`/v1/tasks/${encodeURIComponent(id)}`, { signal: access.signal });
    },
  };
}

/** Waits, and brings the result here; an expired link is renewed by asking for the task again. */
export async function fetchRunway(
  task: RunwayTask,
  units: number,
  expected: { readonly kind: 'image' | 'video'; readonly path: string },
  { calls }: CallContext,
): Promise<{ readonly path: string; readonly contentType: string; readonly cost: CallCost }> {
  const call = runwayCall(task);
  const { taskId, url, costMicros } = await calls.submitAndWait(call);
  const link = async (access: ProviderAccess): Promise<string> => {
    const poll = await call.poll(taskId, access);
    if (poll.state !== 'succeeded') throw new ProviderError('result_lost', 'Runway no longer has the result', false);
    return poll.value.url;
  };
  const { path, contentType } = await calls.download(
    url,
    { path: expected.path },
    { kind: expected.kind, renewal: { provider: 'runway', link } },
  );
  const amountMicros = costMicros ?? task.expectedMicros;
  return { path, contentType, cost: { provider: 'runway', model: task.model, units, amountMicros, currency: 'USD' } };
}

export function pollResultOf(answer: unknown, taskId: string): PollResult<RunwayResult> {
  const task = objectOf(answer);
  const credits = numberOf(objectOf(task['cost'])['credits']);
  switch (task['status']) {
    case 'SUCCEEDED': {
      const url = textOf(listOf(task['output'])[0]);
      if (url === null) return { state: 'failed', error: new ProviderError('result_lost', 'Runway succeeded without a result', true) };
      return { state: 'succeeded', value: { taskId, url, costMicros: credits === null ? null : Math.round(credits * MICROS_PER_CREDIT) } };
    }
    case 'FAILED':
      return { state: 'failed', error: failureOf(textOf(task['failureCode']) ?? '') };
    case 'CANCELLED':
      return { state: 'failed', error: new ProviderError('provider_cancelled', 'the task was cancelled at Runway', false) };
    // Over its limit Runway queues by itself; a state nobody knows yet is no verdict.
    default: {
      const progress = numberOf(task['progress']);
      return { state: 'pending', ...(progress !== null && { progress: Math.min(1, progress) }) };
    }
  }
}

/** By the beginning of the code: the list is open. The failure's text is not for end users and is not repeated. */
function failureOf(code: string): ProviderError {
  const message = `Runway failed with ${code || 'no code'}`;
  if (code.startsWith('SAFETY') || code.startsWith('INPUT_PREPROCESSING.SAFETY'))
    return new ProviderError('content_refused', message, false);
  if (code.startsWith('ASSET')) return new ProviderError('provider_refused', message, false);
  if (code.startsWith('THIRD_PARTY')) return new ProviderError('provider_busy', message, true, { retryAfterMs: THIRD_PARTY_RETRY_MS });
  if (code.startsWith('INTERNAL.BAD_OUTPUT')) return new ProviderError('provider_failed', message, true, { maxRetries: 1 });
  return new ProviderError('provider_failed', message, true, code === '' || code.startsWith('IN') ? {} : { maxRetries: 2 });
}

export function faultOf(status: number, error: unknown): ProviderError {
  const detail = textOf(objectOf((error as { error?: unknown }).error)['error']);
  const message = `Runway answered ${status}${detail ? `: ${detail}` : ''}`;
  if (status === 401 || status === 403) return new ProviderError('key_rejected', message, false, { unavailable: 'key_rejected' });
  if (status === 402 || /credit/i.test(detail ?? '')) return new ProviderError('no_credit', message, false, { unavailable: 'no_credit' });
  if (status === 408 || status === 409 || status === 429 || status >= 500) return new ProviderError('provider_busy', message, true);
  return new ProviderError('provider_refused', message, false);
}
