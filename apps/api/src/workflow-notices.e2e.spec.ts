import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './testing/index.js';

type Json = Record<string, unknown>;
interface Run {
  readonly id: string;
  readonly status: string;
  readonly nodes: readonly {
    readonly id: string;
    readonly status: string;
    readonly error: Json | null;
    readonly outputs: Readonly<Record<string, { readonly value?: unknown }>>;
  }[];
}
interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Json & { readonly data: Json };
}

let app: TestApp;
let web = '';
const received: Received[] = [];
/** Status of an answer, when it is given. */
let answer: (path: string, nth: number) => number | Promise<number> = () => 200;
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const path = request.url ?? '';
    received.push({ path, headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString()) as Received['body'] });
    void Promise.resolve(answer(path, at(path).length)).then((status) => response.writeHead(status).end());
  });
});
const at = (path: string): Received[] => received.filter((one) => one.path === path);

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  web = `http://${host}`;
  app = await startTestApp({
    env: {
      KADR_RATE_LIMIT_PER_MINUTE: '100000',
      KADR_EGRESS_ALLOW: host,
      KADR_RETRY_BASE_MS: '10',
      KADR_WEBHOOK_RETRY_SECONDS: '1',
    },
  });
}, 60_000);
afterAll(async () => {
  try {
    await app?.close();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, 60_000);

async function call<T = Json>(method: string, route: string, body?: unknown): Promise<{ status: number; json: T }> {
  const response = await fetch(app.url + route, {
    method,
    headers: { authorization: `Bearer ${app.apiKey}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as T };
}

const node = (id: string, type: string, params: Json = {}, more: Json = {}) => ({ id, type, params, ...more });
/** Tells a word, and says afterwards that it was told. */
const telling = (params: Json, more: Json = {}) => ({
  name: 'Telling',
  graph: {
    nodes: [
      node('word', 'Text.Template', { template: 'sea' }),
      node('tell', 'Notify.Webhook', { type: 'sea.seen', ...params }, more),
      node('after', 'Text.Template', { template: 'told as {{nodes.tell.deliveryId}}' }),
    ],
    edges: [{ from: 'word.text', to: 'tell.data' }],
    outputs: { said: 'after.text' },
  },
});

async function made(document: object): Promise<string> {
  const { status, json } = await call('POST', '/v1/workflows', document);
  expect([status, json]).toEqual([201, expect.objectContaining({ version: 1 })]);
  return String(json['id']);
}

async function started(document: object): Promise<string> {
  const { status, json } = await call<Run>('POST', `/v1/workflows/${await made(document)}/runs`, { metadata: { series: 'sea' } });
  expect([status, json]).toEqual([202, expect.anything()]);
  return json.id;
}

/** Looked at until it is so; the runner's own limit ends what never comes. */
async function until<T>(look: () => Promise<T> | T, isSo: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    await new Promise((go) => setTimeout(go, 50));
  }
}
const read = async (id: string): Promise<Run> => (await call<Run>('GET', `/v1/workflow-runs/${id}`)).json;
const ended = (id: string): Promise<Run> =>
  until(
    () => read(id),
    ({ status }) => ['completed', 'failed', 'cancelled'].includes(status),
  );
const nodeOf = ({ nodes }: Run, id: string) => nodes.find((one) => one.id === id);

async function endpoint(path: string, events: readonly string[] = ['job.completed']): Promise<string> {
  const { status, json } = await call('POST', '/v1/webhook-endpoints', { url: web + path, events });
  expect([status, json]).toEqual([201, expect.anything()]);
  return String(json['id']);
}
const noticesOf = async (runId: string): Promise<string[]> => {
  const { json } = await call<{ data: { id: string; data: Json }[] }>('GET', '/v1/events?types=workflow_run.notice&limit=100');
  return json.data.filter(({ data }) => data['runId'] === runId).map(({ id }) => id);
};

describe('a node that tells by webhook', () => {
  it('goes on at once where nobody waits, and says by which id receivers know it', async () => {
    const endpointId = await endpoint('/accepted');
    const run = await ended(await started(telling({ endpointId })));
    const [told] = await until(
      () => at('/accepted'),
      (all) => all.length > 0,
    );
    const id = nodeOf(run, 'tell')?.outputs['deliveryId']?.value;
    expect(run.status).toBe('completed');
    expect(told).toMatchObject({ headers: { 'webhook-id': id }, body: { id, type: 'workflow_run.notice', data: { content: 'sea' } } });
    expect(nodeOf(run, 'after')?.outputs['text']?.value).toBe(`told as ${String(id)}`);
    expect(await noticesOf(run.id)).toEqual([id]);
  }, 60_000);

  it('tells words that an expression has cut in two, and what looks like an escape as it is', async () => {
    await endpoint('/cut', ['workflow_run.*']);
    const { id } = (
      await call<Run>(
        'POST',
        `/v1/workflows/${await made({
          name: 'Cut',
          graph: {
            nodes: [
              node('whole', 'Input.Text'),
              node('half', 'Text.Template', { template: '{{inputs.whole.substring(0, 1)}} of it, \\u0000' }),
              node('tell', 'Notify.Webhook', { type: 'sea.cut' }),
            ],
            edges: [{ from: 'half.text', to: 'tell.data' }],
          },
        })}/runs`,
        { inputs: { whole: '\u{1f419}\u{1f419} \\u0000' } },
      )
    ).json;
    expect((await ended(id)).status).toBe('completed');
    const told = await until(
      () => at('/cut').filter(({ body }) => body.data['runId'] === id),
      (all) => all.some(({ body }) => body['type'] === 'workflow_run.completed') && all.some(({ body }) => body.data['content']),
    );
    expect(told.find(({ body }) => body['type'] === 'workflow_run.notice')?.body.data['content']).toBe('\ufffd of it, \\u0000');
  }, 60_000);

  it('is heard by an endpoint that was given an address and nothing else, as the studio makes it; without one there is none', async () => {
    for (const body of [{}, { url: null }, { events: ['*'] }, undefined]) {
      expect((await call('POST', '/v1/webhook-endpoints', body)).status).toBe(400);
    }
    const { status, json } = await call('POST', '/v1/webhook-endpoints', { url: `${web}/address-alone` });
    expect([status, json['events']]).toEqual([201, ['*']]);
    const run = await ended(await started(telling({})));
    const notice = await until(
      () => at('/address-alone').find(({ body }) => body.data['runId'] === run.id && body['type'] === 'workflow_run.notice'),
      (one) => one !== undefined,
    );
    expect(notice?.body.data['content']).toBe('sea');
    await call('DELETE', `/v1/webhook-endpoints/${String(json['id'])}`);
  }, 60_000);

  it('ends with the answer of its receiver where that is waited for, and tells it once', async () => {
    let release = (): void => undefined;
    const held = new Promise<number>((go) => (release = () => go(200)));
    answer = (path) => (path === '/held' ? held : 200);
    const endpointId = await endpoint('/held');
    const id = await started(telling({ endpointId, wait: 'delivered' }));
    const [told] = await until(
      () => at('/held'),
      (all) => all.length > 0,
    );
    // The receiver has it and says nothing yet.
    expect(nodeOf(await read(id), 'tell')?.status).toBe('running');
    expect(nodeOf(await read(id), 'after')?.status).toBe('pending');
    release();
    const run = await ended(id);
    expect([run.status, nodeOf(run, 'after')?.status]).toEqual(['completed', 'succeeded']);
    expect(told?.headers['webhook-id']).toBe(nodeOf(run, 'tell')?.outputs['deliveryId']?.value);
    expect([await noticesOf(id), at('/held').length]).toEqual([[told?.headers['webhook-id']], 1]);
    const { json } = await call<{ data: { type: string }[] }>('GET', `/v1/workflow-runs/${id}/timeline`);
    expect(json.data.filter(({ type }) => type === 'NodeToldOutside')).toHaveLength(1);
  }, 60_000);

  it('fails where its receiver never takes it, and where the one it names is disabled', async () => {
    answer = (path) => (path === '/refusing' ? 500 : 200);
    const [refusing, disabled] = [await endpoint('/refusing'), await endpoint('/disabled')];
    expect((await call('PATCH', `/v1/webhook-endpoints/${disabled}`, { isEnabled: false })).status).toBe(200);
    const [first, second] = await Promise.all(
      [refusing, disabled].map(async (endpointId) => ended(await started(telling({ endpointId, wait: 'delivered' })))),
    );
    for (const run of [first, second]) {
      expect(run && [run.status, nodeOf(run, 'tell')?.error?.['code']]).toEqual(['failed', 'not_delivered']);
      expect(run && nodeOf(run, 'after')?.status).toBe('skipped');
    }
    // As often as the schedule of tries says, by the same id.
    expect(new Set(at('/refusing').map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect([at('/refusing').length, at('/disabled').length]).toEqual([2, 0]);
  }, 60_000);

  it('has nothing to wait for where nobody listens', async () => {
    expect((await ended(await started(telling({ wait: 'delivered' })))).status).toBe('completed');
  }, 60_000);

  it('asks an address that is no endpoint until it answers, by one id, and tells nobody else', async () => {
    const listening = await endpoint('/listening', ['workflow_run.notice']);
    answer = (path, nth) => (path === '/hook' && nth === 1 ? 503 : path === '/gone' ? 404 : 200);
    const run = await ended(await started(telling({ url: `${web}/hook` })));
    const id = nodeOf(run, 'tell')?.outputs['deliveryId']?.value;
    expect(run.status).toBe('completed');
    const hooked = at('/hook');
    expect(hooked.map(({ headers }) => [headers['webhook-id'], headers['idempotency-key']])).toEqual([
      [id, id],
      [id, id],
    ]);
    expect(hooked[1]?.body).toEqual({
      ...{ id, type: 'workflow_run.notice', timestamp: expect.stringMatching(/Z$/) },
      data: expect.objectContaining({ runId: run.id, node: 'tell', type: 'sea.seen', content: 'sea', metadata: { series: 'sea' } }),
    });
    const gone = await ended(await started(telling({ url: `${web}/gone` })));
    expect([gone.status, nodeOf(gone, 'tell')?.error]).toEqual(['failed', expect.objectContaining({ code: 'http_status' })]);
    expect(at('/gone')).toHaveLength(1);
    // Told after both, to whoever listens: what was for an address would have come before.
    await ended(await started(telling({ wait: 'delivered' })));
    expect(at('/listening')).toHaveLength(1);
    expect([await noticesOf(run.id), await noticesOf(gone.id)]).toEqual([[], []]);
    expect((await call('DELETE', `/v1/webhook-endpoints/${listening}`)).status).toBe(204);
  }, 90_000);

  it('refuses an address inside the network, two receivers at once, and a wait that there is none of', async () => {
    const endpointId = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11';
    const refused = async (params: Json) => {
      const { json } = await call<{ errors: { code: string; path: string; node: string }[] }>(
        'POST',
        '/v1/workflows/validate',
        telling(params),
      );
      return json.errors.map(({ code, path, node: of }) => [code, path, of]);
    };
    const params = 'graph.nodes.1.params';
    expect(await refused({ url: 'http://10.0.0.1/hook' })).toEqual([['url_not_allowed', `${params}.url`, 'tell']]);
    expect(await refused({ url: 'https://example.com/hook', endpointId })).toEqual([['invalid_params', `${params}.endpointId`, 'tell']]);
    expect(await refused({ wait: 'for ever' })).toEqual([['invalid_params', `${params}.wait`, 'tell']]);
    // Its own time runs out like that of any work that takes time; what is told in passing takes none.
    const timed = async (more: Json) =>
      (await call<{ errors: Json[] }>('POST', '/v1/workflows/validate', telling(more, { timeoutSeconds: 5 }))).json.errors;
    expect(await timed({ wait: 'delivered' })).toEqual([]);
    expect(await timed({})).toMatchObject([{ code: 'invalid_timeout', node: 'tell' }]);
  }, 60_000);
});

describe('a run that is refused', () => {
  it('names the node of each fault, and its place', async () => {
    const endpointId = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11';
    const faults = async (document: object, body: Json) => {
      const { status, json } = await call<{ errors: Json[] }>('POST', `/v1/workflows/${await made(document)}/runs`, body);
      expect(status).toBe(400);
      return json.errors.map(({ code, path, node: of }) => [code, path, of]);
    };
    expect(await faults(telling({ endpointId }), {})).toEqual([['unknown_endpoint', 'graph.nodes.1.params.endpointId', 'tell']]);
    const asking = {
      name: 'Asking',
      graph: {
        nodes: [
          node('n', 'Input.Number', { name: 'count', required: true }),
          node('t', 'Input.Text', { name: 'topic', required: true }),
          node('f', 'Input.Asset', { name: 'file', kind: 'image' }),
        ],
        edges: [],
      },
    };
    expect(await faults(asking, { inputs: { count: 'many', other: 1 } })).toEqual([
      ['validation_failed', 'inputs.other', undefined],
      ['validation_failed', 'inputs.count', 'n'],
      ['validation_failed', 'inputs.topic', 't'],
    ]);
    const right = { count: 1, topic: 'sea' };
    expect(await faults(asking, { inputs: { ...right, file: endpointId } })).toEqual([['unknown_asset', 'inputs.file', 'f']]);
    expect(await faults(asking, { inputs: { ...right, file: 'http://10.0.0.1/a.png' } })).toEqual([
      ['url_not_allowed', 'inputs.file', 'f'],
    ]);
    expect(await faults(asking, { inputs: right, pins: { n: { nothing: 1 }, none: {} } })).toEqual([
      ['validation_failed', 'pins.n.nothing', 'n'],
      ['validation_failed', 'pins.none', undefined],
    ]);
  }, 60_000);
});
