import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';
import { type AppProcess, type StoredEvent } from '../support/app-process.js';
import { Clients, Fleet } from '../support/fleet.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

/** Two processes do everything; eight, two for each role: KADR_ROLLOUT_PROCESSES=8 npm test -- rollout. */
const COUNT = Number(process.env['KADR_ROLLOUT_PROCESSES'] ?? 2);
const ROLES = COUNT < 8 ? ['api,worker,renderer,scheduler'] : ['api', 'worker', 'renderer', 'scheduler'];
/** In every prompt: no log may say it. */
const WORD = 'zymurgy';
const PICTURE = 'kie:z-image';
const FILM = { prompt: `How ${WORD} works`, durationSeconds: 5, resolution: '480p', fps: 24, music: false, subtitles: false };
/** Rows of the batch, and how often one of the processes dies under it: KADR_BATCH_ROWS=500 KADR_BATCH_KILLS=10 npm test -- rollout. */
const ROWS = Number(process.env['KADR_BATCH_ROWS'] ?? 16);
const KILLS = Number(process.env['KADR_BATCH_KILLS'] ?? 2);
/** A film of one clip that is paid for. */
const PAID_FILM = { ...FILM, visuals: { models: ['runware:veo-3.1-fast'], fallback: [] } };

describe('several processes on one database', () => {
  let services: PrivateServices;
  let sandbox: Sandbox;
  let fleet: Fleet;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    // A slow picture takes 10 s.
    sandbox = await startSandbox({ port: 0, dataDir: path.join(services.dataDir, 'sandbox'), speed: 2 });
    const env = {
      ...sandbox.env,
      ...{ KADR_POLL_INTERVAL_MS: '250', KADR_SUBMIT_GRACE_SECONDS: '25', KADR_PROVIDERS_KIE_RATE: 'none' },
      ...{ KADR_PROCESS_LEASE_MS: '4000', KADR_SHUTDOWN_DELAY_MS: '2500', KADR_DRAIN_SECONDS: '1', KADR_LOG_LEVEL: 'debug' },
    };
    fleet = new Fleet(services, path.join(services.dataDir, 'shared'), env, ROLES);
    for (let place = 0; place < COUNT; place += 1) await fleet.start(place);
  }, 240_000);
  afterAll(async () => {
    await fleet?.dispose();
    await sandbox?.stop();
    await services?.stop();
  }, 120_000);

  const query = <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (fleet.processes[0] as AppProcess).query<Row>(sql, values);
  const count = async (from: string): Promise<number> => (await query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`))[0]?.n ?? -1;
  const json = async <T>(app: AppProcess, pathname: string, body?: object): Promise<T> => {
    const response = body === undefined ? await app.request(pathname) : await app.post(pathname, body);
    if (!response.ok) throw new Error(`${pathname}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const pictures = (app: AppProcess, many: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: many }, async (_, n) => {
        const input = { prompt: `${WORD} number ${n} [[sandbox: slow]]`, aspectRatio: '16:9' };
        return (await json<{ id: string }>(app, '/v1/generations', { model: PICTURE, input })).id;
      }),
    );
  const pictureEnded = (app: AppProcess, id: string): Promise<string> =>
    until(`picture ${id} has ended`, 120_000, async () => {
      const one = await json<{ status: string; error: { code: string } | null }>(app, `/v1/generations/${id}`).catch(() => null);
      return one && /completed|failed/.test(one.status) ? (one.error?.code ?? one.status) : null;
    });
  const submittedAtLeast = (provider: string, many: number): Promise<unknown> =>
    until(`${many} are submitted to ${provider}`, 60_000, () => (sandbox.stats()[provider]?.paidSubmissions ?? 0) >= many);
  const expectEachOnce = (events: readonly StoredEvent[]): void => {
    const names = events.map(({ type, data }) => [type, data['index'], data['piece'], data['stage']].join(' '));
    expect(names.filter((name, at) => names.indexOf(name) !== at && !name.startsWith('RenderStarted'))).toEqual([]);
  };
  /** What the provider charged is what attempts and the ledger say, and nothing waits for a person. */
  const expectPaidOnce = async (app: AppProcess): Promise<void> => {
    const paid = Object.values(sandbox.stats());
    const submissions = paid.reduce((sum, { paidSubmissions }) => sum + paidSubmissions, 0);
    expect(Object.values(Object.assign({}, ...paid.map(({ byClientId }) => byClientId)) as Record<string, number>)).toEqual(
      Array.from({ length: submissions }, () => 1),
    );
    expect(await count('integrations.provider_attempts')).toBe(submissions);
    const dead = await query<{ consumer: string; error: string }>('SELECT consumer, error FROM eventing.dead_letters');
    expect(dead).toEqual([]);
    expect(await json(app, '/v1/admin/billing/check')).toMatchObject({ isConsistent: true, differenceCount: 0 });
  };
  const nothingSetAside = (app: AppProcess): Promise<unknown> =>
    until('nothing is set aside any more', 60_000, async () => {
      const { resources } = await json<{ resources: { reserved: number }[] }>(app, '/v1/billing/quota');
      return resources.every(({ reserved }) => reserved === 0);
    });
  /** Every consumer, and the relay, is where the log ends. */
  const allCaughtUp = (): Promise<unknown> =>
    until('everybody has come to the end of the log', 90_000, async () => {
      const behind = `eventing.checkpoints c WHERE c.position < (SELECT max(e.position) FROM eventing.events e WHERE c.partition < 0 OR e.partition = c.partition)`;
      return (await count(behind)) === 0;
    });

  it('B37: when one of them freezes, the others do its part; when it comes back, nothing has happened twice', async () => {
    const [frozen, other] = fleet.doors as [AppProcess, AppProcess];
    // Work of both, of every kind: a film that is drawn here, pictures that are paid for, a schedule, uploads' work folders.
    const film = await frozen.order(FILM);
    const paid = await pictures(frozen, 3);
    const node = { id: 'said', type: 'Text.Template', params: { template: '{{schedule.episode}}' } };
    const workflow = await json<{ id: string }>(other, '/v1/workflows', { name: WORD, graph: { nodes: [node], edges: [] } });
    const schedule = await json<{ id: string }>(other, `/v1/workflows/${workflow.id}/schedules`, {
      ...{ cron: '* * * * *', timezone: 'UTC', missed: 'all', overlap: 'allow' },
    });
    await submittedAtLeast('kie', 3);
    process.kill(frozen.pid, 'SIGSTOP');
    try {
      await query(
        `UPDATE workflows.schedules SET next_due_at = date_trunc('minute', now()) - interval '10 minutes', look_at = date_trunc('milliseconds', now())
          WHERE schedule_id = $1`,
        [schedule.id],
      );
      expect((await other.post('/v1/admin/projections/jobs.video-index/rebuild')).status).toBe(202);
      expect(await other.finished(film.id, 180_000)).toMatchObject({ status: 'completed', error: null });
      for (const id of paid) expect(await pictureEnded(other, id)).toBe('completed');
      await until('the missed ticks have fired', 90_000, async () => (await count(`workflows.ticks WHERE outcome = 'fired'`)) >= 10);
      await allCaughtUp();
      // Nobody does its part twice while it is away, and the folders of what it did are nobody's any more.
      expect(await count(`tasks.tasks WHERE state = 'leased' AND finished_at IS NULL AND lease_until < now()`)).toBe(0);
    } finally {
      process.kill(frozen.pid, 'SIGCONT');
    }
    await until('it is ready again', 60_000, async () => (await fetch(`${frozen.url}/health/ready`).catch(() => null))?.ok);
    const [again] = (await pictures(frozen, 1)) as [string];
    expect(await pictureEnded(frozen, again)).toBe('completed');
    await allCaughtUp();
    expectEachOnce(await other.events(film.id));
    const ticks = await query<{ due: string; episode: string }>(
      `SELECT data->'schedule'->>'dueAt' AS due, data->'schedule'->>'episode' AS episode FROM eventing.events
        WHERE type = 'RunRequested' AND data->'schedule'->>'scheduleId' = $1 ORDER BY 1`,
      [schedule.id],
    );
    expect(new Set(ticks.map(({ due }) => due)).size).toBe(ticks.length);
    expect(ticks.map(({ episode }) => Number(episode))).toEqual(ticks.map((_, at) => at + 1));
    expect(await count(`tasks.tasks WHERE state = 'failed'`)).toBe(0);
    await nothingSetAside(other);
    await expectPaidOnce(other);
    expect((await other.request(`/v1/workflow-schedules/${schedule.id}`, { method: 'DELETE' })).status).toBeLessThan(300);
  }, 480_000);

  it('D1, D6: each of them is replaced under load, and no request is lost, nothing paid twice, nothing counted anew', async () => {
    const [door] = fleet.doors as [AppProcess];
    const film = await door.order(PAID_FILM);
    const paid = await pictures(door, 3);
    const before = await count(`eventing.events WHERE type = 'JobCreated'`);
    let orders = 0;
    const clients = new Clients(() => fleet.doors, {
      list: (app) => app.request('/v1/videos?limit=5'),
      film: (app) => app.request(`/v1/videos/${film.id}`),
      order: (app) => {
        orders += 1;
        return app.post('/v1/videos', { ...FILM, approvals: ['script'] }, { 'idempotency-key': randomUUID() });
      },
    });
    const exits: (number | null)[] = [];
    const said: string[] = [];
    for (let place = 0; place < COUNT; place += 1) {
      const leaving = fleet.processes[place] as AppProcess;
      await fleet.start(place);
      // Its answer comes when the process that asked has been told to go.
      sandbox.setFaults({ kie: { latencyMs: 4_000 } });
      paid.push(...(await pictures(COUNT < 8 ? leaving : (fleet.doors[0] as AppProcess), 1)));
      await until(
        'a request is on its way',
        60_000,
        async () => (await count(`integrations.provider_attempts WHERE state = 'submitting'`)) > 0,
      );
      exits.push(await leaving.stop());
      sandbox.setFaults({ kie: null });
      said.push(leaving.said);
    }
    await clients.stop();
    expect(clients.failures).toEqual([]);
    for (const name of ['list', 'film', 'order']) expect(clients.answered.get(name)).toBeGreaterThan(COUNT * 4);
    expect(exits).toEqual(Array.from({ length: COUNT }, () => 0));
    const [one] = fleet.doors as [AppProcess];
    expect(await one.finished(film.id, 180_000)).toMatchObject({ status: 'completed', error: null });
    expectEachOnce(await one.events(film.id));
    for (const id of paid) expect(await pictureEnded(one, id)).toBe('completed');
    expect(await count(`eventing.events WHERE type = 'JobCreated'`)).toBe(before + orders);
    await expectPaidOnce(one);
    await allCaughtUp();
    await until('no work folder is left', 90_000, () => workFolders(services).length === 0);
    expect([...said, ...fleet.processes.map((app) => app.said)].filter((text) => text.includes(WORD))).toEqual([]);
    // What waits for a person would hold its part of the quota for good.
    for (const { id } of await query<{ id: string }>(`SELECT data->>'videoId' AS id FROM eventing.events WHERE type = 'JobCreated'`))
      expect([200, 409]).toContain((await one.post(`/v1/videos/${id}/cancel`)).status);
    await nothingSetAside(one);
  }, 480_000);

  it('reach G: kill -9 of each of them in turn leaves a batch of each video once, and a report that says what was paid', async () => {
    const [door] = fleet.doors as [AppProcess];
    // Most end at a gate, some of them after a clip was paid for: what a film takes to be encoded shows nothing here. One is made to its end.
    const endingAt = (type: string) => ({ approvals: [{ type, deadlineSeconds: 1, onDeadline: 'cancel' }] });
    const row = (n: number): object => {
      if (n === 1) return FILM;
      return n % 8 === 0 ? { ...PAID_FILM, ...endingAt('videos') } : { ...FILM, ...endingAt('script') };
    };
    const items = Array.from({ length: ROWS }, (_, n) => ({ ...row(n), key: `k${n}`, prompt: `${WORD} number ${n}` }));
    const { id } = await json<{ id: string }>(door, '/v1/batches', { defaults: { metadata: { sku: 'A-1' } }, items, concurrency: 8 });
    const ended = (): Promise<number> =>
      count(`(SELECT DISTINCT data->'item' FROM eventing.events WHERE type = 'ItemEnded' AND data->>'batchId' = '${id}') AS e`);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const share = Math.floor((ROWS * (kill + 1)) / (KILLS + 1)) - 1;
      await until(`${share} rows have ended`, 240_000, async () => (await ended()) >= share);
      await (fleet.processes[kill % COUNT] as AppProcess).kill();
      await fleet.start(kill % COUNT);
    }
    const [one] = fleet.doors as [AppProcess];
    interface Over {
      readonly status: string;
      readonly counts: Record<string, number>;
      readonly cost: { readonly amountMicros: number };
    }
    const over = await until('the batch has ended', 300_000, async () => {
      const batch = await json<Over>(one, `/v1/batches/${id}`).catch(() => null);
      return batch?.status === 'completed' ? batch : null;
    });
    expect(over.counts).toMatchObject({ total: ROWS, completed: 1, cancelled: ROWS - 1, failed: 0, running: 0, pending: 0 });
    const made = await query<{ item: number; video: string }>(
      `SELECT (data->'origin'->>'item')::int AS item, data->>'videoId' AS video FROM eventing.events
        WHERE type = 'JobCreated' AND data->'origin'->>'batchId' = $1 ORDER BY 1`,
      [id],
    );
    expect(made.map(({ item }) => item)).toEqual(items.map((_, n) => n));
    expect(await count(`eventing.events WHERE type = 'ItemStarted' AND data->>'batchId' = '${id}'`)).toBe(ROWS);
    const report = await (await one.request(`/v1/batches/${id}/report.csv`)).text();
    const cells = report
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(cells.map(([key, video]) => [key, video])).toEqual(made.map(({ item, video }) => [`k${item}`, video]));
    const reported = cells.reduce((sum, line) => sum + Number(line[4]), 0);
    const booked = await query<{ micros: string }>(
      'SELECT coalesce(sum(provider_cost_micros), 0) AS micros FROM billing.usage_records WHERE subject_id = ANY ($1)',
      [made.map(({ video }) => video)],
    );
    expect(reported).toBeGreaterThan(0);
    expect([over.cost.amountMicros, Number(booked[0]?.micros)]).toEqual([reported, reported]);
    await allCaughtUp();
    const { data } = await json<{ data: { data: { batchId: string } }[] }>(one, '/v1/events?types=batch.completed');
    expect(data.map((heard) => heard.data.batchId)).toEqual([id]);
    expect(await count(`tasks.tasks WHERE state = 'failed'`)).toBe(0);
    await nothingSetAside(one);
    await expectPaidOnce(one);
  }, 900_000);

  it('deployment D2: beside the next release films are made and paid for once, and nothing is parked or counted anew', async () => {
    const newer = { NODE_OPTIONS: `--import ${new URL('../support/newer-release.mjs', import.meta.url).href}` };
    const replace = async (place: number): Promise<number | null> => {
      const leaving = fleet.processes[place] as AppProcess;
      await fleet.start(place, newer);
      return leaving.stop();
    };
    const [half, places] = [COUNT / 2, Array.from({ length: COUNT }, (_, place) => place)];
    const exits = [];
    for (const place of places.slice(half)) exits.push(await replace(place));
    const [older, next] = [fleet.doors[0], fleet.doors.at(-1)] as [AppProcess, AppProcess];
    const films = [await older.order(PAID_FILM), await next.order(PAID_FILM)];
    const paid = [...(await pictures(older, 1)), ...(await pictures(next, 1))];
    const clients = new Clients(() => fleet.doors, {
      list: (app) => app.request('/v1/videos?limit=5'),
      film: (app) => app.request(`/v1/videos/${films[0]?.id}`),
    });
    // Of at least one the newer release has recorded what the older one does not know.
    const known = `eventing.events WHERE type = 'PromptRead'`;
    await until('the newer one has begun a draft', 30_000, async () => {
      if ((await count(known)) > 0) return true;
      if ((await count(`tasks.tasks WHERE queue = 'script' AND finished_at IS NULL`)) === 0) films.push(await next.order(PAID_FILM));
      return false;
    });
    for (const { id } of films) expect(await next.finished(id, 180_000)).toMatchObject({ status: 'completed', error: null });
    for (const id of paid) expect(await pictureEnded(next, id)).toBe('completed');
    await clients.stop();
    expect(clients.failures).toEqual([]);
    expect(await query(`SELECT status, attempts FROM eventing.dead_letters WHERE status = 'parked' OR attempts > 0`)).toEqual([]);
    for (const place of places.slice(0, half)) exits.push(await replace(place));
    expect(exits).toEqual(places.map(() => 0));
    await until('nothing is held any more', 90_000, async () => (await count('eventing.dead_letters')) === 0);
    await until(
      'all of the new work is done',
      60_000,
      async () => (await count(known)) === (await count(`tasks.tasks WHERE kind = 'jobs.read-prompt' AND state = 'done'`)),
    );
    for (const { id } of films) expectEachOnce(await next.events(id));
    expect(await count(`tasks.tasks WHERE state = 'failed'`)).toBe(0);
    await nothingSetAside(next);
    await expectPaidOnce(next);
    await allCaughtUp();
  }, 480_000);
});

/** Of attempts: what processes that went left behind is somebody's to remove. */
function workFolders({ dataDir }: PrivateServices): string[] {
  const work = path.join(dataDir, 'shared', 'work');
  return readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes(path.sep));
}
