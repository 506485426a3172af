import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { allWait, BRANCHING, document, edge, Flows, type Json, node, type Run, statuses } from './testing/flows.js';

const flows = Flows.forFile();
const { call, made, ended, framesOf, localOf } = flows;

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
      Number(
        (await flows.app.sql.query<{ n: string }>(`SELECT count(*) AS n FROM eventing.events WHERE type = 'QuotaReserved'`)).rows[0]?.n,
      );
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
    const response = await fetch(`${flows.app.url}/v1/workflows`, {
      method: 'POST',
      headers: { authorization: `Bearer ${flows.app.apiKey}`, 'content-type': 'application/json' },
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
    const frames = await framesOf(`${flows.app.url}/v1/workflow-runs/${run.id}/events`, { authorization: `Bearer ${flows.app.apiKey}` });
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
    expect((await fetch(`${flows.app.url}/v1/workflow-runs/${run.id}/events/live?token=forged`)).status).toBe(404);
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
    await flows.app.sql.query('DELETE FROM workflows.node_times');
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
    const { rows } = await flows.app.sql.query<{ quantities: Record<string, number> }>(
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
    const { rows } = await flows.app.sql.query<{ id: string }>(
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
    const start = () => call('POST', `/v1/workflows/${id}/runs`, { inputs: { n: 1 } }, flows.app.apiKey, { 'idempotency-key': 'once' });
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

  it('of nodes that are done in passing is over when it is answered, a hundred in a chain as well: one transaction, and no task', async () => {
    const nodes = Array.from({ length: 100 }, (_, i) =>
      node(`n${i}`, 'Text.Template', { template: i === 0 ? 'x' : `{{nodes.n${i - 1}.text}}` }),
    );
    const { status, json: run } = await call<Run>('POST', `/v1/workflows/${await made(document(nodes))}/runs`, {});
    expect([status, run.status, run.outputs['n99.text']?.value]).toEqual([202, 'completed', 'x']);
    const { rows } = await flows.app.sql.query<{ events: number; transactions: number; tasks: number }>(
      `SELECT count(*)::int AS events, count(DISTINCT xmin::text)::int AS transactions,
              (SELECT count(*)::int FROM tasks.tasks WHERE subject_id = $2) AS tasks
         FROM eventing.events WHERE stream_id = $1`,
      [`workflow-run-${run.id}`, run.id],
    );
    // Requested, begun, each node, completed.
    expect(rows).toEqual([{ events: 103, transactions: 1, tasks: 0 }]);
  });

  it('goes through a list of what is done in passing by a task for fifty items, in their order, each ended once', async () => {
    const count = 120;
    const list = Array.from({ length: count }, (_, at) => `word ${at}`);
    const lines = document(
      [
        node('list', 'Input.Json', { default: list }),
        node('each', 'Map', { maxItems: count, concurrency: 2 }),
        node('said', 'Text.Template', { template: '{{item}}!' }, { parent: 'each' }),
      ],
      [edge('list.json', 'each.list'), edge('said.text', 'each.each')],
    );
    const run = await ended(await made(lines));
    expect(run.outputs['each.list']?.value).toEqual(list.map((word) => `${word}!`));
    const { rows } = await flows.app.sql.query<{ tasks: number; ends: number; transactions: number }>(
      `SELECT (SELECT count(*)::int FROM tasks.tasks WHERE subject_id = $1 AND kind = 'workflows.run-item') AS tasks,
              count(*)::int AS ends, count(DISTINCT xmin::text)::int AS transactions
         FROM eventing.events WHERE type = 'MapItemEnded' AND data->>'runId' = $2`,
      [run.id, run.id],
    );
    expect(rows).toEqual([{ tasks: 3, ends: count, transactions: expect.any(Number) }]);
    expect(rows[0]?.transactions).toBeLessThanOrEqual(3);
  });

  it('is accepted together with others that come while the account is held: they are not as many transactions in a row', async () => {
    const many = 8;
    const name = { name: 'Crowded', plan: 'unlimited' };
    const { json: crowded } = await call<{ id: string; apiKey: { key: string } }>('POST', '/v1/admin/organisations', name);
    const { key } = crowded.apiKey;
    const { json: workflow } = await call('POST', '/v1/workflows', BRANCHING, key);
    const start = (_: unknown, n: number) =>
      call('POST', `/v1/workflows/${String(workflow['id'])}/runs`, { inputs: { n: 1 } }, key, { 'idempotency-key': `crowd ${n}` });
    // Its account is there from its first run on.
    expect((await start(null, many)).status).toBe(202);
    const { sql } = flows.app;
    await sql.query('BEGIN');
    const held = await sql.query('SELECT 1 FROM billing.live WHERE org_id = $1 FOR UPDATE', [crowded.id]);
    expect(held.rowCount).toBe(1);
    const started = Array.from({ length: many }, start);
    const asked = async (): Promise<number> =>
      Number(
        (await sql.query<{ n: string }>(`SELECT count(*) AS n FROM platform.idempotency_keys WHERE org_id = $1`, [crowded.id])).rows[0]?.n,
      );
    const watcher = new Client({ connectionString: flows.app.databaseUrl });
    await watcher.connect();
    try {
      for (const deadline = Date.now() + 60_000; (await asked()) < many + 1 && Date.now() < deadline;) await sleep(20);
      await allWait(watcher);
    } finally {
      await sql.query('COMMIT');
      await watcher.end();
    }
    expect((await Promise.all(started)).map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 202));
    const { rows } = await sql.query<{ runs: number; transactions: number }>(
      `SELECT count(*)::int AS runs, count(DISTINCT xmin::text)::int AS transactions FROM eventing.events WHERE type = 'RunRequested' AND org_id = $1`,
      [crowded.id],
    );
    expect(rows[0]?.runs).toBe(many + 1);
    expect(rows[0]?.transactions).toBeLessThan(many);
  });
});
