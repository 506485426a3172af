import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type CallCost } from '../../contracts/makers.js';
import { type AsyncCall, type ProviderAccess } from '../../contracts/provider-calls.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { knows, pollResultOf, mustBeTaken, type RunwareResult } from './runware.answer.js';

/** Everything about a task that does not depend on its kind. */
export interface RunwareTask {
  readonly model: string;
  readonly expectedMicros: number;
  /** Members of the task object besides its id, its delivery and its webhook. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Runware takes UUIDs of version 4 only; ours name the time, so the digits that say the version are set. */
export const taskUUIDOf = (attemptId: string): string => `${attemptId.slice(0, 14)}4${attemptId.slice(15, 19)}a${attemptId.slice(20)}`;

/** One task from submission to result. The id is ours, so a lost answer is no doubt: Runware is asked for it. */
export function runwareCall(http: ProviderHttp, { model, expectedMicros, body }: RunwareTask): AsyncCall<RunwareResult> {
  const post = (access: ProviderAccess, task: object, isPaid: boolean) =>
    http.sendForJson({
      method: 'POST',
      url: access.baseUrl,
      headers: { authorization: `Bearer ${access.apiKey}` },
      json: [task],
      isPaid,
      signal: access.signal,
      mustBeHeld: access.mustBeHeld,
    });
  const ask = (access: ProviderAccess, taskUUID: string) => post(access, { taskType: 'getResponse', taskUUID }, false);
  return {
    provider: 'runware',
    model,
    name: 'inference',
    expectedMicros,
    deadlineSeconds: null,
    async submit({ attemptId, callbackUrl, ...access }) {
      const taskUUID = taskUUIDOf(attemptId);
      const task = { ...body, taskUUID, deliveryMethod: 'async', includeCost: true, ...(callbackUrl && { webhookURL: callbackUrl }) };
      const { status, json } = await post(access, task, true);
      mustBeTaken(status, json, taskUUID);
      return { providerTaskId: taskUUID };
    },
    async poll(taskUUID, access) {
      const { status, json } = await ask(access, taskUUID);
      return pollResultOf(status, json, taskUUID);
    },
    async findSubmitted(attemptId, access) {
      const taskUUID = taskUUIDOf(attemptId);
      const { status, json } = await ask(access, taskUUID);
      return knows(status, json, taskUUID) ? taskUUID : null;
    },
  };
}

/** Waits for the result and brings it here. @returns its cost, as billed where Runware told it */
export async function fetchRunware(
  http: ProviderHttp,
  task: RunwareTask,
  units: number,
  expected: { readonly kind: 'image' | 'video'; readonly path: string },
  { calls }: CallContext,
): Promise<{ readonly path: string; readonly contentType: string; readonly cost: CallCost }> {
  const call = runwareCall(http, task);
  const { taskUUID, url, costMicros } = await calls.submitAndWait(call);
  const link = async (access: ProviderAccess): Promise<string> => {
    const poll = await call.poll(taskUUID, access);
    if (poll.state !== 'succeeded') throw new ProviderError('result_lost', 'Runware no longer has the result', false);
    return poll.value.url;
  };
  const { path, contentType } = await calls.download(
    url,
    { path: expected.path },
    { kind: expected.kind, renewal: { provider: 'runware', link } },
  );
  const amountMicros = costMicros ?? task.expectedMicros;
  return { path, contentType, cost: { provider: 'runware', model: task.model, units, amountMicros, currency: 'USD' } };
}
