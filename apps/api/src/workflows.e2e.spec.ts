import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './testing/index.js';

type Json = Record<string, unknown>;
interface Run {
  readonly id: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, { readonly value?: unknown; readonly url?: string }>>;
  readonly nodes: readonly {
    readonly id: string;
    readonly status: string;
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
  app = await startTestApp({ env: { KADR_RATE_LIMIT_PER_MINUTE: '100000', KADR_EGRESS_ALLOW: host, KADR_RETRY_BASE_MS: '10' } });
}, 60_000);
afterAll(async () => {
  await app?.close();
  server.close();
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
    expect(templates.data.map((one) => one.id)).toEqual(['segments-to-film', 'stock-narration']);
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
    const deadline = Date.now() + 30_000;
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
    expect(ordered.data.map(({ request }) => request['prompt'])).toEqual(['A calm sea.']);
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
    const deadline = Date.now() + 30_000;
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

  it('runs what docs/workflows.md shows', async () => {
    const page = readFileSync('docs/workflows.md', 'utf8');
    const shown = [...page.matchAll(/```json\n([\s\S]*?)```|-d '(\{\n[\s\S]*?)'\n/g)].map(([, fenced, sent]) => fenced ?? sent ?? '');
    expect(shown.length).toBe(5);
    for (const text of shown) {
      const id = await made(JSON.parse(text) as object);
      // What needs a file of somebody's, or somebody on the web, is run above; here it is right.
      if (/Input\.Asset|Http\.Request/.test(text)) continue;
      expect(
        await ended(id, { inputs: text.includes('Input.Number') ? { n: 12 } : text.includes('Input.Json') ? {} : { topic: 'the sea' } }),
      ).toMatchObject({
        status: 'completed',
      });
    }
    const { json } = await call<{ data: { type: string }[] }>('GET', '/v1/workflow-nodes');
    expect(json.data.filter(({ type }) => !page.includes(`\`${type}\``))).toEqual([]);
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
