import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Episodes } from '#batches';
import { final, ScriptedProvider } from '#integrations/testing';
import { DirectedApp } from '../support/directed-app.js';
import { until } from '../support/supervised.js';

interface Series {
  readonly id: string;
  readonly bible: string;
  readonly nextEpisode: number;
  readonly nextTopic: string | null;
  readonly batchId: string | null;
}
interface Episode {
  readonly episode: number;
  readonly topic: string | null;
  readonly videoId: string;
  readonly status: string | null;
  readonly title: string | null;
}

const SMALL = { durationSeconds: 5, resolution: '480p', fps: 24, music: false, subtitles: false };

describe('a series', () => {
  const broken = new ScriptedProvider('broken', 'text-to-video');
  let app: DirectedApp;
  beforeAll(async () => {
    app = await DirectedApp.start([broken], { KADR_BATCH_LOOK_MS: '200' });
  }, 120_000);
  afterAll(() => app?.close(), 60_000);

  const make = (body: object): Promise<Series> => app.post<Series>('/v1/series', { name: 'Deep sea', defaults: SMALL, ...body });
  const order = (id: string, body: object = {}): Promise<Episode> => app.post<Episode>(`/v1/series/${id}/episodes`, body);
  const send = (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> =>
    app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const refusal = async (response: Response): Promise<unknown[]> => {
    const { code, errors = [] } = (await response.json()) as { code: string; errors?: { path: string }[] };
    return [response.status, code, ...errors.map(({ path }) => path).sort()];
  };
  const scriptOf = (prompt: string) => app.asked.scripts.findLast((asked) => asked.prompt === prompt);
  const drafted = (videoId: string): Promise<string> =>
    until('it has a title', 60_000, async () => (await app.get<{ title: string | null }>(`/v1/videos/${videoId}`)).title);

  it('numbers its episodes, gives each its topic, and tells the writer what came before', async () => {
    const made = await make({ bible: 'Told by Ada, a diver of seventy.', topics: ['anglerfish', 'giant squid'] });
    expect(made).toMatchObject({ nextEpisode: 1, nextTopic: 'anglerfish' });
    const first = await order(made.id, { approvals: ['script'] });
    expect(first).toMatchObject({ episode: 1, topic: 'anglerfish', status: 'queued' });
    const title = await drafted(first.videoId);
    expect(scriptOf('anglerfish')?.series).toEqual({ bible: made.bible, episode: 1, earlier: [] });

    // Of its own subject: it takes no topic.
    const aside = await order(made.id, { prompt: 'a whale', approvals: ['script'] });
    expect(aside).toMatchObject({ episode: 2, topic: null });
    await drafted(aside.videoId);
    const second = await order(made.id, { approvals: ['script'] });
    expect(second).toMatchObject({ episode: 3, topic: 'giant squid' });
    await drafted(second.videoId);
    const told = scriptOf('giant squid')?.series;
    expect(told?.earlier.map((one) => one.title)).toEqual([await drafted(aside.videoId), title]);
    for (const { opening } of told?.earlier ?? []) expect(opening).not.toBe('');

    expect(await app.get(`/v1/series/${made.id}`)).toMatchObject({ nextEpisode: 4, nextTopic: null });
    expect(await refusal(await send('POST', `/v1/series/${made.id}/episodes`, {}))).toEqual([409, 'no_topic_left']);
    expect(await send('PATCH', `/v1/series/${made.id}`, { topics: ['anglerfish', 'giant squid', 'sea spiders'] })).toMatchObject({
      status: 200,
    });
    expect(await order(made.id, { approvals: ['script'] })).toMatchObject({ episode: 4, topic: 'sea spiders' });

    const page = await app.get<{ data: Episode[]; nextCursor: string }>(`/v1/series/${made.id}/episodes?limit=3`);
    const rest = await app.get<{ data: Episode[]; nextCursor: null }>(`/v1/series/${made.id}/episodes?limit=3&cursor=${page.nextCursor}`);
    expect([...page.data, ...rest.data].map(({ episode }) => episode)).toEqual([4, 3, 2, 1]);
    expect(rest.data[0]).toMatchObject({ videoId: first.videoId, title });
    const { data } = await app.get<{ data: { id: string }[] }>('/v1/videos?source=series');
    expect(data).toHaveLength(4);
  });

  it('gives each number once, however many are ordered at the same moment, and none where the order is refused', async () => {
    const { id } = await make({ topics: Array.from({ length: 8 }, (_, n) => `topic ${n}`) });
    expect(await refusal(await send('POST', `/v1/series/${id}/episodes`, { durationSeconds: -1 }))).toEqual([
      ...[400, 'validation_failed', 'durationSeconds'],
    ]);
    const key = randomUUID();
    const [once, again] = [
      await send('POST', `/v1/series/${id}/episodes`, { approvals: ['script'] }, { 'idempotency-key': key }),
      await send('POST', `/v1/series/${id}/episodes`, { approvals: ['script'] }, { 'idempotency-key': key }),
    ];
    const first = (await once.json()) as Episode;
    expect([first.episode, await again.json(), once.headers.get('location')]).toEqual([1, first, `/v1/videos/${first.videoId}`]);
    const ordered = await Promise.all(Array.from({ length: 7 }, () => order(id, { approvals: ['script'] })));
    expect(ordered.map(({ episode }) => episode).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(ordered.map(({ topic }) => topic)).size).toBe(7);
    const origins = await app.query<{ n: number }>(
      `SELECT (data->'origin'->>'item')::int AS n FROM eventing.events WHERE type = 'JobCreated' AND data->'origin'->>'seriesId' = $1 ORDER BY 1`,
      [id],
    );
    expect(origins.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('fills topic and number into its defaults, and is named where nothing else says what an episode is about', async () => {
    const filled = await make({
      topics: ['krill'],
      defaults: { ...SMALL, prompt: 'All about {{topic}}', title: 'Deep sea, part {{episode}}' },
    });
    const { videoId } = await order(filled.id, { approvals: ['script'] });
    expect(await app.get(`/v1/videos/${videoId}`)).toMatchObject({
      title: 'Deep sea, part 1',
      request: { prompt: 'All about krill', title: 'Deep sea, part 1' },
    });
    const bare = await make({ name: 'Fish of the day' });
    const episode = await order(bare.id, { approvals: ['script'] });
    expect(await app.get(`/v1/videos/${episode.videoId}`)).toMatchObject({ request: { prompt: 'Fish of the day' } });
  });

  it('is refused with all that is wrong, before anything is kept', async () => {
    const before = await app.query('SELECT 1 FROM batches.series');
    const wrong = { name: '', bible: 'x'.repeat(8_001), topics: [''], defaults: [] };
    expect(await refusal(await send('POST', '/v1/series', wrong))).toEqual([
      ...[400, 'validation_failed'],
      ...['bible', 'defaults', 'name', expect.stringMatching(/^topics/)],
    ]);
    expect(await refusal(await send('POST', '/v1/series', { name: 'x', defaults: { durationSeconds: -1, colour: 'red' } }))).toEqual([
      ...[400, 'validation_failed', 'defaults.colour', 'defaults.durationSeconds'],
    ]);
    expect(await refusal(await send('POST', '/v1/series', { name: 'x', bible: 'a\0b' }))).toEqual([400, 'validation_failed', 'bible']);
    expect(await app.query('SELECT 1 FROM batches.series')).toHaveLength(before.length);
    const missing = randomUUID();
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/episodes'],
      ['POST', '/episodes'],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      expect(await refusal(await send(method, `/v1/series/${missing}${path}`, body))).toEqual([404, 'series_not_found']);
    }
  });

  it('gets its episodes from workflows: the next topic or one of the node, one number a node however often it orders', async () => {
    const topics = ['krill', 'plankton'];
    const { id } = await make({ topics, defaults: { ...SMALL, approvals: ['script'], title: '{{episode}}: {{topic}}' } });
    const film = (params: object) => ({ name: 'Episode', graph: { nodes: [{ id: 'film', type: 'Video.Create', params }], edges: [] } });
    const ended = (run: string) =>
      until('it has ended', 60_000, async () => {
        const { status, error } = await app.get<{ status: string; error: { code: string } | null }>(`/v1/workflow-runs/${run}`);
        return /completed|failed/.test(status) ? (error?.code ?? status) : null;
      });
    const started = async (params: object): Promise<string> => {
      const workflow = await app.post<{ id: string }>('/v1/workflows', film(params));
      return (await app.post<{ id: string }>(`/v1/workflows/${workflow.id}/runs`, {})).id;
    };
    const episodes = async (): Promise<Episode[]> => (await app.get<{ data: Episode[] }>(`/v1/series/${id}/episodes`)).data.toReversed();
    const numbered = (count: number) => until(`${count} are ordered`, 60_000, async () => (await episodes()).length >= count);
    const run = await started({ series: id });
    await numbered(1);
    await started({ series: id, topic: 'a whale, part {{schedule.episode}}' });
    await numbered(2);
    const third = await started({ series: id });
    await numbered(3);
    const shown = (await episodes()).map(({ episode, topic }) => [episode, topic]);
    expect(shown).toEqual([
      [1, 'krill'],
      [2, null],
      [3, 'plankton'],
    ]);
    const [one, two, three] = await episodes();
    expect(await app.get(`/v1/videos/${two?.videoId}`)).toMatchObject({
      title: '2: a whale, part 1',
      request: { prompt: 'a whale, part 1' },
    });
    // Whoever takes the node over does not know whether it was ordered.
    const again = { videoId: one?.videoId ?? '', order: {}, origin: { workflowRunId: run, node: 'film' } };
    const { orgId } = (
      await app.query<{ orgId: string }>('SELECT org_id AS "orgId" FROM batches.series WHERE series_id = $1', [id])
    )[0] ?? {
      orgId: '',
    };
    const desk = app.nest.get(Episodes, { strict: false });
    await Promise.all(Array.from({ length: 4 }, () => desk.orderFor({ orgId, actor: 'system' }, id, again)));
    const fresh = { ...again, videoId: randomUUID(), topic: 'a squid' };
    await Promise.all(Array.from({ length: 4 }, () => desk.orderFor({ orgId, actor: 'system' }, id, fresh)));
    expect((await episodes()).map(({ videoId }) => videoId)).toEqual([one?.videoId, two?.videoId, three?.videoId, fresh.videoId]);

    expect((await send('POST', `/v1/videos/${three?.videoId}/approvals/script/approve`, {})).status).toBe(200);
    expect(await ended(third)).toBe('completed');
    // At the end of the list nothing is ordered, and no number is used up.
    expect(await ended(await started({ series: id }))).toBe('no_topic_left');
    expect(await episodes()).toHaveLength(4);
    const { id: unknown } = await app.post<{ id: string }>('/v1/workflows', film({ series: randomUUID() }));
    const faulty = await send('POST', `/v1/workflows/${unknown}/runs`, {});
    const { errors } = (await faulty.json()) as { errors: { path: string; code: string }[] };
    expect([faulty.status, errors.map(({ path, code }) => [path, code])]).toEqual([
      ...[400, [['graph.nodes.0.params.series', 'unknown_series']]],
    ]);
    const alone = await send('POST', '/v1/workflows', film({ topic: 'x', prompt: 'y' }));
    expect([alone.status, ((await alone.json()) as { errors: { path: string }[] }).errors.length]).toEqual([400, 1]);
  }, 120_000);

  const ended = (batchId: string | null): Promise<{ counts: object; cost: { estimatedMicros: number } }> =>
    until('its batch has ended', 120_000, async () => {
      const batch = await app.get<{ status: string; counts: object; cost: { estimatedMicros: number } }>(`/v1/batches/${batchId}`);
      return batch.status === 'completed' ? batch : null;
    });
  const itemsOf = async (batchId: string | null): Promise<(string | null)[]> => {
    const { data } = await app.get<{ data: { videoId: string | null }[] }>(`/v1/batches/${batchId}/items`);
    return data.map(({ videoId }) => videoId);
  };
  const episodesOf = async (id: string): Promise<Episode[]> =>
    (await app.get<{ data: Episode[] }>(`/v1/series/${id}/episodes`)).data.toReversed();

  it('is made together with a batch of its first episodes, each written with those before it in mind', async () => {
    const topics = ['tube worms', 'vent crabs', 'yeti crabs', 'sea pigs'];
    const metadata = { campaign: 'spring', part: '{{episode}}' };
    const made = await make({
      bible: 'Told by Ada.',
      topics,
      batchOf: 3,
      defaults: { ...SMALL, metadata, title: 'Vents {{episode}}: {{topic}}' },
    });
    expect(made).toMatchObject({ batchId: expect.any(String), nextEpisode: 1, nextTopic: 'tube worms' });
    expect((await ended(made.batchId)).counts).toMatchObject({ total: 3, completed: 3, failed: 0 });
    const episodes = await episodesOf(made.id);
    const titles = ['Vents 1: tube worms', 'Vents 2: vent crabs', 'Vents 3: yeti crabs'];
    expect(episodes.map(({ episode, topic, title }) => [episode, topic, title])).toEqual(
      titles.map((title, n) => [n + 1, topics[n], title]),
    );
    expect(await itemsOf(made.batchId)).toEqual(episodes.map(({ videoId }) => videoId));
    const told = scriptOf('yeti crabs')?.series;
    expect([told?.episode, told?.bible, told?.earlier.map(({ title }) => title)]).toEqual([3, 'Told by Ada.', [titles[1], titles[0]]]);
    expect(await app.get(`/v1/series/${made.id}`)).toMatchObject({ batchId: made.batchId, nextEpisode: 4, nextTopic: 'sea pigs' });
    const heard = await until('its end is announced', 30_000, async () => {
      const told = await app.get<{ data: { data: { batchId: string; metadata: object } }[] }>('/v1/events?types=batch.completed');
      return told.data.find(({ data }) => data.batchId === made.batchId);
    });
    expect(heard.data.metadata).toEqual({ campaign: 'spring' });
    // The one that is ordered by hand comes after them.
    expect(await order(made.id, { approvals: ['script'] })).toMatchObject({ episode: 4, topic: 'sea pigs' });
  }, 180_000);

  it('keeps number and topic of an episode of its batch whose video had to be made anew', async () => {
    broken.then(...Array.from({ length: 8 }, () => final()));
    const defaults = { ...SMALL, visuals: { models: ['broken:model'], fallback: [] } };
    const { id, batchId } = await make({ topics: ['isopods', 'sea lilies'], batchOf: 1, defaults });
    expect((await ended(batchId)).counts).toMatchObject({ failed: 1 });
    const [before] = await episodesOf(id);
    expect((await send('DELETE', `/v1/videos/${before?.videoId}`)).status).toBe(204);
    (broken as unknown as { turns: unknown[] }).turns = [];
    await app.post(`/v1/batches/${batchId}/retry-failed`);
    await until('it is made anew', 60_000, async () => (await episodesOf(id))[0]?.status === 'completed');
    const after = await episodesOf(id);
    expect(after.map(({ episode, topic }) => [episode, topic])).toEqual([[1, 'isopods']]);
    expect(after[0]?.videoId).not.toBe(before?.videoId);
    expect(await app.get(`/v1/series/${id}`)).toMatchObject({ nextEpisode: 2, nextTopic: 'sea lilies' });
  }, 180_000);

  it('is not made at all where its batch is refused', async () => {
    const kept = (): Promise<object[]> => app.query('SELECT series_id FROM batches.series UNION ALL SELECT batch_id FROM batches.orders');
    const before = await kept();
    const asked = { name: 'x', topics: ['one', 'two'], defaults: SMALL };
    for (const batchOf of [0, 1.5, 1_001, '2', 3]) {
      const told = await refusal(await send('POST', '/v1/series', { ...asked, batchOf }));
      expect([...new Set(told)]).toEqual([400, 'validation_failed', 'batchOf']);
    }
    expect(await refusal(await send('POST', '/v1/series', { ...asked, maxCostMicros: 1 }))).toEqual([
      400,
      'validation_failed',
      'maxCostMicros',
    ]);
    const customer = await app.post<{ id: string; apiKey: { key: string } }>('/v1/admin/organisations', {
      name: 'Customer',
      plan: 'creator',
    });
    const body = JSON.stringify({ plan: 'creator', overrides: { videos: 1 } });
    expect((await app.request(`/v1/admin/organisations/${customer.id}/plan`, { method: 'PUT', body })).status).toBe(200);
    const theirs = { authorization: `Bearer ${customer.apiKey.key}` };
    expect(await refusal(await send('POST', '/v1/series', { ...asked, batchOf: 2 }, theirs))).toEqual([402, 'quota_exceeded']);
    expect(await refusal(await send('PATCH', `/v1/series/${randomUUID()}`, { batchOf: 1 }))).toEqual([400, 'validation_failed', 'batchOf']);
    expect(await kept()).toHaveLength(before.length);
  });

  it('that is deleted leaves its videos, and no word of itself', async () => {
    const { id } = await make({ name: 'tarradiddle', bible: 'tarradiddle', topics: ['tarradiddle'] });
    const { videoId } = await order(id, { prompt: 'plain', approvals: ['script'] });
    expect((await send('DELETE', `/v1/series/${id}`)).status).toBe(204);
    expect((await send('GET', `/v1/series/${id}`)).status).toBe(404);
    expect((await send('GET', `/v1/videos/${videoId}`)).status).toBe(200);
    const kept = await app.query(
      `SELECT 1 FROM batches.series WHERE name = 'tarradiddle' UNION ALL SELECT 1 FROM batches.episodes WHERE series_id = $1`,
      [id],
    );
    expect(kept).toEqual([]);
    expect(await drafted(videoId)).not.toBe('');
  });
});
