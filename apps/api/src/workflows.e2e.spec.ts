import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Retention, Ticker, ZoneData } from '#workflows';
import { startTestApp, type TestApp } from './testing/index.js';

type Json = Record<string, unknown>;
interface Run {
  readonly id: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, { readonly value?: unknown; readonly url?: string }>>;
  readonly nodes: readonly {
    readonly id: string;
    readonly status: string;
    readonly take: number;
    readonly model: string | null;
    readonly error: Json | null;
    readonly outputs: Readonly<Record<string, { readonly value?: unknown; readonly url?: string }>>;
  }[];
  readonly error: Json | null;
  readonly eventsUrl: string;
}

let app: TestApp;
/** Somebody on the web. */
let answer: (request: IncomingMessage, body: string) => { readonly status: number; readonly text: string } = () => ({
  status: 404,
  text: '',
});
let web = '';
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { status, text } = answer(request, Buffer.concat(parts).toString());
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
});

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  web = `http://${host}`;
  app = await startTestApp({
    env: {
      KADR_RATE_LIMIT_PER_MINUTE: '100000',
      KADR_SCHEDULE_TICK_MS: '100',
      KADR_EGRESS_ALLOW: `${host},${host.replace('127.0.0.1', 'localhost')}`,
      KADR_WORKFLOW_ANSWERS: host,
      KADR_RETRY_BASE_MS: '10',
    },
  });
}, 60_000);
afterAll(async () => {
  try {
    await app?.close();
  } finally {
    server.close();
  }
}, 60_000);

async function call<T = Json>(method: string, route: string, body?: unknown, key = app.apiKey, headers: Record<string, string> = {}) {
  const response = await fetch(app.url + route, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as T, headers: response.headers };
}

const node = (id: string, type: string, params: Json = {}, more: Json = {}) => ({ id, type, params, ...more });
const edge = (from: string, to: string) => ({ from, to });
const document = (nodes: readonly object[], edges: readonly object[] = [], more: Json = {}) => ({
  name: 'Flow',
  graph: { nodes, edges, ...more },
});

async function made(body: object): Promise<string> {
  const { status, json } = await call('POST', '/v1/workflows', body);
  expect([status, json]).toEqual([201, expect.objectContaining({ version: 1 })]);
  return String(json['id']);
}

/** The frames of a run's event stream, to its end. */
async function framesOf(url: string, headers: Record<string, string> = {}): Promise<{ id: string; event: string; data: Json }[]> {
  const text = await (await fetch(url, { headers, signal: AbortSignal.timeout(150_000) })).text();
  return text.split('\n\n').flatMap((frame) => {
    const [id, event, data] = ['id', 'event', 'data'].map((name) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1]);
    return id !== undefined && event !== undefined && data !== undefined ? [{ id, event, data: JSON.parse(data) as Json }] : [];
  });
}

const localOf = (address: string): string => app.url + new URL(address).pathname + new URL(address).search;

async function ended(workflowId: string, body: Json = {}): Promise<Run> {
  const { status, json } = await call<Run>('POST', `/v1/workflows/${workflowId}/runs`, body);
  expect([status, json]).toEqual([202, expect.objectContaining({ status: 'running' })]);
  await framesOf(localOf(json.eventsUrl));
  return (await call<Run>('GET', `/v1/workflow-runs/${json.id}`)).json;
}

const statuses = ({ nodes }: Run) => Object.fromEntries(nodes.map(({ id, status }) => [id, status]));

const BRANCHING = document(
  [
    node('n', 'Input.Number', { required: true, min: 0 }),
    node('big', 'Branch', { condition: 'value > 10 && inputs.n < 1000' }),
    node('many', 'Text.Template', { template: 'many: {{nodes.big["true"]}}' }),
    node('few', 'Text.Template', { template: 'few: {{nodes.big["false"] + 0}}' }),
    node('said', 'Select'),
  ],
  [edge('n.number', 'big.value'), edge('many.text', 'said.value'), edge('few.text', 'said.value')],
  { outputs: { said: 'said.value', by: 'said.from' } },
);

describe('a workflow', () => {
  it('is kept in versions: a moved node is none, a lost update is refused', async () => {
    const id = await made(BRANCHING);
    const moved = {
      ...BRANCHING,
      graph: { ...BRANCHING.graph, nodes: BRANCHING.graph.nodes.map((one) => ({ ...one, position: { x: 1, y: 2 } })) },
    };
    expect((await call('PUT', `/v1/workflows/${id}`, { ...moved, baseVersion: 1 })).json).toMatchObject({ version: 1, graph: moved.graph });
    const changed = { ...moved, name: 'Renamed', settings: { onFailure: 'continue' } };
    expect((await call('PUT', `/v1/workflows/${id}`, { ...changed, baseVersion: 1 })).json).toMatchObject({ version: 2, name: 'Renamed' });
    const lost = await call('PUT', `/v1/workflows/${id}`, { ...BRANCHING, baseVersion: 1 });
    expect([lost.status, lost.json]).toEqual([409, expect.objectContaining({ code: 'version_conflict', version: 2 })]);
    expect((await call('GET', `/v1/workflows/${id}?version=1`)).json).toMatchObject({ version: 1, settings: {} });
    expect((await call('GET', `/v1/workflows/${id}?version=3`)).json).toMatchObject({ code: 'version_not_found' });
    const { json } = await call<{ data: Json[] }>('GET', `/v1/workflows/${id}/versions`);
    expect(json.data.map(({ version }) => version)).toEqual([2, 1]);
    expect((await call<{ data: Json[] }>('GET', '/v1/workflows?q=RENAMED')).json.data.map((one) => one['id'])).toEqual([id]);
    expect((await call('DELETE', `/v1/workflows/${id}`)).status).toBe(204);
    expect((await call('GET', `/v1/workflows/${id}`)).json).toMatchObject({ code: 'workflow_not_found' });
  });

  it('is refused with all faults at once, or kept as a draft that cannot be run', async () => {
    const faulty = document(
      [
        node('a', 'Text.Template', { template: '{{nodes.b.text}} {{inputs.nobody}}' }),
        node('b', 'Text.Template', { template: '{{nodes.a.text}}' }),
        node('c', 'Nothing'),
      ],
      [edge('a.text', 'x.value'), edge('a.nope', 'b.value')],
    );
    const { status, json } = await call<{ errors: Json[] }>('POST', '/v1/workflows', { ...faulty, surplus: 1 });
    const codes = new Set(json.errors.map(({ code }) => code));
    expect([status, codes]).toEqual([
      400,
      new Set(['cycle', 'unknown_variable', 'unknown_type', 'unknown_node', 'unknown_port', 'invalid_document']),
    ]);
    const validated = await call<{ valid: boolean; errors: Json[] }>('POST', '/v1/workflows/validate', { ...faulty, surplus: 1 });
    expect(validated.json).toMatchObject({ valid: false, errors: json.errors });
    const draft = await call('POST', '/v1/workflows', { ...faulty, draft: true });
    expect([draft.status, draft.json]).toEqual([201, expect.objectContaining({ isDraft: true })]);
    const run = await call('POST', `/v1/workflows/${String(draft.json['id'])}/runs`, {});
    expect([run.status, run.json]).toEqual([409, expect.objectContaining({ code: 'workflow_is_draft' })]);
  });

  it('refuses what is made to break it, with code, node and place, and reserves nothing', async () => {
    const reserved = async () =>
      Number((await app.sql.query<{ n: string }>(`SELECT count(*) AS n FROM eventing.events WHERE type = 'QuotaReserved'`)).rows[0]?.n);
    const before = await reserved();
    const inMap = (maxItems: number, inner: number) => [
      node('list', 'Input.Json', { default: [1] }),
      node('outer', 'Map', { maxItems }),
      node('inner', 'Map', { maxItems: inner }, { parent: 'outer' }),
      node('work', 'Text.Template', { template: 'x' }, { parent: 'inner' }),
    ];
    const mapEdges = [
      edge('list.json', 'outer.list'),
      edge('outer.item', 'inner.list'),
      edge('work.text', 'inner.each'),
      edge('inner.list', 'outer.each'),
    ];
    const nested = `{{${'['.repeat(40)}1${']'.repeat(40)}}}`;
    const cases: readonly (readonly [string, object, readonly [string, string, string | null]])[] = [
      ['256 kB of nonsense', { ...document([node('a', 'Input.Text')]), description: 'x'.repeat(256_001) }, ['graph_too_large', '', null]],
      [
        '__proto__ as a parameter',
        JSON.parse(
          '{"name":"x","graph":{"nodes":[{"id":"a","type":"Text.Template","params":{"template":"x","__proto__":{"y":1}}}],"edges":[]}}',
        ) as object,
        ['invalid_params', 'graph.nodes.0.params.__proto__', 'a'],
      ],
      [
        '__proto__ as a variable',
        document([node('a', 'Text.Template', { template: '{{__proto__.x}}' })]),
        ['invalid_expression', 'graph.nodes.0.params.template', 'a'],
      ],
      [
        'a regular expression',
        document([node('a', 'Text.Template', { template: '{{"aaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+$")}}' })]),
        ['invalid_expression', 'graph.nodes.0.params.template', 'a'],
      ],
      [
        'loops in loops',
        document([node('a', 'Text.Template', { template: '{{[1,2].map(x, [1,2].map(y, x * y))}}' })]),
        ['expression_too_complex', 'graph.nodes.0.params.template', 'a'],
      ],
      [
        'depth',
        document([node('a', 'Text.Template', { template: nested })]),
        ['expression_too_complex', 'graph.nodes.0.params.template', 'a'],
      ],
      [
        'an address inside',
        document([node('a', 'Http.Request', { url: 'https://169.254.169.254/latest' })]),
        ['url_not_allowed', 'graph.nodes.0.params.url', 'a'],
      ],
      [
        'an address by a short name',
        document([node('a', 'Http.Request', { url: 'http://127.1/' })]),
        ['url_not_allowed', 'graph.nodes.0.params.url', 'a'],
      ],
      ['10,000 executions', document(inMap(100, 101), mapEdges), ['too_many_executions', 'graph.nodes', null]],
      [
        'a map of 1,001',
        document(
          [
            node('list', 'Input.Json'),
            node('each', 'Map', { maxItems: 1_001 }),
            node('x', 'Text.Template', { template: 'x' }, { parent: 'each' }),
          ],
          [edge('list.json', 'each.list'), edge('x.text', 'each.each')],
        ),
        ['invalid_params', 'graph.nodes.1.params.maxItems', 'each'],
      ],
    ];
    const missed: unknown[] = [];
    for (const [what, body, [code, path, at]] of cases) {
      const { json } = await call<{ valid: boolean; errors: { code: string; path: string; node: string | null }[] }>(
        'POST',
        '/v1/workflows/validate',
        body,
      );
      const isFound = !json.valid && json.errors.some((fault) => fault.code === code && fault.path === path && fault.node === at);
      if (!isFound) missed.push([what, json.errors]);
      for (const route of ['/v1/workflows', '/v1/workflows/estimate'])
        expect([what, (await call('POST', route, body)).status]).toEqual([what, 400]);
    }
    expect(missed).toEqual([]);
    // What shows when it runs only: the run fails with code and node.
    const long = await made(
      document(
        [
          node('list', 'Input.Json'),
          node('each', 'Map', { maxItems: 1_000 }),
          node('x', 'Text.Template', { template: 'x' }, { parent: 'each' }),
        ],
        [edge('list.json', 'each.list'), edge('x.text', 'each.each')],
      ),
    );
    expect(await reserved()).toBe(before);
    expect((await ended(long, { inputs: { list: Array.from({ length: 1_001 }, () => 1) } })).error).toMatchObject({
      node: 'each',
      code: 'too_many_items',
    });
  });

  it('takes nothing that is no document, whatever it is', async () => {
    for (const body of [null, [], 'text', 5, {}, { name: 1, graph: [] }, { name: 'x', graph: { nodes: 5, edges: null } }]) {
      expect([body, (await call('POST', '/v1/workflows', body)).status]).toEqual([body, 400]);
      if (body !== null) expect([body, (await call('POST', '/v1/workflows/validate', body)).status].at(1)).toBeLessThan(500);
    }
    const proto = '{"name":"x","graph":{"nodes":[{"id":"a","type":"Stop","params":{"__proto__":{"outcome":"failed"}}}],"edges":[]}}';
    const response = await fetch(`${app.url}/v1/workflows`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' },
      body: proto,
    });
    expect([response.status, ((await response.json()) as { errors: Json[] }).errors.map(({ path }) => path)]).toEqual([
      400,
      expect.arrayContaining(['graph.nodes.0.params.__proto__']),
    ]);
  });
});

describe('a run', () => {
  it('goes down one side of a branch, joins, and ends with its results', async () => {
    const id = await made(BRANCHING);
    const many = await ended(id, { inputs: { n: 12 } });
    expect(many).toMatchObject({ status: 'completed', outputs: { said: { value: 'many: 12' }, by: { value: 'many' } } });
    expect(statuses(many)).toEqual({ n: 'succeeded', big: 'succeeded', many: 'succeeded', few: 'skipped', said: 'succeeded' });
    const few = await ended(id, { inputs: { n: 2 } });
    expect(few).toMatchObject({ status: 'completed', outputs: { said: { value: 'few: 2' }, by: { value: 'few' } } });
    expect((await call<{ data: Json[] }>('GET', `/v1/workflows/${id}/runs`)).json.data.map((run) => run['id'])).toEqual([few.id, many.id]);
    expect((await call('GET', `/v1/workflows/${id}`)).json).toMatchObject({ lastRun: { id: few.id, status: 'completed' } });
  });

  it('tells what happens, once, and goes on where a reader was', async () => {
    const id = await made(BRANCHING);
    const { json: run } = await call<Run>('POST', `/v1/workflows/${id}/runs`, { inputs: { n: 12 } });
    const frames = await framesOf(`${app.url}/v1/workflow-runs/${run.id}/events`, { authorization: `Bearer ${app.apiKey}` });
    expect(frames.at(0)).toMatchObject({ event: 'run', data: { status: 'running' } });
    expect(frames.at(-1)).toMatchObject({ event: 'completed', data: { id: run.id, status: 'completed' } });
    expect(frames.filter(({ event, data }) => event === 'node' && data['status'] === 'succeeded').map(({ data }) => data['id'])).toEqual([
      'n',
      'big',
      'many',
      'said',
    ]);
    const [third] = frames.slice(2);
    const rest = await framesOf(localOf(run.eventsUrl), { 'last-event-id': third?.id ?? '' });
    expect(rest.map(({ id: one }) => one)).toEqual(frames.slice(3).map(({ id: one }) => one));
    expect((await fetch(`${app.url}/v1/workflow-runs/${run.id}/events/live?token=forged`)).status).toBe(404);
  });

  it('refuses inputs that do not fit, all at once, and changes nothing', async () => {
    const id = await made(BRANCHING);
    const refused = async (body: Json) =>
      (await call<{ errors: Json[] }>('POST', `/v1/workflows/${id}/runs`, body)).json.errors.map(({ path }) => path);
    expect(await refused({})).toEqual(['inputs.n']);
    expect(await refused({ inputs: { n: -1, other: 1 } })).toEqual(['inputs.other', 'inputs.n']);
    expect(await refused({ inputs: { n: 'text' } })).toEqual(['inputs.n']);
    expect(await refused({ inputs: 5 })).toEqual(['inputs']);
    expect(await refused({ inputs: { n: 1 }, metadata: { a: 1 } })).toEqual(['metadata.a']);
    expect((await call<{ data: Json[] }>('GET', `/v1/workflows/${id}/runs`)).json.data).toEqual([]);
  });

  it('fails where nobody handles it, and goes round it where somebody does', async () => {
    const broken = (onError: string, more: Json = {}) =>
      document(
        [
          node('list', 'Input.Json', { default: [1] }),
          node('bad', 'Text.Template', { template: '{{nodes.list.json[5]}}' }, { onError, ...more }),
          node('good', 'Text.Template', { template: 'after: {{nodes.bad.text}}' }),
          ...(onError === 'edge' ? [node('why', 'Text.Template', { template: '{{nodes.bad.error.code}}' })] : []),
        ],
        [],
        { outputs: { good: 'good.text', ...(onError === 'edge' && { why: 'why.text' }) } },
      );
    expect(await ended(await made(broken('fail')))).toMatchObject({ status: 'failed', error: { node: 'bad', code: 'invalid_expression' } });
    expect(await ended(await made(broken('continue')))).toMatchObject({ status: 'completed', outputs: {} });
    const fallback = await ended(await made(broken('fallback', { fallback: { text: 'instead' } })));
    expect(fallback).toMatchObject({ status: 'completed', outputs: { good: { value: 'after: instead' } } });
    expect(await ended(await made(broken('edge')))).toMatchObject({
      status: 'completed',
      outputs: { why: { value: 'invalid_expression' } },
    });
  });

  it('stops on purpose', async () => {
    const stop = (outcome: string) =>
      document(
        [node('a', 'Text.Template', { template: 'x' }), node('s', 'Stop', { outcome, message: 'enough' })],
        [edge('a.text', 's.when')],
      );
    expect(await ended(await made(stop('failed')))).toMatchObject({ status: 'failed', error: { code: 'stopped', message: 'enough' } });
    const { id, status } = await ended(await made(stop('completed')));
    expect(status).toBe('completed');
    expect((await call('POST', `/v1/workflow-runs/${id}/cancel`)).json).toMatchObject({
      code: 'already_finished',
      currentStatus: 'completed',
    });
  });

  it('carries large values as files, and gives their room back to nobody but the ledger', async () => {
    const large = 'x'.repeat(15_000);
    const id = await made(
      document([node('t', 'Input.Text'), node('b', 'Branch', { condition: 'true' })], [edge('t.text', 'b.value')], {
        outputs: { out: 'b.true' },
      }),
    );
    const run = await ended(id, { inputs: { t: large } });
    const { value, url } = run.outputs['out'] ?? {};
    expect(value).toBeUndefined();
    expect(await (await fetch(localOf(url ?? ''))).json()).toBe(large);
  });

  it('has a script written and spoken, music composed and a picture drawn, without any key', async () => {
    const id = await made(
      document(
        [
          node('topic', 'Input.Text', { default: 'the sea' }),
          node('script', 'Script.Generate', { durationSeconds: 5, language: 'en' }),
          node('voice', 'Voice.TTS'),
          node('music', 'Music.Generate', { mood: 'calm' }),
          node('picture', 'Image.Generate', { prompt: 'A picture of {{inputs.topic}}: {{nodes.script.title}}', aspectRatio: '1:1' }),
        ],
        [edge('topic.text', 'script.topic'), edge('script.script', 'voice.script'), edge('voice.durationSeconds', 'music.durationSeconds')],
        { outputs: { words: 'script.text', voice: 'voice.audio', music: 'music.audio', picture: 'picture.image' } },
      ),
    );
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'completed', error: null });
    expect(new Set(run.nodes.map((one) => one.model))).toEqual(
      new Set([null, ...['outline', 'speech', 'music', 'illustrator'].map((name) => `local:${name}`)]),
    );
    const { words, voice, music, picture } = run.outputs;
    expect(String(words?.value).length).toBeGreaterThan(20);
    const seconds = (value: unknown) => (value as { durationSeconds: number }).durationSeconds;
    expect(seconds(music?.value)).toBeCloseTo(seconds(voice?.value), 3);
    for (const [output, type] of [
      [voice, 'audio/mp4'],
      [music, 'audio/mp4'],
      [picture, 'image/png'],
    ] as const) {
      const file = await fetch(localOf(output?.url ?? ''));
      expect([file.status, file.headers.get('content-type')]).toEqual([200, type]);
      expect((await file.arrayBuffer()).byteLength).toBe((output?.value as { sizeBytes: number }).sizeBytes);
    }
    const { rows } = await app.sql.query<{ kind: string; count: string }>(
      'SELECT kind, count(*) FROM tasks.tasks WHERE subject_id = $1 GROUP BY kind ORDER BY kind',
      [run.id],
    );
    expect(rows).toEqual([
      { kind: 'workflows.run-light', count: '1' },
      { kind: 'workflows.run-node', count: '4' },
    ]);
  }, 120_000);

  it('makes a film of footage, script, voice and subtitles by the graph that comes with Kadr, without any key, and tells of it', async () => {
    const { json: templates } = await call<{ data: { id: string }[] }>('GET', '/v1/workflow-templates');
    expect(templates.data.map((one) => one.id)).toEqual([
      ...['clips-from-frames', 'daily-series', 'review-in-parallel', 'segments-to-film', 'stock-narration', 'two-languages'],
    ]);
    const run = await ended(await made({ template: 'stock-narration', name: 'The sea' }), {
      inputs: { topic: 'the sea', seconds: 5, shots: 2, resolution: '480p' },
    });
    expect(run).toMatchObject({ status: 'completed', error: null });
    expect(new Set(run.nodes.map((one) => one.status))).toEqual(new Set(['succeeded']));
    const { film, clips, subtitles, thumbnail } = run.outputs;
    const { durationSeconds } = run.nodes.find((one) => one.id === 'n3')?.outputs['audio']?.value as { durationSeconds: number };
    expect(film?.value).toMatchObject({ kind: 'video', widthPx: 480, heightPx: 854, contentType: 'video/mp4' });
    expect((film?.value as { durationSeconds: number }).durationSeconds).toBeCloseTo(durationSeconds + 0.15, 1);
    const bytes = Buffer.from(await (await fetch(localOf(film?.url ?? ''))).arrayBuffer());
    expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
    const shown = clips?.value as { file: { url: string; sha256: string } }[];
    expect(new Set(shown.map(({ file }) => file.sha256)).size).toBe(2);
    const links = [thumbnail?.url ?? '', ...shown.map(({ file }) => file.url), (subtitles?.value as { srt: { url: string } }).srt.url];
    for (const link of links) expect((await fetch(localOf(link))).status).toBe(200);
    expect(JSON.stringify(run)).not.toContain('"key"');
    const notices = async () =>
      (await call<{ data: { type: string; data: Json }[] }>('GET', '/v1/events?types=workflow_run.notice')).json.data;
    const deadline = Date.now() + 90_000;
    while ((await notices()).length === 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 100));
    const [notice] = await notices();
    expect(notice?.data).toMatchObject({
      runId: run.id,
      node: 'n7',
      type: 'film.ready',
      content: { kind: 'video', contentType: 'video/mp4' },
    });
    expect((await fetch(localOf(String(notice?.data['url'])))).status).toBe(200);
    const refused = await call<{ errors: Json[] }>('POST', '/v1/workflows', { template: 'nothing' });
    expect([refused.status, refused.json.errors.map(({ code }) => code)]).toEqual([400, ['unknown_template']]);
  }, 180_000);

  it('goes through lists: the order stays, branches and failures are those of each item, and maps stand in maps', async () => {
    const inside = (id: string, type: string, params: Json = {}) => node(id, type, params, { parent: 'm' });
    const over = (params: Json, template: string) =>
      document(
        [
          node('l', 'Input.Json', { required: true }),
          node('t', 'Input.Text', { default: 'all' }),
          node('m', 'Map', params),
          inside('x', 'Text.Template', { template }),
        ],
        [edge('l.json', 'm.list'), edge('x.text', 'm.each')],
        { outputs: { list: 'm.list', failed: 'm.failed', count: 'm.count' } },
      );
    const valuesOf = ({ status, outputs, error }: Run) => [
      status,
      outputs['list']?.value,
      (outputs['failed']?.value as Json[] | undefined)?.length,
      error?.['code'],
    ];
    const many = Array.from({ length: 60 }, (_, n) => n);
    const plain = await made(over({ concurrency: 7 }, '{{inputs.t}} {{item}} at {{index}}'));
    const whole = await ended(plain, { inputs: { l: many } });
    expect(valuesOf(whole)).toEqual(['completed', many.map((n) => `all ${n} at ${n}`), 0, undefined]);
    const itemsOf = async (query: string, of = 'm') =>
      call<{ data: Json[]; nextCursor: string | null }>('GET', `/v1/workflow-runs/${whole.id}/nodes/${of}/items?limit=50${query}`);
    const { json: first } = await itemsOf('');
    const { json: rest } = await itemsOf(`&cursor=${first.nextCursor ?? ''}`);
    expect([...first.data, ...rest.data].map(({ index }) => index)).toEqual(many);
    expect(rest.data.at(-1)).toMatchObject({ status: 'succeeded', output: { value: 'all 59 at 59' }, error: null });
    expect([rest.nextCursor, (await itemsOf('&status=failed')).json.data, (await itemsOf('', 'l')).json]).toEqual([
      null,
      [],
      expect.objectContaining({ code: 'node_not_found' }),
    ]);
    expect(valuesOf(await ended(plain, { inputs: { l: [] } }))).toEqual(['completed', [], 0, undefined]);
    expect(valuesOf(await ended(plain, { inputs: { l: 'none' } }))).toEqual(['failed', undefined, undefined, 'type_mismatch']);
    expect(valuesOf(await ended(plain, { inputs: { l: Array.from({ length: 101 }, () => 1) } }))).toEqual([
      'failed',
      undefined,
      undefined,
      'too_many_items',
    ]);
    const filtered = await made(over({ filter: 'item.n > 1 && index < 4' }, '{{item.n}}'));
    expect(valuesOf(await ended(filtered, { inputs: { l: [1, 2, 3, 4, 5].map((n) => ({ n })) } }))).toEqual([
      'completed',
      ['2', '3', '4'],
      0,
      undefined,
    ]);
    const broken = { inputs: { l: [[1], [], [3]] } };
    const failing = async (params: Json) => valuesOf(await ended(await made(over(params, '{{item[0]}}')), broken));
    expect(await failing({})).toEqual(['failed', undefined, undefined, 'items_failed']);
    expect(await failing({ onItemError: 'skip' })).toEqual(['completed', ['1', '3'], 1, undefined]);
    expect(await failing({ onItemError: 'null' })).toEqual(['completed', ['1', null, '3'], 1, undefined]);
    expect(await failing({ onItemError: 'skip', tolerate: '10%' })).toEqual(['failed', undefined, undefined, 'items_failed']);
    const nested = document(
      [
        node('l', 'Input.Json', { default: [[1, 2], [3]] }),
        node('m', 'Map', { maxItems: 10 }),
        inside('inner', 'Map'),
        node('y', 'Text.Template', { template: '{{nodes.l.json.size()}}:{{item}}' }, { parent: 'inner' }),
        inside('j', 'Text.Template', { template: '{{nodes.inner.list.join("+")}}' }),
      ],
      [edge('l.json', 'm.list'), edge('m.item', 'inner.list'), edge('y.text', 'inner.each'), edge('j.text', 'm.each')],
      { outputs: { list: 'm.list' } },
    );
    expect(valuesOf(await ended(await made(nested)))).toEqual(['completed', ['2:1+2:2', '2:3'], undefined, undefined]);
  }, 120_000);

  it('makes a picture of each segment and a film of the pictures', async () => {
    const words = 'The sea is deep and cold. It is full of life, and nobody has seen all of it. That is why we dive.';
    const run = await ended(await made({ template: 'segments-to-film' }), { inputs: { words, resolution: '480p' } });
    const { film, pictures, count } = run.outputs;
    expect([run.status, run.error, film?.value]).toEqual(['completed', null, expect.objectContaining({ kind: 'video', widthPx: 854 })]);
    const shown = pictures?.value as { file: { sha256: string } }[];
    expect([new Set(shown.map(({ file }) => file.sha256)).size, count?.value]).toEqual([shown.length, shown.length]);
  }, 180_000);

  it('makes films by the other graphs that come with Kadr, without any key', async () => {
    const small = { resolution: '480p' };
    const started = async (template: string, inputs: Json) =>
      (await call<Run>('POST', `/v1/workflows/${await made({ template })}/runs`, { inputs: { ...small, ...inputs } })).json;
    const reviewed = await started('review-in-parallel', { topic: 'the sea', seconds: 5 });
    const others = await Promise.all([
      started('clips-from-frames', { scene: 'a harbour', seconds: 1 }),
      started('two-languages', { english: 'The sea is deep.', russian: 'Море глубокое.', scene: 'the sea' }),
      started('daily-series', { topic: 'the sea', seconds: 5 }),
    ]);
    const read = async ({ id }: Run) => (await call<Run>('GET', `/v1/workflow-runs/${id}`)).json;
    const deadline = Date.now() + 120_000;
    // Three people at the same time; one of them wants another picture.
    const decided: Record<string, number> = {};
    for (let run = await read(reviewed); run.status === 'running' || run.status === 'awaiting_approval'; run = await read(reviewed)) {
      expect(Date.now()).toBeLessThan(deadline);
      for (const { id, status, take } of run.nodes.filter((one) => one.status === 'awaiting_approval')) {
        const verdict = id === 'look' && take === 0 ? 'reject' : 'approve';
        const { status: answered, json: why } = await call('POST', `/v1/workflow-runs/${run.id}/approvals/${id}/${verdict}`, {
          comment: 'warmer',
          take,
        });
        expect([status, answered, why]).toEqual(['awaiting_approval', 200, expect.anything()]);
        decided[id] = (decided[id] ?? 0) + 1;
      }
      await new Promise((go) => setTimeout(go, 50));
    }
    expect(decided).toEqual({ words: 1, look: 2, sound: 1 });
    for (const run of [reviewed, ...others]) await framesOf(localOf((await read(run)).eventsUrl));
    const runs = await Promise.all([reviewed, ...others].map(read));
    expect(runs.map(({ status, error }) => [status, error])).toEqual(runs.map(() => ['completed', null]));
    const [review, clips, languages, series] = runs as [Run, Run, Run, Run];
    for (const film of [
      review.outputs['film'],
      clips.outputs['film'],
      languages.outputs['english'],
      languages.outputs['russian'],
      series.outputs['film'],
    ]) {
      expect(film?.value).toMatchObject({ kind: 'video', contentType: 'video/mp4' });
    }
    // What was said of the first picture is in the second one's prompt, so it is another one.
    expect(review.nodes.find(({ id }) => id === 'picture')).toMatchObject({ take: 1 });
    expect((clips.outputs['clips']?.value as unknown[]).length).toBe(2);
    expect(series.outputs['about']?.value).toMatch(/^the sea\. Part 1, for \d{4}-\d\d-\d\d\.$/);
  }, 240_000);

  it('learns of a private host of the operator no more than the status, unless that was allowed as well', async () => {
    answer = () => ({ status: 200, text: '{"private":"plan"}' });
    const graph = document(
      [
        node('hidden', 'Http.Request', { url: `${web.replace('127.0.0.1', 'localhost')}/plan` }),
        node('open', 'Http.Request', { url: `${web}/plan` }),
        node('told', 'Text.Template', { template: '{{nodes.hidden.text}}' }),
      ],
      [],
      { outputs: { status: 'hidden.status', json: 'hidden.json', open: 'open.json' } },
    );
    const run = await ended(await made(graph));
    expect([run.status, run.outputs]).toEqual([
      'completed',
      { status: { type: 'number', value: 200 }, open: { type: 'json', value: { private: 'plan' } } },
    ]);
    expect(statuses(run)).toMatchObject({ hidden: 'succeeded', told: 'skipped' });
    expect(JSON.stringify(run.nodes.find(({ id }) => id === 'hidden'))).not.toContain('plan"');
  });

  it('sends a secret that no document, event, task or answer holds, also when it is said back, and takes a new value for something else', async () => {
    const [secret, later] = ['crm "1" 0123456789', 'crm-9876543210'];
    const graph = document(
      [
        node('ask', 'Http.Request', {
          url: `${web}/crm`,
          headers: { authorization: 'Bearer {{secrets.crm_token}}', 'x-own': '{{inputs.own}}' },
        }),
        node('own', 'Input.Text', { default: 'plain' }),
      ],
      [],
      { outputs: { said: 'ask.text' } },
    );
    const seen: unknown[] = [];
    answer = (request) => {
      seen.push(request.headers['authorization']);
      return { status: 200, text: JSON.stringify(request.headers) };
    };
    const { json: warned } = await call<{ valid: boolean; warnings: Json[] }>('POST', '/v1/workflows/validate', graph);
    const missing = { code: 'unknown_secret', path: 'graph.nodes.0.params.headers.authorization' };
    expect([warned.valid, warned.warnings]).toEqual([true, [expect.objectContaining({ ...missing, node: 'ask' })]]);
    const id = await made(graph);
    const refused = await call<{ errors: Json[] }>('POST', `/v1/workflows/${id}/runs`, {});
    expect([refused.status, refused.json.errors]).toEqual([400, [expect.objectContaining(missing)]]);
    const put = (value: string, name = 'crm_token') => call('PUT', `/v1/secrets/${name}`, { value });
    expect((await put(secret)).json).toEqual(expect.objectContaining({ name: 'crm_token', version: 1 }));
    expect([(await put('short')).status, (await put('line\nbreak1')).status, (await put(secret, '1x')).status]).toEqual([400, 400, 404]);
    const run = await ended(id);
    expect([run.status, seen]).toEqual(['completed', [`Bearer ${secret}`]]);
    expect(run.outputs['said']?.value).toContain('Bearer [crm_token]');
    expect((await put(later)).json).toMatchObject({ version: 2 });
    const { json: forked } = await call<Run>('POST', `/v1/workflow-runs/${run.id}/fork`, {});
    await framesOf(localOf(forked.eventsUrl));
    expect(seen).toEqual([`Bearer ${secret}`, `Bearer ${later}`]);
    // What looks like a secret and comes from whoever starts a run is none.
    const forged = await ended(id, { inputs: { own: '\u{E5EC}crm_token@2\u{E5ED}' } });
    expect([forged.status, forged.error, seen.length]).toEqual(['failed', expect.objectContaining({ node: 'ask' }), 2]);
    const kept = await app.sql.query<{ kept: string }>(
      `SELECT (SELECT coalesce(string_agg(e::text, ''), '') FROM eventing.events e) || (SELECT coalesce(string_agg(t::text, ''), '') FROM tasks.tasks t)
           || (SELECT string_agg(g::text, '') FROM workflows.graphs g) || (SELECT string_agg(s::text, '') FROM workflows.secrets s) AS kept`,
    );
    for (const value of [secret, JSON.stringify(secret).slice(1, -1), later]) {
      expect(kept.rows[0]?.kept.includes(value)).toBe(false);
      for (const route of [
        '/v1/secrets',
        '/v1/secrets/crm_token',
        `/v1/workflows/${id}`,
        `/v1/workflow-runs/${run.id}`,
        `/v1/workflow-runs/${run.id}/timeline`,
      ])
        expect(JSON.stringify((await call('GET', route)).json).includes(value)).toBe(false);
    }
    const stranger = await call<{ apiKey: { key: string } }>('POST', '/v1/admin/organisations', { name: 'Stranger', plan: 'free' });
    const theirs = (method: string, route: string) => call<{ data: Json[] }>(method, route, undefined, stranger.json.apiKey.key);
    expect([(await theirs('GET', '/v1/secrets')).json.data, (await theirs('DELETE', '/v1/secrets/crm_token')).status]).toEqual([[], 404]);
    expect([(await call('DELETE', '/v1/secrets/crm_token')).status, (await call('GET', '/v1/secrets/crm_token')).status]).toEqual([
      204, 404,
    ]);
    expect((await call('POST', `/v1/workflows/${id}/runs`, {})).status).toBe(400);
  }, 60_000);

  it('tells one endpoint alone, whatever it listens to, and is refused where there is no such endpoint', async () => {
    answer = () => ({ status: 200, text: '' });
    const since = new Date().toISOString();
    const endpoint = async (path: string, events: readonly string[]): Promise<string> => {
      const { status, json } = await call('POST', '/v1/webhook-endpoints', { url: `${web}/${path}`, events });
      expect([status, json]).toEqual([201, expect.anything()]);
      return String(json['id']);
    };
    const [alone, listening] = [await endpoint('alone', ['job.completed']), await endpoint('listening', ['workflow_run.notice'])];
    const telling = (endpointId: string | null) =>
      document(
        [
          node('word', 'Text.Template', { template: 'sea' }),
          node('one', 'Notify.Webhook', { type: 'for.one', endpointId }),
          node('all', 'Notify.Webhook', { type: 'for.all', endpointId: null }),
        ],
        [edge('word.text', 'one.data'), edge('one.data', 'all.data')],
      );
    const run = await ended(await made(telling(alone)));
    expect(run.status).toBe('completed');
    const told = async (id: string): Promise<(string | undefined)[]> => {
      const route = `/v1/webhook-endpoints/${id}/deliveries`;
      const { json } = await call<{ data: { eventId: string; type: string }[] }>('GET', route);
      const events = (await call<{ data: { id: string; data: Json }[] }>('GET', '/v1/events?types=workflow_run.notice&limit=100')).json;
      return json.data.map(({ eventId }) => events.data.filter((one) => one.id === eventId).map(({ data }) => String(data['type']))[0]);
    };
    // What is for all comes after what is for one: once it is there, the other one has been given to whom it is for.
    const deadline = Date.now() + 90_000;
    while ((await told(listening))[0] === undefined && Date.now() < deadline) await new Promise((go) => setTimeout(go, 100));
    expect([await told(listening), await told(alone)]).toEqual([['for.all'], ['for.one']]);
    // Told anew, it goes to whom it was for, and to nobody else.
    const replayed = async (id: string, only: string) => (await call('POST', `/v1/webhook-endpoints/${id}/replay`, { since, only })).json;
    expect([await replayed(listening, 'missing'), await replayed(alone, 'all')]).toEqual([{ deliveries: 0 }, { deliveries: 1 }]);

    const nobody = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11';
    const { json: kept } = await call<{ id: string; warnings: Json[] }>('POST', '/v1/workflows', telling(nobody));
    const unknown = { code: 'unknown_endpoint', path: 'graph.nodes.1.params.endpointId' };
    expect(kept.warnings).toMatchObject([{ ...unknown, node: 'one' }]);
    const refused = await call<{ errors: Json[] }>('POST', `/v1/workflows/${kept.id}/runs`, {});
    expect([refused.status, refused.json.errors]).toMatchObject([400, [unknown]]);
    const { json: sent } = await call('GET', `/v1/workflows/${kept.id}/export`);
    expect(JSON.stringify(sent)).not.toContain(nobody);
    for (const id of [alone, listening]) expect((await call('DELETE', `/v1/webhook-endpoints/${id}`)).status).toBe(204);
  }, 120_000);

  it('goes to another organisation as a file, without ids of this one, and does not run there by itself', async () => {
    const contact = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11';
    const graph = {
      ...document(
        [
          node('word', 'Input.Text', { default: 'a word' }),
          node('file', 'Input.Asset', { kind: 'image', default: contact }),
          node('say', 'Notify.Telegram', { text: '{{inputs.word}}', contact }),
          node('send', 'Http.Request', { url: `${web}/x`, headers: { authorization: '{{secrets.mine}}' } }),
        ],
        [edge('file.image', 'say.data')],
        { outputs: { said: 'say.message' } },
      ),
      settings: { retentionDays: 3, maxCostMicros: 1_000_000 },
      schedule: { cron: '0 9 * * *', timezone: 'Europe/Berlin', overlap: 'skip' },
    };
    const id = await made(graph);
    const response = await fetch(`${app.url}/v1/workflows/${id}/export`, { headers: { authorization: `Bearer ${app.apiKey}` } });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=Flow.workflow.json');
    const file = (await response.json()) as Json & { graph: { nodes: { params: Json }[] } };
    expect(JSON.stringify(file)).not.toContain(contact);
    expect(file).toMatchObject({ name: 'Flow', settings: graph.settings, schedule: graph.schedule });
    expect(file.graph).toEqual({
      ...{ format: 1, edges: graph.graph.edges, outputs: { said: 'say.message' } },
      nodes: [
        graph.graph.nodes[0],
        node('file', 'Input.Asset', { kind: 'image' }),
        node('say', 'Notify.Telegram', { text: '{{inputs.word}}' }),
        graph.graph.nodes[3],
      ],
    });
    const other = await call<{ apiKey: { key: string } }>('POST', '/v1/admin/organisations', { name: 'Other', plan: 'free' });
    const imported = await call('POST', '/v1/workflows/import', file, other.json.apiKey.key);
    expect([imported.status, imported.json]).toEqual([
      201,
      expect.objectContaining({ version: 1, schedule: { ...graph.schedule, enabled: false } }),
    ]);
    expect((await call('GET', `/v1/workflows/${String(imported.json['id'])}`, undefined, other.json.apiKey.key)).json).toMatchObject({
      graph: file.graph,
    });
    // The manifest of a film carries a document, or says that it does not.
    const { name, graph: nodes, settings } = graph;
    const manifest = (carried: unknown) => ({
      version: 1,
      title: 'A film',
      graph: { workflowId: id, version: 1, digest: 'abc', document: carried },
    });
    expect((await call('POST', '/v1/workflows/import', manifest({ name, graph: nodes, settings }))).status).toBe(201);
    const without = await call<{ errors: Json[] }>('POST', '/v1/workflows/import', manifest(null));
    expect([without.status, without.json.errors]).toEqual([400, [expect.objectContaining({ code: 'no_graph', path: 'graph.document' })]]);
    for (const body of [null, [], 5, {}, { graph: { nodes: 5 } }])
      expect((await call('POST', '/v1/workflows/import', body)).status).toBe(400);
    // What a run of it may do besides making things here.
    const rights = async (...nodes: readonly object[]) => (await call('POST', '/v1/workflows/validate', document(nodes))).json['rights'];
    expect(await rights(...graph.graph.nodes)).toEqual({ spends: false, calls: true, asksPeople: false });
    const asked = [node('film', 'Video.Create', { prompt: 'a sea' }), node('ok', 'Approve')];
    expect(await rights(...asked)).toEqual({ spends: true, calls: false, asksPeople: true });
    expect(await rights(node('picture', 'Image.Generate', { prompt: 'a sea' }))).toEqual({
      spends: false,
      calls: false,
      asksPeople: false,
    });
  });

  it('fails a node that takes too long, tells its history, and is deleted when its time is over', async () => {
    const faulty = document([node('t', 'Text.Template', { template: 'x' }, { timeoutSeconds: 5 })]);
    expect((await call<{ errors: Json[] }>('POST', '/v1/workflows/validate', faulty)).json.errors).toEqual([
      expect.objectContaining({ code: 'invalid_timeout', path: 'graph.nodes.0.timeoutSeconds', node: 't' }),
    ]);
    const graph = {
      ...document(
        [
          node('word', 'Input.Text', { default: 'a word' }),
          node('late', 'Delay', { seconds: 600 }, { timeoutSeconds: 1, onError: 'edge' }),
          node('why', 'Text.Template', { template: '{{nodes.late.error.code}}' }),
          node('say', 'Notify.Telegram', { text: 'Said: {{nodes.why.text}}' }),
        ],
        [edge('word.text', 'late.value')],
        { outputs: { why: 'why.text', said: 'say.message' } },
      ),
      settings: { retentionDays: 2 },
    };
    const run = await ended(await made(graph));
    expect([run.status, run.outputs]).toEqual([
      'completed',
      { why: { type: 'text', value: 'timed_out' }, said: { type: 'json', value: { text: 'Said: timed_out', contact: null } } },
    ]);
    expect((run as unknown as Json)['cost']).toEqual({ amountMicros: 0, savedMicros: 0, currency: 'USD' });
    const { json } = await call<{ data: { type: string; node: string | null; actor: Json; title: string; details: Json }[] }>(
      'GET',
      `/v1/workflow-runs/${run.id}/timeline`,
    );
    expect(json.data.map(({ type, node: of }) => [type, of])).toEqual([
      ...[
        ['RunRequested', null],
        ['RunStarted', null],
        ['NodeCompleted', 'word'],
        ['NodeStarted', 'late'],
        ['NodeFailed', 'late'],
      ],
      ...[
        ['NodeCompleted', 'why'],
        ['NodeCompleted', 'say'],
        ['RunCompleted', null],
      ],
    ]);
    expect([json.data[0]?.actor, json.data[4]?.actor]).toMatchObject([{ kind: 'key' }, { kind: 'system' }]);
    expect(json.data[4]?.details).toMatchObject({ code: 'timed_out', handling: 'edge' });
    // Kept while it is young, gone when its days are over.
    const retention = app.app.get(Retention, { strict: false });
    await retention.sweep();
    expect((await call('GET', `/v1/workflow-runs/${run.id}`)).status).toBe(200);
    await app.sql.query('UPDATE workflows.retention SET days = 0 WHERE run_id = $1', [run.id]);
    await retention.sweep();
    expect((await call('GET', `/v1/workflow-runs/${run.id}`)).status).toBe(404);
    const rows = async () => (await app.sql.query('SELECT 1 FROM workflows.retention WHERE run_id = $1', [run.id])).rows.length;
    const deadline = Date.now() + 60_000;
    while ((await rows()) > 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 50));
    expect(await rows()).toBe(0);
  }, 120_000);

  it('asks the web, waits, keeps files, takes files, and orders whole videos', async () => {
    const seen: { headers: Record<string, unknown>; body: string }[] = [];
    answer = (request, body) => {
      seen.push({ headers: request.headers, body });
      return seen.length === 1
        ? { status: 503, text: 'later' }
        : { status: 200, text: JSON.stringify({ asked: JSON.parse(body) as unknown }) };
    };
    const id = await made(
      document(
        [
          node('body', 'Input.Json', { default: { a: [1, 2] } }),
          node('ask', 'Http.Request', { url: `${web}/hook`, headers: { 'x-own': 'yes' } }),
          node('later', 'Delay', { seconds: 0.2 }),
          node('picture', 'Image.Generate', { prompt: 'a boat', aspectRatio: '1:1', resolution: '480p' }),
          node('keep', 'Asset.Save'),
          node('bad', 'Http.Request', { url: `${web}/hook`, expect: [204] }, { onError: 'edge' }),
          node('forged', 'Http.Request', { url: `${web}/hook`, headers: { Host: 'other' } }, { onError: 'edge' }),
          node('why', 'Text.Template', { template: '{{nodes.bad.error.code}} {{nodes.forged.error.code}}' }),
        ],
        [
          edge('body.json', 'ask.body'),
          edge('ask.json', 'later.value'),
          edge('picture.image', 'keep.image'),
          edge('later.value', 'bad.body'),
          edge('later.value', 'forged.body'),
        ],
        { outputs: { said: 'later.value', status: 'ask.status', asset: 'keep.asset', why: 'why.text' } },
      ),
    );
    const run = await ended(id);
    expect([run.status, run.error]).toEqual(['completed', null]);
    expect(run.outputs).toMatchObject({
      said: { value: { asked: { a: [1, 2] } } },
      status: { value: 200 },
      why: { value: 'http_status invalid_params' },
    });
    expect(seen.length).toBe(3);
    expect(seen[0]?.headers['idempotency-key']).toBe(seen[1]?.headers['idempotency-key']);
    expect(seen[1]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-own': 'yes' });
    const { assetId } = run.outputs['asset']?.value as { assetId: string };
    expect((await call('GET', `/v1/assets/${assetId}`)).json).toMatchObject({ status: 'ready', kind: 'image' });
    const again = await made(
      document(
        [
          node('file', 'Input.Asset', { kind: 'image', required: true }),
          node('clip', 'Video.Generate', { durationSeconds: 1, aspectRatio: '1:1', resolution: '480p' }),
          node('more', 'Clips.FromFrames', { durationSeconds: 1, aspectRatio: '1:1', resolution: '480p' }),
          node('film', 'Video.Create', {
            order: { durationSeconds: 5, resolution: '480p', visuals: { mode: 'images' }, voice: false, subtitles: false, music: false },
          }),
          node('about', 'Input.Text', { default: 'A calm sea.' }),
          node('edited', 'Image.Edit', { prompt: 'at night', fallback: ['original'] }),
        ],
        [
          ...[
            edge('file.image', 'clip.image'),
            edge('file.image', 'edited.image'),
            edge('file.image', 'more.frames'),
            edge('edited.image', 'more.frames'),
          ],
          edge('about.text', 'film.prompt'),
        ],
        { outputs: { clip: 'clip.video', clips: 'more.clips', film: 'film.video', title: 'film.title', edited: 'edited.image' } },
      ),
    );
    const refusedInput = async (file: unknown) =>
      (await call<{ errors: Json[] }>('POST', `/v1/workflows/${again}/runs`, { inputs: { file } })).json.errors.map(({ code }) => code);
    expect(await refusedInput('http://127.0.0.1/x.png')).toEqual(['url_not_allowed']);
    expect(await refusedInput('0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11')).toEqual(['unknown_asset']);
    expect(await refusedInput('nothing')).toEqual(['validation_failed']);
    const films = await ended(again, { inputs: { file: assetId } });
    expect([films.status, films.error]).toEqual(['completed', null]);
    expect(films.outputs).toMatchObject({
      clip: { value: { kind: 'video' } },
      film: { value: { kind: 'video', durationSeconds: 5 } },
      edited: { value: { kind: 'image' } },
    });
    expect((films.outputs['clips']?.value as unknown[]).length).toBe(1);
    const { json: ordered } = await call<{ data: { request: Json }[] }>('GET', '/v1/videos');
    expect(ordered.data.map(({ request }) => request['prompt'])).toContain('A calm sea.');
  }, 240_000);

  it('gives back what it did not use, and books what it did', async () => {
    const { json: customer } = await call<{ id: string; apiKey: { key: string } }>('POST', '/v1/admin/organisations', {
      name: 'Payer',
      plan: 'free',
    });
    const { key } = customer.apiKey;
    const kept = await call('POST', '/v1/workflows', document([node('m', 'Music.Generate', { mood: 'calm', durationSeconds: 2 })]), key);
    const { json: run } = await call<Run>('POST', `/v1/workflows/${String(kept.json['id'])}/runs`, {}, key);
    const levels = async () => {
      const { json } = await call<{ resources: { resource: string; reserved: number; used: number }[] }>(
        'GET',
        '/v1/billing/quota',
        undefined,
        key,
      );
      return Object.fromEntries(json.resources.map(({ resource, reserved, used }) => [resource, { reserved, used }]));
    };
    await framesOf(localOf(run.eventsUrl));
    const deadline = Date.now() + 90_000;
    for (let now = await levels(); now['storage_bytes']?.reserved !== 0 && Date.now() < deadline; now = await levels())
      await new Promise((go) => setTimeout(go, 100));
    const { outputs } = (await call<Run>('GET', `/v1/workflow-runs/${run.id}`, undefined, key)).json;
    const bytes = (outputs['m.audio']?.value as { sizeBytes: number }).sizeBytes;
    // Beside the AAC the sound that later nodes mix from: 2 s of stereo WAV.
    const level = await levels();
    expect(level).toMatchObject({ storage_bytes: { reserved: 0 }, render_seconds: { reserved: 0, used: 2 } });
    expect(level['storage_bytes']?.used).toBeGreaterThan(bytes + 2 * 48_000 * 4 - 1);
    expect(level['storage_bytes']?.used).toBeLessThan(bytes + 2 * 48_000 * 4 + 1_000);
  }, 120_000);

  it('has a price and a critical path before it is started, and reserves exactly that', async () => {
    const graph = document(
      [
        node('about', 'Input.Text', { required: true, maxLength: 5_000 }),
        node('seconds', 'Input.Number', { default: 600 }),
        node('voice', 'Voice.TTS'),
        node('music', 'Music.Generate', { mood: 'calm', durationSeconds: '{{inputs.seconds}}' }),
        node('both', 'List.Collect'),
      ],
      [edge('about.text', 'voice.text'), edge('voice.audio', 'both.values'), edge('music.audio', 'both.values')],
    );
    interface Estimate {
      readonly nodes: readonly {
        id: string;
        model: string | null;
        seconds: Json | null;
        willReuse: boolean | null;
        quantities: Record<string, number>;
      }[];
      readonly criticalPath: readonly string[];
      readonly seconds: { typical: number; slow: number } | null;
      readonly cost: Json;
      readonly resources: readonly { resource: string; quantity: number }[];
      readonly allowed: boolean;
      readonly refusals: readonly { code: string }[];
    }
    const id = await made(graph);
    const inputs = { about: 'A lighthouse that nobody has priced. '.repeat(3), seconds: 1 };
    const ask = async (body: Json, route = `/v1/workflows/${id}/estimate`) => {
      const { status, json } = await call<Estimate>('POST', route, body);
      expect([status, json]).toEqual([200, expect.objectContaining({ allowed: true, refusals: [] })]);
      return json;
    };
    // How long the nodes of other runs took, on whatever machine, says nothing here.
    await ask({ inputs });
    await app.sql.query('DELETE FROM workflows.node_times');
    const before = await ask({ inputs });
    const byId = (estimate: Estimate) => Object.fromEntries(estimate.nodes.map((one) => [one.id, one]));
    expect(before.nodes.map(({ id: of }) => of)).toHaveLength(5);
    expect(byId(before)).toMatchObject({
      about: { model: null, seconds: { typical: 0, slow: 0 }, willReuse: false, quantities: {} },
      voice: { model: 'local:speech', willReuse: false, cost: { expectedMicros: 0, atMostMicros: 0 } },
      music: { model: 'local:music', willReuse: false },
      both: { seconds: { typical: 0, slow: 0 } },
    });
    expect(before.criticalPath).toEqual(['about', 'voice', 'both']);
    expect(before.cost).toEqual({ expectedMicros: 0, atMostMicros: 0, currency: 'USD' });
    // What is given is counted with, not what might be.
    const longest = byId(await ask({ inputs: { ...inputs, seconds: 600 } }));
    expect(longest['music']?.quantities['render_seconds']).toBeGreaterThan(
      (byId(before)['music']?.quantities['render_seconds'] ?? 0) * 100,
    );
    expect((await ask({ inputs: { ...inputs, seconds: 600 } })).criticalPath).toEqual(['music', 'both']);
    // A document that nobody has kept is priced alike.
    expect((await ask({ ...graph, inputs }, '/v1/workflows/estimate')).resources).toEqual(before.resources);
    expect((await call<{ data: Json[] }>('GET', `/v1/workflows/${id}/runs`)).json.data).toEqual([]);

    const { json: run } = await call<Run>('POST', `/v1/workflows/${id}/runs`, { inputs });
    const { rows } = await app.sql.query<{ quantities: Record<string, number> }>(
      `SELECT data->'quantities' AS quantities FROM eventing.events WHERE type = 'QuotaReserved' AND data->>'reservationId' = $1`,
      [run.id],
    );
    expect(rows).toHaveLength(1);
    for (const { resource, quantity } of before.resources)
      expect([resource, rows[0]?.quantities[resource] ?? 0]).toEqual([resource, quantity]);
    await framesOf(localOf(run.eventsUrl));
    const after = await ask({ inputs });
    expect(byId(after)).toMatchObject({ voice: { willReuse: true, seconds: { typical: 0 } }, music: { willReuse: true } });
    const other = await ask({ inputs: { ...inputs, about: 'Another one. '.repeat(5) } });
    expect(byId(other)['voice']).toMatchObject({ willReuse: false, seconds: { typical: expect.any(Number) as unknown } });
    expect(other.seconds?.typical).toBeGreaterThan(0);

    const faulty = await call<Json>('POST', `/v1/workflows/${id}/estimate`, { inputs: { nope: 1 } });
    expect([faulty.status, faulty.json]).toEqual([
      400,
      expect.objectContaining({
        errors: [{ path: 'inputs.nope' }, { path: 'inputs.about' }].map((one) => expect.objectContaining(one) as Json),
      }),
    ]);
    expect(
      (await call<Json>('POST', '/v1/workflows/estimate', { name: 'x', graph: { nodes: [node('x', 'Nope')], edges: [] } })).json,
    ).toMatchObject({
      code: 'validation_failed',
    });
    for (const body of [null, [], 'x', 7]) expect((await call<Json>('POST', '/v1/workflows/estimate', body)).status).toBe(400);
  }, 60_000);

  it('lets only so many go on at a time: others wait in order, are refused, or take the place of the oldest', async () => {
    const GATED = (concurrency: Json) => ({
      ...document(
        [node('channel', 'Input.Text', { default: 'a' }), node('look', 'Approve', { title: 'Go on?' })],
        [edge('channel.text', 'look.subject')],
      ),
      settings: { concurrency },
    });
    const start = (id: string, channel = 'a') => call<Run & Json>('POST', `/v1/workflows/${id}/runs`, { inputs: { channel } });
    const statusOf = async (id: string) => (await call<Run>('GET', `/v1/workflow-runs/${id}`)).json.status;
    const until = async (id: string, status: string) => {
      for (const deadline = Date.now() + 30_000; (await statusOf(id)) !== status; await new Promise((go) => setTimeout(go, 30)))
        if (Date.now() > deadline) throw new Error(`run ${id} is ${await statusOf(id)}, and was to be ${status}`);
    };
    const approve = (id: string) => call('POST', `/v1/workflow-runs/${id}/approvals/look/approve`, {});

    const queued = await made(GATED({ limit: 2, key: 'inputs.channel' }));
    const runs = await Promise.all(Array.from({ length: 12 }, () => start(queued)));
    expect(runs.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 202));
    expect(runs.filter(({ json }) => json.status === 'running').length).toBe(2);
    expect(runs.filter(({ json }) => json.status === 'queued').length).toBe(10);
    // Another key has places of its own.
    expect((await start(queued, 'b')).json.status).toBe('running');
    const { rows } = await app.sql.query<{ id: string }>(
      'SELECT run_id AS id FROM workflows.slots WHERE workflow_id = $1 AND run_id = ANY ($2) ORDER BY place',
      [queued, runs.map(({ json }) => json.id)],
    );
    const order = rows.map(({ id }) => id);
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = order;
    const listed = await call<{ data: Run[] }>('GET', `/v1/workflow-runs?workflowId=${queued}&status=queued`);
    expect(listed.json.data.map(({ id }) => id).sort()).toEqual(order.slice(2).sort());
    expect((await call('DELETE', `/v1/workflow-runs/${third}`)).json).toMatchObject({ code: 'not_finished' });
    // One that waits can be cancelled, and is not begun any more.
    expect((await call<Run>('POST', `/v1/workflow-runs/${third}/cancel`)).json.status).toBe('cancelled');
    await until(first, 'awaiting_approval');
    await approve(first);
    await until(fourth, 'awaiting_approval');
    expect([await statusOf(third), await statusOf(fifth)]).toEqual(['cancelled', 'queued']);
    expect((await call<Run>('POST', `/v1/workflow-runs/${second}/cancel`)).status).toBe(200);
    await until(fifth, 'awaiting_approval');
    for (const id of order.slice(3)) {
      await until(id, 'awaiting_approval');
      await approve(id);
    }
    await until(order.at(-1) ?? '', 'completed');

    const refusing = await made(GATED({ limit: 1, onLimit: 'refuse' }));
    const all = await Promise.all(Array.from({ length: 5 }, () => start(refusing)));
    expect(all.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
    expect(all.find(({ status }) => status === 409)?.json).toMatchObject({ code: 'concurrency_limit', workflowId: refusing, limit: 1 });

    const taking = await made(GATED({ limit: 1, onLimit: 'cancel-oldest' }));
    const old = (await start(taking)).json.id;
    await until(old, 'awaiting_approval');
    const newer = (await start(taking)).json;
    expect([newer.status, await statusOf(old)]).toEqual(['running', 'cancelled']);

    const faulty = await call<{ errors: Json[] }>('POST', '/v1/workflows', GATED({ limit: 1, key: 'inputs.nope + nodes.look.approved' }));
    expect(faulty.json.errors.map(({ path, code }) => [path, code])).toEqual([
      ['settings.concurrency.key', 'unknown_variable'],
      ['settings.concurrency.key', 'unknown_variable'],
    ]);
  }, 120_000);

  it('runs what docs/workflows.md shows', async () => {
    const page = readFileSync('docs/workflows.md', 'utf8');
    const shown = [...page.matchAll(/```json\n([\s\S]*?)```|-d '(\{\n[\s\S]*?)'\n/g)].map(([, fenced, sent]) => fenced ?? sent ?? '');
    expect(shown.length).toBe(6);
    for (const text of shown) {
      const id = await made(JSON.parse(text) as object);
      // What needs a file of somebody's, or somebody on the web, is run above; here it is right.
      if (/Input\.Asset|Http\.Request/.test(text)) continue;
      expect(
        await ended(id, {
          inputs: text.includes('Input.Number') ? { n: 12 } : /Input\.Json|Input\.Boolean/.test(text) ? {} : { topic: 'the sea' },
        }),
      ).toMatchObject({
        status: 'completed',
      });
    }
    const { json } = await call<{ data: { type: string }[] }>('GET', '/v1/workflow-nodes');
    expect(json.data.filter(({ type }) => !page.includes(`\`${type}\``) || !shown.some((text) => text.includes(`"${type}"`)))).toEqual([]);
    expect(json.data.length).toBeGreaterThan(10);
  }, 120_000);

  it('is one run for one Idempotency-Key, and none without room', async () => {
    const id = await made(BRANCHING);
    const start = () => call('POST', `/v1/workflows/${id}/runs`, { inputs: { n: 1 } }, app.apiKey, { 'idempotency-key': 'once' });
    const [first, again] = [await start(), await start()];
    expect([again.status, again.json, again.headers.get('location')]).toEqual([202, first.json, first.headers.get('location')]);
    const { json: poor } = await call<{ id: string; apiKey: { key: string } }>('POST', '/v1/admin/organisations', {
      name: 'Poor',
      plan: 'free',
    });
    await call('PUT', `/v1/admin/organisations/${poor.id}/plan`, { plan: 'free', overrides: { storage_bytes: 0 } });
    const { json: theirs } = await call('POST', '/v1/workflows', BRANCHING, poor.apiKey.key);
    const refused = await call('POST', `/v1/workflows/${String(theirs['id'])}/runs`, { inputs: { n: 1 } }, poor.apiKey.key);
    expect([refused.status, refused.json]).toEqual([402, expect.objectContaining({ code: 'quota_exceeded', resource: 'storage_bytes' })]);
    expect((await call<{ data: Json[] }>('GET', '/v1/workflow-runs', undefined, poor.apiKey.key)).json.data).toEqual([]);
  });

  it('does a chain of a hundred nodes in passing: one task, one append', async () => {
    const nodes = Array.from({ length: 100 }, (_, i) =>
      node(`n${i}`, 'Text.Template', { template: i === 0 ? 'x' : `{{nodes.n${i - 1}.text}}` }),
    );
    const run = await ended(await made(document(nodes)));
    expect(run).toMatchObject({ status: 'completed', outputs: { 'n99.text': { value: 'x' } } });
    const { rows } = await app.sql.query<{ tasks: string }>('SELECT count(*) AS tasks FROM tasks.tasks WHERE subject_id = $1', [run.id]);
    expect(rows).toEqual([{ tasks: '1' }]);
  });
});

interface Tick {
  readonly dueAt: string;
  readonly outcome: string;
  readonly runId: string | null;
  readonly reason: string | null;
}

describe('a schedule', () => {
  const EPISODE = document(
    [
      node('who', 'Input.Text', { required: true }),
      node('said', 'Text.Template', { template: '{{inputs.who}} {{schedule.episode}} {{schedule.localDate}} {{schedule.timezone}}' }),
    ],
    [],
    { outputs: { said: 'said.text' } },
  );
  const EVERY_MINUTE = { cron: '* * * * *', timezone: 'Asia/Tokyo', inputs: { who: 'part {{schedule.episode}}' } };

  const scheduled = async (workflowId: string, body: Json, key = app.apiKey): Promise<string> => {
    const { status, json } = await call('POST', `/v1/workflows/${workflowId}/schedules`, body, key);
    expect([status, json]).toEqual([201, expect.objectContaining({ workflowId })]);
    return String(json['id']);
  };
  const ticksOf = async (id: string, key = app.apiKey): Promise<readonly Tick[]> =>
    (await call<{ data: Tick[] }>('GET', `/v1/workflow-schedules/${id}/ticks?limit=100`, undefined, key)).json.data;
  /** As if nobody had looked since then. */
  const rewind = async (id: string, minutes: number): Promise<void> => {
    const sql = `UPDATE workflows.schedules SET next_due_at = date_trunc('minute', now()) - $2 * interval '1 minute',
      look_at = date_trunc('milliseconds', now()) WHERE schedule_id = $1`;
    await app.sql.query(sql, [id, minutes]);
  };
  const until = async <T>(look: () => Promise<T | false | undefined>): Promise<T> => {
    for (const deadline = Date.now() + 90_000; Date.now() < deadline;) {
      const found = await look();
      if (found) return found;
      await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error('it did not come to be');
  };
  const decided = (id: string, count: number, key = app.apiKey) =>
    until(async () => {
      const ticks = await ticksOf(id, key);
      return ticks.length >= count && ticks.every(({ outcome }) => outcome !== 'buffered') && ticks;
    });
  const allEnded = (ticks: readonly Tick[]): Promise<readonly Run[]> =>
    Promise.all(
      ticks.map(({ runId }) =>
        until(async () => {
          const { json } = await call<Run>('GET', `/v1/workflow-runs/${runId}`);
          return json.status !== 'running' && json;
        }),
      ),
    );

  it('starts a run at each tick, with the number of the series and its day', async () => {
    const id = await scheduled(await made(EPISODE), { ...EVERY_MINUTE, missed: 'all', overlap: 'allow', episode: 7 });
    await rewind(id, 3);
    const ticks = await decided(id, 4);
    expect(ticks.map(({ outcome, reason }) => [outcome, reason])).toEqual(ticks.map(() => ['fired', null]));
    const runs = await allEnded([...ticks].reverse());
    const words = runs.map(({ outputs }) => String(outputs['said']?.value));
    expect(words.slice(0, 4)).toEqual(
      [7, 8, 9, 10].map((n) => expect.stringMatching(new RegExp(`^part ${n} ${n} \\d{4}-\\d\\d-\\d\\d Asia/Tokyo$`))),
    );
    expect(runs[0]).toMatchObject({ trigger: 'schedule', schedule: { scheduleId: id, episode: 7, dueAt: ticks.at(-1)?.dueAt } });
    const listed = await call<{ data: Json[] }>('GET', `/v1/workflow-runs?scheduleId=${id}`);
    expect(listed.json.data.length).toBe(ticks.length);
    const first = await call<{ data: Tick[]; nextCursor: string }>('GET', `/v1/workflow-schedules/${id}/ticks?limit=3&outcome=fired`);
    const second = await call<{ data: Tick[] }>('GET', `/v1/workflow-schedules/${id}/ticks?limit=100&cursor=${first.json.nextCursor}`);
    expect([...first.json.data, ...second.json.data]).toEqual(ticks);
    await call('POST', `/v1/workflow-schedules/${id}/pause`);
  });

  it('starts one run a tick however many look at once, and whatever they believe to hold', async () => {
    const workflowId = await made(EPISODE);
    const ids = await Promise.all([1, 2, 3].map(() => scheduled(workflowId, { ...EVERY_MINUTE, missed: 'all', overlap: 'allow' })));
    for (const id of ids) await rewind(id, 15);
    const ticker = app.app.get(Ticker, { strict: false });
    for (let round = 0; round < 12; round += 1) {
      // Claims that run out under their holders.
      await app.sql.query(`UPDATE workflows.schedules SET claimed_until = '-infinity'`);
      await Promise.all([
        ticker.look(),
        ticker.look(),
        ticker.look(),
        app.sql.query(`UPDATE workflows.schedules SET claimed_until = '-infinity'`),
      ]);
    }
    for (const id of ids) {
      const ticks = await decided(id, 16);
      expect(new Set(ticks.map(({ runId }) => runId)).size).toBe(ticks.length);
      const { rows } = await app.sql.query<{ episode: string }>(
        `SELECT data->'schedule'->>'episode' AS episode FROM eventing.events WHERE type = 'RunRequested' AND data->'schedule'->>'scheduleId' = $1
          ORDER BY data->'schedule'->>'dueAt'`,
        [id],
      );
      expect(rows.map(({ episode }) => Number(episode))).toEqual(ticks.map((_, at) => at + 1));
      await call('DELETE', `/v1/workflow-schedules/${id}`);
    }
  });

  it('says of each tick that has no run why: missed, overlap, no room, a deleted workflow', async () => {
    const last = await scheduled(await made(EPISODE), { ...EVERY_MINUTE, overlap: 'allow' });
    await rewind(last, 3);
    const missed = (await decided(last, 4)).map(({ outcome, reason }) => [outcome, reason]);
    expect(missed.slice(-3)).toEqual([
      ['fired', null],
      ['skipped', 'missed'],
      ['skipped', 'missed'],
    ]);

    const { json: poor } = await call<{ id: string; apiKey: { key: string } }>('POST', '/v1/admin/organisations', {
      name: 'Poor',
      plan: 'free',
    });
    const { key } = poor.apiKey;
    await call('PUT', `/v1/admin/organisations/${poor.id}/plan`, { plan: 'free', overrides: { storage_bytes: 0 } });
    const { json: theirs } = await call('POST', '/v1/workflows', EPISODE, key);
    const short = await scheduled(String(theirs['id']), EVERY_MINUTE, key);
    await rewind(short, 0);
    expect((await decided(short, 1, key)).at(-1)).toMatchObject({ outcome: 'refused', reason: 'quota_exceeded', runId: null });
    expect((await call<{ data: Json[] }>('GET', '/v1/workflow-runs', undefined, key)).json.data).toEqual([]);
    // Whoever listens hears of it, and not of the next one that is refused for the same reason.
    await app.sql.query('DELETE FROM workflows.ticks WHERE schedule_id = $1', [short]);
    await rewind(short, 0);
    await decided(short, 1, key);
    const told = () => call<{ data: { data: Json }[] }>('GET', '/v1/events?types=schedule.tick_refused', undefined, key);
    await until(async () => (await told()).json.data.length > 0);
    expect((await told()).json.data.map(({ data }) => [data['scheduleId'], data['code']])).toEqual([[short, 'quota_exceeded']]);

    const workflowId = await made(EPISODE);
    const orphan = await scheduled(workflowId, EVERY_MINUTE);
    await call('DELETE', `/v1/workflows/${workflowId}`);
    expect((await decided(orphan, 1)).at(0)).toMatchObject({ outcome: 'refused', reason: 'workflow_not_found' });
    const { json: over } = await call('GET', `/v1/workflow-schedules/${orphan}`);
    expect(over).toMatchObject({ status: 'ended', reason: 'workflow_deleted', nextAt: null });
    expect((await call('POST', `/v1/workflow-schedules/${orphan}/run`)).json).toMatchObject({ code: 'schedule_ended' });
  });

  it('is run now and made up afterwards with numbers that go on, pauses and goes on', async () => {
    const id = await scheduled(await made(EPISODE), { cron: '0 9 * * *', timezone: 'Europe/Berlin', inputs: { who: 'x' }, enabled: false });
    expect((await call('GET', `/v1/workflow-schedules/${id}`)).json).toMatchObject({ status: 'paused', reason: 'person', nextAt: null });
    const now = await call<Json>('POST', `/v1/workflow-schedules/${id}/run`);
    expect([now.status, now.json, now.headers.get('location')]).toEqual([
      202,
      expect.objectContaining({ trigger: 'manual', schedule: expect.objectContaining({ episode: 1 }) }),
      `/v1/workflow-runs/${String(now.json['id'])}`,
    ]);
    const range = { from: '2026-03-28T00:00:00Z', to: '2026-03-31T00:00:00Z' };
    const filled = await call<{ ticks: Tick[] }>('POST', `/v1/workflow-schedules/${id}/backfill`, range);
    const dueAt = ['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z'];
    expect([filled.status, filled.json.ticks.map((tick) => tick.dueAt)]).toEqual([202, dueAt]);
    const ticks = (await decided(id, 4)).filter(({ reason }) => reason !== 'manual');
    const runs = await allEnded([...ticks].reverse());
    expect(runs.map((run) => (run as unknown as { schedule: Json }).schedule)).toEqual(
      dueAt.map((at, n) => expect.objectContaining({ dueAt: at, episode: n + 2 })),
    );
    expect((await call<{ ticks: Tick[] }>('POST', `/v1/workflow-schedules/${id}/backfill`, range)).json.ticks).toEqual([]);
    const years = { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect((await call('POST', `/v1/workflow-schedules/${id}/backfill`, years)).json).toMatchObject({ code: 'too_many_ticks' });
    expect((await call('POST', `/v1/workflow-schedules/${id}/resume`)).json).toMatchObject({
      status: 'active',
      nextAt: expect.any(String),
    });
    const changed = await call('PATCH', `/v1/workflow-schedules/${id}`, { cron: '30 10 * * *', maxRuns: 4 });
    expect(changed.json).toMatchObject({ cron: '30 10 * * *', timezone: 'Europe/Berlin', episode: 5, runs: 4, text: 'At 10:30' });
    await rewind(id, 0);
    expect(await until(async () => (await call('GET', `/v1/workflow-schedules/${id}`)).json['status'] === 'ended')).toBe(true);
    expect((await call('DELETE', `/v1/workflow-schedules/${id}`)).status).toBe(204);
    expect((await call('GET', `/v1/workflow-schedules/${id}`)).json).toMatchObject({ code: 'workflow_schedule_not_found' });
  });

  it('waits, is skipped or takes the place of a run that goes on', async () => {
    const slow = document(
      [node('who', 'Input.Text', { default: 'A lighthouse at night. '.repeat(400) }), node('v', 'Voice.TTS')],
      [edge('who.text', 'v.text')],
    );
    const tried = async (overlap: string) => {
      const id = await scheduled(await made(slow), { cron: '* * * * *', timezone: 'UTC', overlap, missed: 'all' });
      await rewind(id, 2);
      const ticks = await until(async () => (await ticksOf(id)).length >= 3 && (await ticksOf(id)));
      await call('POST', `/v1/workflow-schedules/${id}/pause`);
      for (const { runId } of ticks) if (runId) await call('POST', `/v1/workflow-runs/${runId}/cancel`);
      return ticks.slice(-3).map(({ outcome, reason }) => [outcome, reason]);
    };
    expect(await tried('skip')).toEqual([
      ['skipped', 'overlap'],
      ['skipped', 'overlap'],
      ['fired', null],
    ]);
    expect(await tried('buffer_one')).toEqual([
      ['skipped', 'overlap'],
      ['buffered', 'overlap'],
      ['fired', null],
    ]);
    expect(await tried('cancel_other')).toEqual([
      ['fired', null],
      ['fired', null],
      ['fired', null],
    ]);
  }, 60_000);

  it('pauses after failures in a row, and stands in a document', async () => {
    const broken = {
      ...document([node('bad', 'Text.Template', { template: '{{[1][5]}}' })]),
      schedule: { cron: '@daily', timezone: 'UTC', pauseAfterFailures: 2, missed: 'all', overlap: 'allow' },
    };
    const workflowId = await made(broken);
    const schedules = async () => (await call<{ data: Json[] }>('GET', `/v1/workflows/${workflowId}/schedules`)).json.data;
    const [{ id = '' } = {}] = (await schedules()) as { id: string }[];
    await call('POST', `/v1/workflow-schedules/${id}/run`);
    await call('POST', `/v1/workflow-schedules/${id}/run`);
    await allEnded(await decided(id, 2));
    await rewind(id, 0);
    await until(async () => (await schedules())[0]?.['status'] === 'paused');
    expect(await schedules()).toMatchObject([{ status: 'paused', reason: 'failures', runs: 2 }]);
    const told = await until(async () => {
      const { json } = await call<{ data: { data: Json }[] }>('GET', '/v1/events?types=schedule.paused&limit=100');
      return json.data.find(({ data }) => data['scheduleId'] === id);
    });
    expect(told.data).toEqual({ scheduleId: id, workflowId, reason: 'failures' });
    expect((await call('GET', `/v1/workflows/${workflowId}`)).json).toMatchObject({ schedule: broken.schedule });
    // The same document again changes nothing; another one is followed.
    await call('PUT', `/v1/workflows/${workflowId}`, broken);
    expect(await schedules()).toMatchObject([{ status: 'paused' }]);
    await call('PUT', `/v1/workflows/${workflowId}`, { ...broken, schedule: { ...broken.schedule, cron: '@hourly' } });
    expect(await schedules()).toMatchObject([{ status: 'active', cron: '@hourly' }]);
    await call('PUT', `/v1/workflows/${workflowId}`, { ...broken, schedule: undefined });
    expect(await schedules()).toEqual([]);
    await call('PUT', `/v1/workflows/${workflowId}`, { ...broken, schedule: { ...broken.schedule, enabled: false } });
    expect(await schedules()).toMatchObject([{ status: 'paused', reason: 'person' }]);
  });

  it('has ticks that were calculated with other zone data calculated again, and no others', async () => {
    const id = await scheduled(await made(EPISODE), { ...EVERY_MINUTE, cron: '0 9 * * *', enabled: false });
    const nextOf = async () =>
      (await app.sql.query<{ at: Date }>('SELECT next_due_at AS at FROM workflows.schedules WHERE schedule_id = $1', [id])).rows[0]?.at;
    const right = await nextOf();
    const shift = (zone: string) =>
      app.sql.query(`UPDATE workflows.schedules SET next_due_at = next_due_at + interval '1 hour', zone_data = $2 WHERE schedule_id = $1`, [
        id,
        zone,
      ]);
    await shift('1999a');
    await app.app.get(ZoneData, { strict: false }).recalculate();
    expect(await nextOf()).toEqual(right);
    await shift(process.versions['tz'] ?? '');
    await app.app.get(ZoneData, { strict: false }).recalculate();
    expect(await nextOf()).not.toEqual(right);
  });

  it('is refused with all that is wrong with it, and previewed without being kept', async () => {
    const workflowId = await made(EPISODE);
    const pathsOf = async (method: string, route: string, body: Json) => {
      const { status, json } = await call<{ errors: { path: string; code?: string }[] }>(method, route, body);
      return [status, json.errors.map(({ path, code = '' }) => `${path} ${code}`).sort()];
    };
    const at = `/v1/workflows/${workflowId}/schedules`;
    expect(await pathsOf('POST', at, { cron: '61 * * * *', timezone: 'Mars/X', overlap: 'maybe', surplus: 1 })).toEqual([
      400,
      ['cron invalid_cron', 'overlap ', 'surplus ', 'timezone unknown_timezone'],
    ]);
    expect(await pathsOf('POST', at, { cron: '0 9 * * *', timezone: 'UTC' })).toEqual([400, ['inputs.who required_input_without_value']]);
    expect(await pathsOf('POST', at, { ...EVERY_MINUTE, inputs: { who: '{{inputs.x}} {{run.id}}' } })).toEqual([
      400,
      ['inputs.who unknown_variable'],
    ]);
    expect(await pathsOf('POST', '/v1/workflows', { ...EPISODE, schedule: { cron: 'x', timezone: 'y' } })).toEqual([
      400,
      ['schedule.cron invalid_cron', 'schedule.timezone unknown_timezone'],
    ]);
    expect(await pathsOf('POST', '/v1/workflow-schedules/preview', { cron: '0 0 30 2 *', timezone: 'UTC' })).toEqual([
      400,
      ['cron never_fires'],
    ]);
    const ask = { cron: '30 2 * * *', timezone: 'Europe/Berlin', from: '2026-10-25T00:00:00Z', count: 2 };
    expect((await call('POST', '/v1/workflow-schedules/preview', ask)).json).toEqual({
      text: 'At 02:30',
      next: [
        { at: '2026-10-25T00:30:00.000Z', localTime: '2026-10-25T02:30:00+02:00', note: expect.stringContaining('twice') },
        { at: '2026-10-26T01:30:00.000Z', localTime: '2026-10-26T02:30:00+01:00', note: expect.stringContaining('back') },
      ],
    });
  });
});

interface FullRun extends Run {
  readonly trigger: string;
  readonly forkedFrom: string | null;
  readonly approvals: readonly { node: string; take: number; status: string; comment: string | null; subject: Json }[];
}

describe('a gate', () => {
  const gated = (params: Json, more: readonly object[] = [], edges: readonly object[] = []) =>
    document(
      [
        node('who', 'Input.Text', { default: 'world' }),
        node('words', 'Text.Template', { template: 'Hello, {{inputs.who}}!' }),
        node('look', 'Approve', { title: 'Is it good?', ...params }),
        node('after', 'Text.Template', { template: 'sent: {{nodes.look.approved}}' }),
        ...more,
      ],
      [edge('words.text', 'look.subject'), ...edges],
      { outputs: { sent: 'after.text', ...(params['onReject'] === 'branch' && { why: 'why.text' }) } },
    );
  const read = async (id: string) => (await call<FullRun>('GET', `/v1/workflow-runs/${id}`)).json;
  const became = async (id: string, status: string): Promise<FullRun> => {
    for (const deadline = Date.now() + 90_000; Date.now() < deadline; await new Promise((go) => setTimeout(go, 50))) {
      const run = await read(id);
      if (run.status === status) return run;
    }
    throw new Error(`it did not become ${status}: ${JSON.stringify(await read(id))}`);
  };
  const started = async (body: object): Promise<string> => (await call<Run>('POST', `/v1/workflows/${await made(body)}/runs`, {})).json.id;
  const decide = (id: string, how: string, body: Json = {}) => call<Json>('POST', `/v1/workflow-runs/${id}/approvals/look/${how}`, body);

  it('waits for a person, lets through what was edited, and is decided once', async () => {
    const id = await started(gated({ message: 'Look.' }));
    const run = await became(id, 'awaiting_approval');
    expect(run.approvals).toEqual([
      expect.objectContaining({
        node: 'look',
        take: 0,
        status: 'pending',
        title: 'Is it good?',
        message: 'Look.',
        subject: { type: 'text', value: 'Hello, world!' },
      }),
    ]);
    expect((await call<{ data: Json[] }>('GET', '/v1/workflow-runs?status=awaiting_approval')).json.data.map((one) => one['id'])).toContain(
      id,
    );
    expect((await decide(id, 'approve', { edits: 'Good evening.', take: 4 })).json).toMatchObject({ code: 'not_awaiting_approval' });
    expect((await decide(id, 'approve', { edits: 'Good evening.', comment: 'so' })).status).toBe(200);
    const done = await became(id, 'completed');
    expect(done).toMatchObject({ outputs: { sent: { value: 'sent: Good evening.' } }, approvals: [{ status: 'approved', comment: 'so' }] });
    const again = await decide(id, 'reject');
    expect([again.status, again.json]).toEqual([409, expect.objectContaining({ code: 'already_decided', runId: id })]);
    expect((await call('POST', `/v1/workflow-runs/${id}/approvals/words/approve`)).json).toMatchObject({ code: 'approval_not_found' });
  });

  it('ends the run, or takes another branch, when it is rejected', async () => {
    const stopped = await started(gated({}));
    await became(stopped, 'awaiting_approval');
    await decide(stopped, 'reject', { comment: 'no' });
    expect(await became(stopped, 'failed')).toMatchObject({
      error: { node: 'look', code: 'rejected' },
      approvals: [{ status: 'rejected', comment: 'no' }],
    });
    const why = node('why', 'Text.Template', { template: 'because: {{nodes.look.comment}} ({{nodes.look.rejected}})' });
    const branched = await started(gated({ onReject: 'branch' }, [why]));
    await became(branched, 'awaiting_approval');
    await decide(branched, 'reject', { comment: 'too short' });
    const done = await became(branched, 'completed');
    expect([done.outputs, statuses(done)['after']]).toEqual([
      { why: { type: 'text', value: 'because: too short (Hello, world!)' } },
      'skipped',
    ]);
  });

  it('has what comes in made again with what was said, so often and no more', async () => {
    const again = document(
      [
        node('script', 'Script.Generate', { prompt: 'A lighthouse', durationSeconds: 5, language: 'en' }),
        node('look', 'Approve', { onReject: 'redo', maxRedos: 1 }),
      ],
      [edge('script.text', 'look.subject')],
    );
    const id = await started(again);
    const first = (await became(id, 'awaiting_approval')).approvals[0]?.subject;
    expect((await decide(id, 'reject', { comment: 'By night, with a storm.' })).status).toBe(200);
    await new Promise((go) => setTimeout(go, 100));
    const second = await became(id, 'awaiting_approval');
    expect(second.approvals.map(({ take, status }) => [take, status])).toEqual([
      [0, 'rejected'],
      [1, 'pending'],
    ]);
    expect(second.approvals[1]?.subject).not.toEqual(first);
    expect(second.nodes.find((one) => one.id === 'script')).toMatchObject({ take: 1, status: 'succeeded' });
    await decide(id, 'reject', { comment: 'No.' });
    expect(await became(id, 'failed')).toMatchObject({ error: { code: 'too_many_redos' } });
  }, 60_000);

  it('is decided by a link without an account, once, and by nobody who only looks', async () => {
    const id = await started(gated({ title: '<b>Is it good?</b>', message: 'Look closely.' }));
    await became(id, 'awaiting_approval');
    const links = `/v1/workflow-runs/${id}/approvals/look/links`;
    const { status, json } = await call<{ id: string; url: string; node: string; take: number }>('POST', links, { label: 'Anna' });
    expect([status, json.node, json.take]).toEqual([201, 'look', 0]);
    const page = `${app.url}${new URL(json.url).pathname}`;
    const look = async () => (await fetch(page, { headers: { 'accept-language': 'en' } })).text();
    const shown = [await look(), await look()];
    expect(shown[0]).toContain('&lt;b&gt;Is it good?&lt;/b&gt;');
    expect(shown[0]).toContain('Hello, world!');
    expect([(await read(id)).status, shown[1]]).toEqual(['awaiting_approval', shown[0]]);
    const answer = (decision: string) =>
      fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ decision, comment: 'by hand' }) });
    expect((await answer('maybe')).status).toBe(400);
    expect((await answer('approve')).status).toBe(303);
    expect(await became(id, 'completed')).toMatchObject({ approvals: [{ status: 'approved', comment: 'by hand' }] });
    expect((await answer('reject')).status).toBe(409);
    expect(await look()).toContain('Approved');
    expect((await call<{ data: Json[] }>('GET', links)).json.data).toEqual([
      expect.objectContaining({ id: json.id, label: 'Anna', take: 0 }),
    ]);
    expect((await call('POST', links)).json).toMatchObject({ code: 'already_decided' });
    expect((await call('DELETE', `${links}/${json.id}`)).status).toBe(204);
    expect((await fetch(page)).status).toBe(404);
  });

  it('is decided by its deadline as it says', async () => {
    const approved = await started(gated({ deadlineSeconds: 1, onDeadline: 'approve' }));
    expect(await became(approved, 'completed')).toMatchObject({ approvals: [{ status: 'approved', byDeadline: true }] });
    const lapsed = await started(gated({ deadlineSeconds: 1 }));
    expect(await became(lapsed, 'failed')).toMatchObject({ error: { code: 'approval_lapsed' } });
  });
});

describe('what becomes of a run', () => {
  const read = async (id: string) => (await call<FullRun>('GET', `/v1/workflow-runs/${id}`)).json;
  const over = async (id: string): Promise<FullRun> => {
    for (const deadline = Date.now() + 180_000; Date.now() < deadline; await new Promise((go) => setTimeout(go, 50))) {
      const run = await read(id);
      if (run.status !== 'running') return run;
    }
    throw new Error('it did not end');
  };
  const calls = async (runId: string): Promise<number> => {
    const { rows } = await app.sql.query<{ n: string }>(
      `SELECT count(*) AS n FROM tasks.tasks WHERE subject_id = $1 AND kind = 'workflows.run-node'`,
      [runId],
    );
    return Number(rows[0]?.n);
  };
  // Fails while "x" is what it is about, after something was spoken.
  const picky = document(
    [
      node('about', 'Input.Text', { default: 'x' }),
      node('words', 'Input.Text', { default: 'A lighthouse for retries.' }),
      node('voice', 'Voice.TTS'),
      node('list', 'Input.Json', { default: { y: 1 } }),
      node('bad', 'Text.Template', { template: '{{nodes.list.json[inputs.about]}}' }),
      node('both', 'List.Collect'),
    ],
    [edge('words.text', 'voice.text'), edge('voice.audio', 'both.values'), edge('bad.text', 'both.values')],
  );

  it('retries what failed and keeps what is there; a fork takes over what would be the same', async () => {
    const workflowId = await made({ ...picky, settings: { onFailure: 'continue' } });
    const failed = await ended(workflowId, {});
    expect([failed.status, statuses(failed)]).toEqual(['failed', expect.objectContaining({ voice: 'succeeded', bad: 'failed' })]);
    const early = await call<Json>('POST', `/v1/workflow-runs/${failed.id}/retry`, { from: 'nobody' });
    expect([early.status, early.json['code']]).toEqual([400, 'validation_failed']);
    expect((await call<Json>('POST', `/v1/workflow-runs/${failed.id}/retry`, {})).status).toBe(202);
    const again = await over(failed.id);
    expect([again.status, await calls(failed.id)]).toEqual(['failed', 1]);
    const takes = Object.fromEntries(again.nodes.map(({ id, take }) => [id, take]));
    expect(takes).toMatchObject({ voice: 0, bad: 1, both: 1 });

    const fork = await call<FullRun>('POST', `/v1/workflow-runs/${failed.id}/fork`, { inputs: { about: 'y' } });
    expect([fork.status, fork.json]).toEqual([202, expect.objectContaining({ trigger: 'fork', forkedFrom: failed.id })]);
    const forked = await over(fork.json.id);
    expect(forked.status).toBe('completed');
    expect(forked.nodes.find(({ id }) => id === 'voice')).toMatchObject({ status: 'cached', cachedFrom: failed.id });
    const retry = await call<Json>('POST', `/v1/workflow-runs/${forked.id}/retry`, {});
    expect([retry.status, retry.json]).toEqual([409, expect.objectContaining({ code: 'not_failed' })]);

    // Its files are its own: the origin can go.
    const shown = forked.nodes.find(({ id }) => id === 'voice')?.outputs['audio'] as { url: string };
    expect((await call('DELETE', `/v1/workflow-runs/${failed.id}`)).status).toBe(204);
    expect((await call('GET', `/v1/workflow-runs/${failed.id}`)).json).toMatchObject({ code: 'workflow_run_not_found' });
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await new Promise((go) => setTimeout(go, 50))) {
      const { rows } = await app.sql.query(`SELECT 1 FROM eventing.events WHERE type = 'RunFilesRemoved' AND data->>'runId' = $1`, [
        failed.id,
      ]);
      if (rows.length > 0) break;
    }
    const old = failed.nodes.find(({ id }) => id === 'voice')?.outputs['audio'] as { url: string };
    expect([(await fetch(localOf(old.url))).status, (await fetch(localOf(shown.url))).status]).toEqual([404, 200]);
  }, 60_000);

  it('makes the same once, whoever asks at the same moment, unless it is told not to', async () => {
    const same = document(
      [node('words', 'Input.Text', { default: 'A lighthouse, once. '.repeat(4) }), node('voice', 'Voice.TTS')],
      [edge('words.text', 'voice.text')],
    );
    const [one, other] = [await made(same), await made({ ...same, name: 'Other' })];
    const runs = await Promise.all([ended(one), ended(one), ended(other)]);
    const makers = runs.filter(({ nodes }) => nodes[1]?.status === 'succeeded');
    expect([runs.map(({ status }) => status), makers.length]).toEqual([['completed', 'completed', 'completed'], 1]);
    for (const run of runs.filter((each) => each !== makers[0])) {
      expect(run.nodes[1]).toMatchObject({ status: 'cached', cachedFrom: makers[0]?.id });
    }
    expect((await ended(one)).nodes[1]?.status).toBe('cached');
    expect((await ended(one, { cache: 'bypass' })).nodes[1]?.status).toBe('succeeded');
  }, 60_000);

  it('makes a part of it, or one node, with what is given', async () => {
    const id = await made(BRANCHING);
    const part = await ended(id, { inputs: { n: 12 }, until: ['many'] });
    expect([part.status, Object.keys(statuses(part)), part.outputs]).toEqual([
      'completed',
      ['n', 'big', 'many'],
      { 'many.text': { type: 'text', value: 'many: 12' } },
    ]);
    const pinned = await ended(id, { inputs: { n: 12 }, pins: { many: { text: 'given' } } });
    expect(pinned.outputs).toMatchObject({ said: { value: 'given' } });
    const faulty = await call<{ errors: { path: string }[] }>('POST', `/v1/workflows/${id}/runs`, {
      inputs: { n: 1 },
      pins: { many: { nope: 1 }, x: {} },
    });
    expect([faulty.status, faulty.json.errors.map(({ path }) => path)]).toEqual([400, ['pins.many.nope', 'pins.x']]);
    const tried = await call<FullRun>('POST', `/v1/workflows/${id}/nodes/said/try`, { inputs: { value: 'tried' } });
    expect([tried.status, tried.json.trigger]).toEqual([202, 'test']);
    expect((await over(tried.json.id)).outputs).toMatchObject({ 'said.value': { value: 'tried' } });
    expect((await call('POST', `/v1/workflows/${id}/nodes/said/try`, {})).json).toMatchObject({ errors: [{ path: 'inputs.value' }] });
    expect((await call('POST', `/v1/workflows/${id}/nodes/nobody/try`, {})).json).toMatchObject({ code: 'node_not_found' });
  });
});
