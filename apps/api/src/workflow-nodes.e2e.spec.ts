import { describe, expect, it } from '@jest/globals';
import { Retention } from '#workflows';
import { document, edge, Flows, type Json, node, type Run, statuses } from './testing/flows.js';

const flows = Flows.forFile();
const { call, made, ended, framesOf, localOf } = flows;

/** Whoever has the film in the library has the workflow that made it, and nobody else has. */
async function isImportedFrom(film: Buffer, { id }: Run): Promise<void> {
  const [{ key: strange }, own] = [await organisation('Strangers'), flows.app.apiKey];
  const upload = async (name: string, bytes: Buffer, key = own): Promise<string> => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'video/mp4' }), name);
    const sent = await fetch(`${flows.app.url}/v1/assets`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form });
    const asset = (await sent.json()) as Json;
    expect(asset).toMatchObject({ status: 'ready', kind: 'video' });
    return String(asset['id']);
  };
  const imported = (body: object, key = own) => call<Json & { errors: Json[] }>('POST', '/v1/workflows/import', body, key);
  const { json: run } = await call('GET', `/v1/workflow-runs/${id}`);
  const { json: made } = await call('GET', `/v1/workflows/${String(run['workflowId'])}`);
  const assetId = await upload('film.mp4', film);
  const again = await imported({ assetId, name: 'Once more' });
  expect([again.status, again.json]).toEqual([201, expect.objectContaining({ name: 'Once more', graph: made['graph'], version: 1 })]);
  expect((await imported({ assetId })).json).toMatchObject({ name: made['name'], graph: made['graph'] });
  const refusal = async (body: object, key = own) => {
    const { status, json } = await imported(body, key);
    return [status, json.errors.map(({ code, path }) => `${String(code)} ${String(path)}`)];
  };
  expect(await refusal({ assetId }, strange)).toEqual([400, ['unknown_asset assetId']]);
  // The same film in the library of somebody else says who made it, and that was somebody else.
  expect(await refusal({ assetId: await upload('film.mp4', film, strange) }, strange)).toEqual([400, ['no_graph assetId']]);
  const nameless = Buffer.from(film.toString('latin1').replace('kadr:run/', 'kadr:ran/'), 'latin1');
  expect(await refusal({ assetId: await upload('other.mp4', nameless) })).toEqual([400, ['no_graph assetId']]);
  expect(await refusal({ assetId: 'film.mp4' })).toEqual([400, ['invalid_document assetId']]);
  expect(await refusal({ assetId: null })).toEqual([400, ['invalid_document assetId']]);
}

async function organisation(name: string): Promise<{ readonly key: string }> {
  return (await call<{ apiKey: { key: string } }>('POST', '/v1/admin/organisations', { name, plan: 'free' })).json.apiKey;
}

describe('a run', () => {
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
    const { rows } = await flows.app.sql.query<{ kind: string; count: string }>(
      'SELECT kind, count(*) FROM tasks.tasks WHERE subject_id = $1 GROUP BY kind ORDER BY kind',
      [run.id],
    );
    expect(rows).toEqual([{ kind: 'workflows.run-node', count: '4' }]);
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
    // Whoever has nothing but the file learns by whom it was made.
    expect(bytes.toString('latin1')).toMatch(new RegExp(`kadr:run/${run.id};graph/[0-9a-f]{64}`));
    await isImportedFrom(bytes, run);
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
    flows.answer = () => ({ status: 200, text: '{"private":"plan"}' });
    const graph = document(
      [
        node('hidden', 'Http.Request', { url: `${flows.web.replace('127.0.0.1', 'localhost')}/plan` }),
        node('open', 'Http.Request', { url: `${flows.web}/plan` }),
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
          url: `${flows.web}/crm`,
          headers: { authorization: 'Bearer {{secrets.crm_token}}', 'x-own': '{{inputs.own}}' },
        }),
        node('own', 'Input.Text', { default: 'plain' }),
      ],
      [],
      { outputs: { said: 'ask.text' } },
    );
    const seen: unknown[] = [];
    flows.answer = (request) => {
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
    const kept = await flows.app.sql.query<{ kept: string }>(
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
    flows.answer = () => ({ status: 200, text: '' });
    const since = new Date().toISOString();
    const endpoint = async (path: string, events: readonly string[]): Promise<string> => {
      const { status, json } = await call('POST', '/v1/webhook-endpoints', { url: `${flows.web}/${path}`, events });
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
          node('send', 'Http.Request', { url: `${flows.web}/x`, headers: { authorization: '{{secrets.mine}}' } }),
        ],
        [edge('file.image', 'say.data')],
        { outputs: { said: 'say.message' } },
      ),
      settings: { retentionDays: 3, maxCostMicros: 1_000_000 },
      schedule: { cron: '0 9 * * *', timezone: 'Europe/Berlin', overlap: 'skip' },
    };
    const id = await made(graph);
    const response = await fetch(`${flows.app.url}/v1/workflows/${id}/export`, {
      headers: { authorization: `Bearer ${flows.app.apiKey}` },
    });
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
    const retention = flows.app.app.get(Retention, { strict: false });
    await retention.sweep();
    expect((await call('GET', `/v1/workflow-runs/${run.id}`)).status).toBe(200);
    await flows.app.sql.query('UPDATE workflows.retention SET days = 0 WHERE run_id = $1', [run.id]);
    await retention.sweep();
    expect((await call('GET', `/v1/workflow-runs/${run.id}`)).status).toBe(404);
    const rows = async () => (await flows.app.sql.query('SELECT 1 FROM workflows.retention WHERE run_id = $1', [run.id])).rows.length;
    const deadline = Date.now() + 60_000;
    while ((await rows()) > 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 50));
    expect(await rows()).toBe(0);
  }, 120_000);

  it('waits for a time without being looked at before it has come, and takes over a wait that is over', async () => {
    const graph = document(
      [
        node('word', 'Input.Text', { default: 'a word' }),
        ...['a', 'b'].map((id) => node(id, 'Delay', { seconds: 1 })),
        node('past', 'Delay', { until: '2026-01-01T00:00:00Z' }),
        node('never', 'Delay', { until: '2126-01-01T00:00:00Z' }, { onError: 'edge' }),
        node('why', 'Text.Template', { template: '{{nodes.never.error.code}}' }),
        node('all', 'List.Collect'),
      ],
      [
        ...['a', 'past', 'never'].map((id) => edge('word.text', `${id}.value`)),
        edge('a.value', 'b.value'),
        ...['b', 'past'].map((id) => edge(`${id}.value`, 'all.values')),
      ],
      { outputs: { all: 'all.list', why: 'why.text' } },
    );
    const id = await made(graph);
    const run = await ended(id);
    expect([run.error, run.outputs]).toMatchObject([null, { all: { value: ['a word', 'a word'] }, why: { value: 'invalid_params' } }]);
    const waitedMs = run.nodes
      .filter((one) => ['a', 'b'].includes(one.id))
      .map((one) => Date.parse(String((one as unknown as Json)['finishedAt'])) - Date.parse(String((one as unknown as Json)['startedAt'])));
    expect(waitedMs.every((ms) => ms >= 1_000)).toBe(true);
    // A task is leased each time it is worked on.
    const leases = async (of: string): Promise<unknown[]> =>
      (
        await flows.app.sql.query<{ node: string; lease: number }>(
          `SELECT payload->>'node' AS node, lease FROM tasks.tasks WHERE subject_id = $1 AND kind = 'workflows.run-node' ORDER BY 1`,
          [of],
        )
      ).rows;
    expect(await leases(run.id)).toEqual([
      { node: 'a', lease: 1 },
      { node: 'b', lease: 1 },
      { node: 'past', lease: 1 },
    ]);
    const { json: fork } = await call<Run>('POST', `/v1/workflow-runs/${run.id}/fork`, {});
    await flows.framesOf(flows.localOf(fork.eventsUrl));
    const forked = (await call<Run>('GET', `/v1/workflow-runs/${fork.id}`)).json;
    expect(statuses(forked)).toMatchObject({ a: 'cached', b: 'cached', past: 'cached', never: 'failed' });
  }, 60_000);

  it('asks the web, waits, keeps files, takes files, and orders whole videos', async () => {
    const seen: { headers: Record<string, unknown>; body: string }[] = [];
    flows.answer = (request, body) => {
      seen.push({ headers: request.headers, body });
      return seen.length === 1
        ? { status: 503, text: 'later' }
        : { status: 200, text: JSON.stringify({ asked: JSON.parse(body) as unknown }) };
    };
    const id = await made(
      document(
        [
          node('body', 'Input.Json', { default: { a: [1, 2] } }),
          node('ask', 'Http.Request', { url: `${flows.web}/hook`, headers: { 'x-own': 'yes' } }),
          node('later', 'Delay', { seconds: 0.2 }),
          node('picture', 'Image.Generate', { prompt: 'a boat', aspectRatio: '1:1', resolution: '480p' }),
          node('keep', 'Asset.Save'),
          node('bad', 'Http.Request', { url: `${flows.web}/hook`, expect: [204] }, { onError: 'edge' }),
          node('forged', 'Http.Request', { url: `${flows.web}/hook`, headers: { Host: 'other' } }, { onError: 'edge' }),
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
    // What is wrong with a file that is named is said before anything begins: that of another organisation is none, a picture is no clip.
    const moving = await made(document([node('moving', 'Input.Asset', { kind: 'video' })]));
    const refusedKind = await call<{ errors: Json[] }>('POST', `/v1/workflows/${moving}/runs`, { inputs: { moving: assetId } });
    expect([refusedKind.status, refusedKind.json.errors]).toEqual([
      400,
      [expect.objectContaining({ code: 'unsupported_media', path: 'inputs.moving', node: 'moving' })],
    ]);
    const byDefault = document([
      node('moving', 'Input.Asset', { kind: 'video', default: assetId }),
      node('still', 'Input.Asset', { kind: 'image', default: assetId }),
    ]);
    const warnings = async (key?: string) =>
      (await call<{ warnings: Json[] }>('POST', '/v1/workflows/validate', byDefault, key)).json.warnings
        .filter(({ code }) => code !== 'no_output')
        .map(({ code, node: of, path }) => `${String(code)} ${String(of)} ${String(path)}`);
    expect(await warnings()).toEqual(['unsupported_media moving graph.nodes.0.params.default']);
    expect(await warnings((await organisation('Others')).key)).toEqual([
      'unknown_asset moving graph.nodes.0.params.default',
      'unknown_asset still graph.nodes.1.params.default',
    ]);
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
});
