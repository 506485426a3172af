import { deriveId, type GuardedFetch, hostPortOf } from '#platform';
import { namesIn, unmarked, withheld } from '../../secrets/domain/references.js';
import { type TypedValue } from '../node-type.js';
import { NodeFailure, type TaskCall, type TaskNode } from '../node-type.js';
import { text, textParam, typed } from '../model/model-params.js';

const MAX_BODY = 64_000;
const MAX_HEADERS = 20;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Links in place of the files of a value. */
export type Shown = (value: TypedValue) => unknown;

export interface Web {
  readonly fetch: GuardedFetch;
  readonly shown: Shown;
  /** Hosts of the operator, as `host:port`, whose answers graphs may read. */
  readonly answers: ReadonlySet<string>;
  /** Values of an organisation's secrets by name. @throws NodeFailure `unknown_secret` */
  readonly secrets: (orgId: string, names: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

export const httpRequest = ({ fetch: web, shown, answers, secrets: opened }: Web): TaskNode => ({
  type: 'Http.Request',
  title: 'HTTP request',
  group: 'outside',
  description:
    'Asks an address on the web: `https`, no private address, 16 kB of an answer. The same request again carries the same `Idempotency-Key`. ' +
    'Headers may name secrets: `{{secrets.crm_token}}`.',
  version: 1,
  inputs: [{ name: 'body', types: ['any'], description: 'Sent as it is where it is a text, else as JSON; files as links.' }],
  outputs: [
    { name: 'json', type: 'json', description: 'The answer, where it is JSON.' },
    { name: 'text', type: 'text', description: 'The answer.' },
    { name: 'status', type: 'number', description: 'Its status.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['url'],
    properties: {
      url: { type: 'string', minLength: 1, maxLength: 4_000 },
      method: { enum: ['GET', 'POST', 'PUT', 'DELETE'] },
      headers: {
        type: 'object',
        maxProperties: MAX_HEADERS,
        propertyNames: { pattern: '^[A-Za-z0-9-]{1,100}$', examples: ['X-Topic'] },
        additionalProperties: text(4_000),
      },
      expect: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: { type: 'integer', minimum: 100, maximum: 599 },
        description: 'Statuses that are right; default: 200 to 299.',
      },
    },
  },
  urls: ['url'],
  right: 'calls',
  secrets: ['headers'],
  weight: 'task',
  queue: 'remote',
  estimate: () => ({}),
  async execute(call, { signal, orgId }) {
    const { params } = call;
    const body = bodyOf(call, shown);
    const method = textParam(params, 'method', body === null ? 'GET' : 'POST') as Method;
    const written = Object.entries((params['headers'] ?? {}) as Readonly<Record<string, string>>);
    const secrets = await opened(orgId, namesIn(written.map(([, value]) => value)));
    const headers = {
      ...(body !== null && { 'content-type': body.isJson ? 'application/json' : 'text/plain; charset=utf-8' }),
      ...ownHeaders(written.map(([name, value]) => [name, unmarked(value, secrets)])),
      'idempotency-key': deriveId(call.runId, 'request', call.node, String(call.take)),
    };
    const url = textParam(params, 'url');
    const answer = await web.request(url, { method, headers, signal, ...(body !== null && { body: body.text }) });
    mustBeRight(answer.status, params['expect']);
    const status = typed('number', answer.status);
    // A host that the operator has listed may be private: what it says is not for whoever writes a graph, unless that was said as well.
    if (web.isListed(url) && !answers.has(hostPortOf(new URL(url)))) return { outputs: { status } };
    // Somebody who says back what was said to him makes no secret a value of the run.
    const said = withheld(answer.body.toString('utf8'), secrets);
    const json = jsonOf(said);
    return { outputs: { status, text: typed('text', said), ...(json && { json: typed('json', json.value) }) } };
  },
});

/** Whom a request is for, and where it ends, is said by whoever sends it. */
const NOT_OWN = /^(host|connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*)$/;

function ownHeaders(given: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const headers = given.map(([name, value]) => [name.toLowerCase(), value] as const);
  const bad = headers.find(([name, value]) => NOT_OWN.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value));
  if (bad) throw new NodeFailure('invalid_params', `the header "${bad[0]}" cannot be sent like this`);
  return Object.fromEntries(headers);
}

function bodyOf({ inputs }: TaskCall, shown: Shown): { readonly text: string; readonly isJson: boolean } | null {
  const [value] = inputs['body'] ?? [];
  if (!value) return null;
  const isText = value.type === 'text' && typeof value.value === 'string';
  const sent = isText ? (value.value as string) : JSON.stringify(shown(value));
  if (sent.length > MAX_BODY) throw new NodeFailure('payload_too_large', `the body has ${sent.length} characters; ${MAX_BODY} at most`);
  return { text: sent, isJson: !isText };
}

/** What went wrong on the other side may come right; what it refuses stays refused. */
function mustBeRight(status: number, expected: unknown): void {
  const isRight = Array.isArray(expected) ? expected.includes(status) : status >= 200 && status < 300;
  if (isRight) return;
  throw new NodeFailure('http_status', `the address answered ${status}`, status >= 500 || status === 429 || status === 408);
}

function jsonOf(said: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(said) as unknown };
  } catch {
    return null;
  }
}
