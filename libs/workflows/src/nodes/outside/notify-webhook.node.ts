import { type GuardedFetch } from '#platform';
import { Suspended } from '#tasks';
import { type DeliveryEnd } from '#webhooks';
import { type MediaValue, type PortValues } from '../../contracts/values.js';
import { textParam, typed } from '../model/model-params.js';
import { type LightNode, type NodeCall, NodeFailure, type NodeOutcome, type TaskCall, type TypedValue } from '../node-type.js';

export const NOTIFY = 'Notify.Webhook';
/** Of a notice, as JSON: it stands in an event. */
const MAX_CHARACTERS = 3_000;
/** Answers come within a second, or after hours: looked for the more rarely the longer it takes. */
const [SOONEST_MS, LATEST_MS, OF_ELAPSED] = [500, 60_000, 0.1];

/** How a notice goes out, and what became of it. */
export interface Notices {
  /** Has it announced to those who listen; the same take again changes nothing. @throws NotWaitedFor */
  readonly tell: (orgId: string, notice: { runId: string; node: string; take: number; outputs: PortValues }) => Promise<void>;
  /** @returns null: it is not announced yet */
  readonly endOf: (orgId: string, deliveryId: string) => Promise<DeliveryEnd | null>;
  readonly web: GuardedFetch;
  /** Where the file of a value is, for an hour; null: it is none. */
  readonly linkOf: (value: TypedValue) => string | null;
  readonly now: () => string;
}

/**
 * In passing it is told by those who announce what happens: with the run's own log, once. Where somebody's answer is waited for, it has a
 * task of its own; an address that is no endpoint is asked by that task itself.
 */
export const notifyWebhook = (notices: Notices): LightNode => ({
  type: NOTIFY,
  title: 'Tell by webhook',
  group: 'outside',
  description:
    'Sends `workflow_run.notice` to one endpoint, or to every one that listens to it, signed, once, or to an address; ' +
    'a picture, clip or sound as a link.',
  version: 1,
  inputs: [{ name: 'data', types: ['any'], required: true, description: 'What is told.' }],
  outputs: [
    { name: 'data', type: 'same', description: 'The same.' },
    { name: 'notice', type: 'json', description: 'What was told.' },
    { name: 'deliveryId', type: 'text', description: 'The `webhook-id` that receivers know it by; id of the event in `GET /v1/events`.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      type: {
        type: 'string',
        pattern: '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$',
        examples: ['film.ready'],
        maxLength: 100,
        description: 'A name of your own, `film.ready`.',
      },
      endpointId: {
        type: ['string', 'null'],
        pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        examples: ['0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11'],
        description: 'The endpoint that alone hears of it, whatever it listens to. Null, the default: all that listen to it.',
      },
      url: {
        type: 'string',
        minLength: 1,
        maxLength: 4_000,
        description: 'An address that hears of it instead, unsigned: `https`, no private address. The node ends with its answer.',
      },
      wait: {
        enum: ['accepted', 'delivered'],
        description: '`delivered`: the node ends when every receiver has answered with 2xx. Default: as soon as it is on its way.',
      },
    },
    dependentSchemas: { url: { properties: { endpointId: { type: 'null' } } } },
  },
  own: ['endpointId'],
  urls: ['url'],
  waits: true,
  cache: 'none',
  right: 'calls',
  weight: 'light',
  byTask: ({ url, wait }) => url !== undefined || (wait !== undefined && wait !== 'accepted'),
  queue: 'remote',
  evaluate: (call) => toldBy(call).outcome,
  async execute(call, { orgId, signal }) {
    const told = toldBy(call);
    const url = textParam(call.params, 'url');
    if (url !== '') await sent(notices, call, told, { url, signal });
    else if (call.params['wait'] === 'delivered') await delivered(notices, call, told, orgId);
    return told.outcome;
  },
});

interface Told {
  readonly value: TypedValue;
  readonly notice: { readonly type: string; readonly data: unknown; readonly endpointId?: string };
  readonly outcome: NodeOutcome;
}

/** @throws NodeFailure `missing_input`, `output_too_large` */
function toldBy({ params, inputs, deliveryId }: NodeCall): Told {
  const [value] = inputs['data'] ?? [];
  if (!value) throw new NodeFailure('missing_input', 'nothing came in');
  const { endpointId, url } = params;
  const notice = {
    type: textParam(params, 'type', 'notice'),
    data: toldOf(value),
    ...(typeof endpointId === 'string' && { endpointId }),
    // It is told to nobody else.
    ...(url !== undefined && { to: 'url' }),
  };
  const { length } = JSON.stringify(notice);
  if (length > MAX_CHARACTERS) throw new NodeFailure('output_too_large', `a notice of ${length} characters; ${MAX_CHARACTERS} at most`);
  const outputs = { data: value, notice: typed('json', notice), deliveryId: typed('text', deliveryId) };
  return { value, notice, outcome: { outputs } };
}

/** The task asks the address itself: the same try again carries the same id. @throws NodeFailure `http_status`, EgressError */
async function sent(
  { web, linkOf }: Notices,
  { runId, node, metadata, graph, startedAt, deliveryId }: TaskCall,
  { value, notice }: Told,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
): Promise<void> {
  const { workflowId, version } = graph;
  const link = linkOf(value);
  const data = { runId, workflowId, version, node, type: notice.type, content: notice.data, metadata, ...(link !== null && { url: link }) };
  const body = JSON.stringify({ id: deliveryId, type: 'workflow_run.notice', timestamp: startedAt, data });
  const headers = { 'content-type': 'application/json; charset=utf-8', 'webhook-id': deliveryId, 'idempotency-key': deliveryId };
  const { status } = await web.request(url, { method: 'POST', headers, body, signal });
  if (status >= 200 && status < 300) return;
  throw new NodeFailure('http_status', `the address answered ${status}`, status >= 500 || status === 429 || status === 408);
}

/** @throws Suspended until everybody has answered, NodeFailure `not_delivered` where somebody did not */
async function delivered(
  { tell, endOf, now }: Notices,
  { runId, node, take, startedAt, deliveryId }: TaskCall,
  { value, notice }: Told,
  orgId: string,
): Promise<void> {
  const end = await endOf(orgId, deliveryId);
  if (end === null) {
    // Of what came in, only where a file is has to be known to be told of it.
    const media = isMedia(value) ? { data: value } : {};
    const outputs = { ...media, notice: typed('json', notice), deliveryId: typed('text', deliveryId) } as PortValues;
    await tell(orgId, { runId, node, take, outputs });
  }
  if (end === null || end.underWay > 0) {
    const elapsedMs = Date.parse(now()) - Date.parse(startedAt ?? now());
    const againMs = Math.min(LATEST_MS, Math.max(SOONEST_MS, elapsedMs * OF_ELAPSED));
    throw new Suspended(againMs, new Date(now()), 'not everybody has answered');
  }
  const lacking = end.failed + end.held;
  const isUnheard = notice.endpointId !== undefined && end.delivered === 0;
  if (lacking === 0 && !isUnheard) return;
  const said = lacking === 0 ? 'the endpoint is disabled' : `${lacking} of ${lacking + end.delivered} endpoints did not take it`;
  throw new NodeFailure('not_delivered', said);
}

const isMedia = ({ type }: TypedValue): boolean => type === 'image' || type === 'video' || type === 'audio';

/** Of a file what it is; where it lies, is said by a link. */
function toldOf(told: TypedValue): unknown {
  if (!isMedia(told)) return told.value;
  const { file, kind, widthPx, heightPx, durationSeconds, source } = told.value as MediaValue;
  const { contentType, sizeBytes, sha256 } = file;
  return { kind, widthPx, heightPx, durationSeconds, source, contentType, sizeBytes, sha256 };
}
