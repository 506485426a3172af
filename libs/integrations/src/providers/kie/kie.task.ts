import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type CallCost } from '../../contracts/makers.js';
import { type ExpectedFile, type AsyncCall, type ProviderAccess } from '../../contracts/provider-calls.js';
import { objectOf } from '#platform';
import { type KieResult, MICROS_PER_CREDIT } from './kie.answer.js';
import { inDoubt } from '../http/paid-answer.js';
import { apiOf, taskIdOf } from './kie.apis.js';
import { type KieClient } from './kie.client.js';
import { inputOf, type Wishes } from './kie.input.js';
import { type KieModel } from './models/model.js';

/** Local pictures of a request. */
export interface Pictures {
  readonly firstPath: string | null;
  readonly lastPath: string | null;
  readonly sourcePath: string | null;
}

export interface KieOrder {
  readonly model: KieModel;
  readonly wishes: Omit<Wishes, 'firstUrl' | 'lastUrl' | 'sourceUrl'>;
  readonly pictures: Pictures;
  /** Seconds that will be billed, or results. */
  readonly units: number;
}

/** Credits expected, as money. */
export function expectedMicros({ credits }: KieModel, units: number): number {
  return Math.round(('perSecond' in credits ? credits.perSecond * units : credits.each) * MICROS_PER_CREDIT);
}

export function kieCall(client: KieClient, { model, wishes, pictures, units }: KieOrder): AsyncCall<KieResult> {
  const api = apiOf(model);
  return {
    provider: 'kie',
    model: `kie:${model.id}`,
    name: 'task',
    expectedMicros: expectedMicros(model, units),
    deadlineSeconds: null,
    async submit({ callbackUrl, ...access }) {
      if (!model.input) throw new ProviderError('model_unavailable', `nobody knows yet what kie:${model.id} takes`, false);
      if (api.needsCallback && callbackUrl === null) {
        throw new ProviderError('callback_required', `kie:${model.id} needs KADR_PUBLIC_URL to be reachable from outside`, false);
      }
      const { firstPath, lastPath, sourcePath } = pictures;
      const [firstUrl, lastUrl, sourceUrl] = await Promise.all(
        [firstPath, lastPath, sourcePath].map((path) => (path === null ? null : client.upload(access, path))),
      );
      const input = inputOf(model.id, model.input, {
        ...wishes,
        firstUrl: firstUrl ?? null,
        lastUrl: lastUrl ?? null,
        sourceUrl: sourceUrl ?? null,
      });
      const providerTaskId = taskIdOf(await client.post(access, api.createPath, api.body(model, input, callbackUrl), true));
      if (providerTaskId === null) throw inDoubt('KIE.ai', 'it did not name the task');
      return { providerTaskId };
    },
    async poll(taskId, access) {
      try {
        const record = await client.get(access, api.statusPath, { taskId });
        return api.poll(objectOf(record));
      } catch (error) {
        // A task that was just taken may not be visible yet; one that never becomes visible meets its deadline.
        if (error instanceof ProviderError && /\((404|422)\)$/.test(error.message)) return { state: 'pending' };
        throw error;
      }
    },
  };
}

/** Orders, waits, and brings the result here. */
export async function fetchKie(
  client: KieClient,
  order: KieOrder,
  outputPath: string,
  kind: ExpectedFile['kind'],
  { calls }: CallContext,
): Promise<{ readonly path: string; readonly contentType: string; readonly cost: CallCost }> {
  const call = kieCall(client, order);
  const { url, costMicros } = await calls.submitAndWait(call);
  const renewal = { provider: 'kie', link: (access: ProviderAccess) => client.freshLink(access, url) };
  const { path, contentType } = await calls.download(url, { path: outputPath }, { kind, renewal });
  const amountMicros = costMicros ?? call.expectedMicros;
  return { path, contentType, cost: { provider: 'kie', model: call.model, units: order.units, amountMicros, currency: 'USD' } };
}
