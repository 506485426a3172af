import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { AppProcess, type StoredEvent, type Video } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

/** Small pictures: what survives is the point, not how it looks. */
const SHORT_FILM = {
  prompt: 'Why octopuses have three hearts',
  durationSeconds: 10,
  segmentation: { segmentSeconds: 5 },
  aspectRatio: '1:1',
  resolution: '480p',
  fps: 24,
};

/** Each result once, whatever was killed: nothing finished was made again, and the job ended once, without being taken for stalled. */
function expectEachOnce(events: readonly StoredEvent[], resumes = 0): void {
  const names = events.map(({ type, data }) =>
    [type, data['index'], data['piece'], data['stage']].filter((part) => part !== undefined).join(' '),
  );
  expect(names.filter((name, i) => names.indexOf(name) !== i && !name.startsWith('RenderStarted'))).toEqual([]);
  expect(names.filter((name) => name === 'JobCompleted')).toHaveLength(1);
  expect(names.filter((name) => name === 'JobResumed')).toHaveLength(resumes);
  expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1));
}

describe('a job', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    app = await new AppProcess(services, { KADR_STALLED_AFTER_SECONDS: '5' }).start();
  }, 120_000);
  afterAll(async () => {
    await app.dispose();
    await services.stop();
  }, 60_000);

  /** One film, which has to outlive them all. */
  describe('whose process dies again and again', () => {
    type Moment = (video: Video) => boolean;
    let id = '';
    beforeAll(async () => {
      ({ id } = await app.order({ ...SHORT_FILM, durationSeconds: 15 }));
    }, 60_000);

    it.each<[string, 'kill -9' | 'SIGTERM', Moment]>([
      ['while it is accepted', 'kill -9', () => true],
      ['while it is drafted', 'kill -9', ({ stage }) => stage !== 'queued'],
      ['while its segments are made', 'kill -9', ({ progress }) => progress.percent >= 20],
      ['while its segments are made', 'SIGTERM', ({ progress }) => progress.percent >= 40],
      ['while its pieces are encoded', 'kill -9', ({ progress }) => progress.percent >= 75],
      ['while it is rendered', 'kill -9', ({ stage }) => stage === 'rendering' || stage === 'ready'],
    ])(
      'has lost nothing after one that comes %s, by %s',
      async (_name, death, moment) => {
        await app.when(id, moment);
        const before = await app.events(id);
        if (death === 'SIGTERM') expect(await app.stop()).toBe(0);
        else await app.kill();
        await app.start();
        expect((await app.events(id)).slice(0, before.length)).toEqual(before);
      },
      180_000,
    );

    it('is finished, and nothing of it was made twice', async () => {
      expect(await app.finished(id)).toMatchObject({ status: 'completed', error: null });
      expectEachOnce(await app.events(id));
    }, 180_000);
  });

  it('finishes when Redis loses everything again and again', async () => {
    const { id } = await app.order(SHORT_FILM);
    const redis = new Redis(services.env['REDIS_URL'] ?? '', { maxRetriesPerRequest: null });
    for (const percent of [1, 30, 60]) {
      await app.when(id, ({ progress, status }) => progress.percent >= percent || status === 'completed');
      await redis.flushall();
    }
    await redis.quit();
    expect((await app.finished(id)).status).toBe('completed');
    expectEachOnce(await app.events(id));
  }, 180_000);

  it('finishes when NATS dies and comes back empty, and Redis is down for a while', async () => {
    const { id } = await app.order(SHORT_FILM);
    await app.when(id, ({ progress }) => progress.percent >= 10);
    await services.kill('nats');
    services.wipe('nats');
    await services.kill('redis');
    const other = await app.order({ ...SHORT_FILM, prompt: 'How bees find their way home', durationSeconds: 5 });
    expect((await app.request('/health/ready')).status).toBe(200);
    await services.restart('nats');
    await services.restart('redis');
    for (const video of [id, other.id]) {
      expect((await app.finished(video)).status).toBe('completed');
      expectEachOnce(await app.events(video));
    }
  }, 240_000);

  it.each(['nats', 'redis'] as const)(
    'faults B27: is ordered while %s is frozen, and made once it goes on',
    async (name) => {
      const pid = services.pid(name) ?? 0;
      expect(pid).toBeGreaterThan(0);
      const ids: string[] = [];
      process.kill(pid, 'SIGSTOP');
      try {
        for (let n = 0; n < 3; n += 1) ids.push((await app.order({ ...SHORT_FILM, durationSeconds: 5, approvals: ['script'] })).id);
        expect((await app.request(`/v1/videos/${ids[0]}`)).status).toBe(200);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      for (const id of ids) await app.when(id, ({ status }) => status === 'awaiting_approval');
      for (const id of ids) expect((await app.post(`/v1/videos/${id}/cancel`)).status).toBeLessThan(300);
    },
    240_000,
  );

  it('finishes when Postgres is killed twice', async () => {
    const { id } = await app.order(SHORT_FILM);
    for (const percent of [5, 50]) {
      await app.when(id, ({ progress, status }) => progress.percent >= percent || status === 'completed');
      await services.kill('postgres');
      expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
      await services.restart('postgres');
    }
    expect((await app.finished(id)).status).toBe('completed');
    expectEachOnce(await app.events(id));
  }, 240_000);

  it('is driven on when its tasks are lost, and repeats nothing that was finished', async () => {
    const { id } = await app.order(SHORT_FILM);
    await app.when(id, ({ progress }) => progress.percent >= 15);
    await app.query('DELETE FROM tasks.tasks WHERE subject_id = $1 AND finished_at IS NULL', [id]);
    expect((await app.finished(id)).status).toBe('completed');
    expectEachOnce(await app.events(id), 1);
  }, 180_000);

  describe('of a workflow', () => {
    const CHAIN = ['one', 'two', 'three'];
    const told = { id: 'words', type: 'Input.Text', params: { default: 'A lighthouse by night, and the sea around it. '.repeat(3) } };
    const spoken = CHAIN.map((id) => ({ id, type: 'Voice.TTS', params: { speed: 1 } }));
    // Each begins when the one before has ended; `cache: bypass` has each of them made.
    const joints = CHAIN.slice(1).map((id, at) => ({
      id: `after-${id}`,
      type: 'Text.Template',
      params: { template: `{{nodes.${CHAIN[at]}.durationSeconds > 0 ? nodes.words.text : ""}}` },
    }));
    const graph = {
      nodes: [told, ...spoken, ...joints],
      edges: [{ from: 'words.text', to: 'one.text' }, ...CHAIN.slice(1).map((id) => ({ from: `after-${id}.text`, to: `${id}.text` }))],
    };
    const json = async (path: string, init: RequestInit = {}) => (await app.request(path, init)).json() as Promise<Record<string, unknown>>;
    const made = async (path: string, body: unknown) => String((await json(path, { method: 'POST', body: JSON.stringify(body) }))['id']);
    const done = async (id: string) => ((await json(`/v1/workflow-runs/${id}`))['progress'] as { done: number }).done;
    const over = (id: string) =>
      until('the run has ended', 240_000, async () => ((await json(`/v1/workflow-runs/${id}`))['status'] === 'running' ? null : true));
    const eventsOf = (id: string) =>
      app.query<{ type: string; node: string | null }>(
        `SELECT type, data->>'node' AS node FROM eventing.events WHERE stream_id = $1 AND type = ANY (ARRAY['NodeCompleted', 'RunCompleted', 'RunFailed']) ORDER BY version`,
        [`workflow-run-${id}`],
      );

    it('goes on after each death where it was, and makes each node once', async () => {
      const workflow = await made('/v1/workflows', { name: 'A chain', graph });
      const id = await made(`/v1/workflows/${workflow}/runs`, { cache: 'bypass' });
      for (const moment of [1, 4]) {
        await until(`${moment} nodes are done`, 240_000, async () => (await done(id)) >= moment || null);
        await app.kill();
        await app.start();
      }
      // Lost by hand: what it waits for is asked for again.
      await app.query('DELETE FROM tasks.tasks WHERE subject_id = $1 AND finished_at IS NULL', [id]);
      await over(id);
      const events = await eventsOf(id);
      const nodes = events.filter(({ type }) => type === 'NodeCompleted').map(({ node }) => node);
      expect([new Set(nodes).size, nodes.length]).toEqual([graph.nodes.length, graph.nodes.length]);
      expect(events.filter(({ type }) => type !== 'NodeCompleted').map(({ type }) => type)).toEqual(['RunCompleted']);
    }, 600_000);

    it('is started once a tick, though the scheduler dies among them', async () => {
      const word = { nodes: [{ id: 'said', type: 'Text.Template', params: { template: '{{schedule.episode}}' } }], edges: [] };
      const workflow = await made('/v1/workflows', { name: 'A word', graph: word });
      const schedule = await made(`/v1/workflows/${workflow}/schedules`, {
        cron: '* * * * *',
        timezone: 'UTC',
        missed: 'all',
        overlap: 'allow',
      });
      await app.query(
        `UPDATE workflows.schedules SET next_due_at = date_trunc('minute', now()) - interval '30 minutes', look_at = date_trunc('milliseconds', now())
          WHERE schedule_id = $1`,
        [schedule],
      );
      const fired = async () =>
        app.query<{ run: string; dueAt: string }>(
          `SELECT run_id AS run, due_at AS "dueAt" FROM workflows.ticks WHERE schedule_id = $1 AND outcome = 'fired'`,
          [schedule],
        );
      await until('some ticks have fired', 120_000, async () => (await fired()).length > 2 || null);
      await app.kill();
      await app.start();
      await until('all have fired', 240_000, async () => (await fired()).length >= 31 || null);
      const runs = await app.query<{ episode: string; dueAt: string }>(
        `SELECT data->'schedule'->>'episode' AS episode, data->'schedule'->>'dueAt' AS "dueAt" FROM eventing.events
          WHERE type = 'RunRequested' AND data->'schedule'->>'scheduleId' = $1 ORDER BY 2`,
        [schedule],
      );
      expect(new Set(runs.map(({ dueAt }) => dueAt)).size).toBe(runs.length);
      expect(runs.map(({ episode }) => Number(episode))).toEqual(runs.map((_, at) => at + 1));
    }, 480_000);
  });
});
