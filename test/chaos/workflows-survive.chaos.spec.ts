import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';
import { type AppProcess } from '../support/app-process.js';
import { Fleet } from '../support/fleet.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

type Json = Record<string, unknown>;
const [ITEMS, FEW] = [30, 12];
/** Of the last item: the run is not over before anything dies. */
const LONG = ' [[sandbox: slow]]';
/** Deaths while the list is gone through. */
const KILLS = 2;
const node = (id: string, type: string, params: Json = {}, more: Json = {}) => ({ id, type, params, ...more });
const edge = (from: string, to: string) => ({ from, to });
/** Paid for, and the same picture of the same words. */
const PICTURE = { model: 'runware:image', fallback: [], resolution: '480p', aspectRatio: '1:1' };
/** A picture that is begun when another one is there: its words wait for it. */
const pictureAfter = (before: string, id: string, words: string) => ({
  nodes: [
    node(`${id}-after`, 'Select'),
    node(`${id}-words`, 'Text.Template', { template: `after {{nodes["${id}-after"].from}}: ${words}` }),
    node(id, 'Image.Generate', PICTURE),
  ],
  edges: [edge(`${before}.image`, `${id}-after.value`), edge(`${id}-words.text`, `${id}.prompt`)],
});

/** Each item asks somebody on the web and has a picture made of the answer. */
const throughAList = (address: string, items: number) => {
  const inside = { parent: 'each' };
  return {
    name: 'Through a list',
    graph: {
      nodes: [
        node('list', 'Input.Json', { default: Array.from({ length: items }, (_, at) => `town ${at}${at === items - 1 ? LONG : ''}`) }),
        node('each', 'Map', { maxItems: items, concurrency: 8 }),
        node('words', 'Text.Template', { template: 'the lighthouse of {{item}}' }, inside),
        node('ask', 'Http.Request', { url: address, method: 'POST' }, inside),
        node('picture', 'Image.Generate', PICTURE, inside),
      ],
      edges: [
        edge('list.json', 'each.list'),
        edge('words.text', 'ask.body'),
        edge('ask.text', 'picture.prompt'),
        edge('picture.image', 'each.each'),
      ],
      outputs: { pictures: 'each.list' },
    },
  };
};

const LATER = [
  pictureAfter('a1', 'a2', 'a rough sea'),
  pictureAfter('b1', 'b2', 'piers of {{inputs.place}}'),
  pictureAfter('b2', 'b3', 'gulls of {{inputs.place}}'),
];
/** Two rows of pictures; the second goes by an input. */
const TWO_ROWS = {
  name: 'Two rows',
  graph: {
    nodes: [
      node('place', 'Input.Text', { default: 'Ostend' }),
      ...['a1', 'b1'].map((id) =>
        node(id, 'Image.Generate', { ...PICTURE, prompt: id === 'a1' ? 'a calm sea' : 'boats of {{inputs.place}}' }),
      ),
      ...LATER.flatMap(({ nodes }) => nodes),
    ],
    edges: LATER.flatMap(({ edges }) => edges),
  },
};

/** Two processes of one installation that do everything; one of them dies, and then the other. */
describe('runs of workflows', () => {
  let services: PrivateServices;
  let sandbox: Sandbox;
  let fleet: Fleet;
  let web: Server;
  /** How often each request came, by its `Idempotency-Key`. */
  const requests = new Map<string, number>();
  beforeAll(async () => {
    web = createServer((request, response) => {
      const key = String(request.headers['idempotency-key']);
      requests.set(key, (requests.get(key) ?? 0) + 1);
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => response.end(Buffer.concat(parts)));
    });
    await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
    services = await startServices({ durable: true });
    sandbox = await startSandbox({ port: 0, dataDir: path.join(services.dataDir, 'sandbox'), speed: 5 });
    const env = {
      ...sandbox.env,
      ...{ KADR_EGRESS_ALLOW: `${sandbox.env['KADR_EGRESS_ALLOW']},${hostOf(web)}`, KADR_WORKFLOW_ANSWERS: hostOf(web) },
      ...{ KADR_POLL_INTERVAL_MS: '250', KADR_SUBMIT_GRACE_SECONDS: '25', KADR_PROCESS_LEASE_MS: '4000' },
      ...{ KADR_SCHEDULE_TICK_MS: '100', KADR_SCHEDULE_CLAIM_SECONDS: '1' },
    };
    fleet = new Fleet(services, path.join(services.dataDir, 'shared'), env, ['api,worker,renderer,scheduler']);
    await fleet.start(0);
    await fleet.start(1);
  }, 240_000);
  afterAll(async () => {
    await fleet?.dispose();
    await sandbox?.stop();
    await services?.stop();
    web?.close();
  }, 120_000);

  const [first, second] = [0, 1].map((place) => () => fleet.processes[place] as AppProcess) as [() => AppProcess, () => AppProcess];
  const dies = async (one: AppProcess): Promise<void> => {
    await one.kill();
    await one.start();
  };
  const json = async <T = Json>(app: AppProcess, pathname: string, body?: unknown): Promise<T> => {
    const response = body === undefined ? await app.request(pathname) : await app.post(pathname, body);
    if (!response.ok) throw new Error(`${pathname}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const made = async (pathname: string, body: unknown): Promise<string> => String((await json(second(), pathname, body))['id']);
  const query = <Row extends object>(sql: string, values: readonly unknown[] = []) => second().query<Row>(sql, values);
  /** In the order of their names: which of two that run side by side ends first is chance. */
  const eventsOf = async (id: string): Promise<string[]> => {
    const rows = await query<{ name: string }>(
      `SELECT concat_ws(' ', type, data->>'node', data->>'take', data->>'index', data->>'code', data->'error'->>'code') AS name
         FROM eventing.events WHERE (stream_id = $1 OR (type LIKE 'Map%' AND data->>'runId' = $2))
          AND type NOT IN ('RunRequested', 'RunStarted', 'NodesSkipped')`,
      [`workflow-run-${id}`, id],
    );
    return rows.map(({ name }) => name).toSorted();
  };
  const itemsEnded = async (id: string): Promise<number> => (await eventsOf(id)).filter((name) => name.startsWith('MapItemEnded')).length;
  /** Of every file that the run and its items gave, by where it came from. */
  const filesOf = async (id: string): Promise<string[]> => {
    const rows = await query<{ at: string; data: string }>(
      `SELECT concat_ws(' ', type, data->>'node', data->>'index') AS at, coalesce(data->'outputs', data->'output')::text AS data
         FROM eventing.events WHERE data->>'runId' = $1 AND type IN ('NodeCompleted', 'MapItemEnded')`,
      [id],
    );
    return rows.map(({ at, data }) => [at, ...(data.match(/"sha256": ?"[0-9a-f]+"/g) ?? [])].join(' ')).toSorted();
  };
  const statusOf = async (id: string): Promise<string> =>
    String((await json(second(), `/v1/workflow-runs/${id}`).catch((): Json => ({})))['status']);
  const ended = (id: string): Promise<string> =>
    until(`run ${id} has ended`, 60_000, async () => {
      const status = await statusOf(id);
      return /completed|failed|cancelled/.test(status) ? status : null;
    });
  /** Whoever needs the row waits for it meanwhile, also one that dies in that. */
  const withHeld = async (row: string, id: string, work: () => Promise<void>): Promise<void> => {
    const client = new Client({ connectionString: services.databaseUrl() });
    await client.connect();
    await client.query('SET idle_in_transaction_session_timeout = 0');
    try {
      await client.query('BEGIN');
      expect((await client.query(`SELECT 1 FROM ${row} FOR UPDATE`, [id])).rowCount).toBe(1);
      await work();
    } finally {
      await client.end();
    }
  };
  const paid = () => sandbox.stats()['runware'] ?? { paidSubmissions: -1, byClientId: {} };
  const charged = (): number => paid().paidSubmissions;
  /** No work is left, nothing is set aside, and the books are right. */
  const expectSettled = async (id: string, withinMs = 15_000): Promise<void> => {
    const open = 'SELECT kind FROM tasks.tasks WHERE subject_id = $1 AND finished_at IS NULL';
    await until('no work is left', 30_000, async () => (await query(open, [id])).length === 0);
    const held = async (): Promise<Json[]> =>
      (await json<{ resources: Json[] }>(second(), '/v1/billing/quota')).resources.filter(({ reserved }) => reserved !== 0);
    await until('nothing is set aside', withinMs, async () => (await held()).length === 0).catch(() => undefined);
    expect(await held()).toEqual([]);
    expect(await json(second(), '/v1/admin/billing/check')).toMatchObject({ isConsistent: true, differences: [] });
  };
  const expectEachOnce = async (id: string): Promise<void> => {
    const names = await eventsOf(id);
    expect(names.filter((name, at) => names.indexOf(name) !== at && !/^(NodeAttemptFailed|NodeStarted|RunCharged)/.test(name))).toEqual([]);
    // Answers that are waited for after a cancellation bring what they cost one by one: each sum is said once.
    const sums = await query<{ amount: string }>(
      `SELECT data->>'amountMicros' AS amount FROM eventing.events WHERE stream_id = $1 AND type = 'RunCharged' ORDER BY version`,
      [`workflow-run-${id}`],
    );
    expect(new Set(sums.map(({ amount }) => amount)).size).toBe(sums.length);
    expect(Object.values(paid().byClientId).filter((times) => times > 1)).toEqual([]);
  };

  it('go through a list of paid items as if nothing had died: each item once, the same pictures, and nothing is paid for twice', async () => {
    const workflow = await made('/v1/workflows', throughAList(`http://${hostOf(web)}/`, ITEMS));
    sandbox.clearJournal();
    const calm = await made(`/v1/workflows/${workflow}/runs`, {});
    expect(await ended(calm)).toBe('completed');
    // An item that waits for a provider is taken up again and again: what it has done before is not done again.
    expect([requests.size, [...requests.values()].filter((times) => times !== 1)]).toEqual([ITEMS, []]);
    expect(charged()).toBe(ITEMS);
    await expectSettled(calm);

    sandbox.clearJournal();
    requests.clear();
    const id = await made(`/v1/workflows/${workflow}/runs`, {});
    await until('items have ended', 60_000, async () => (await itemsEnded(id)) > 2);
    await first().kill();
    await until('more items have ended', 60_000, async () => (await itemsEnded(id)) >= 12);
    await second().kill();
    expect(await itemsEnded(id)).toBeLessThan(ITEMS);
    for (const one of fleet.processes) await one.start();
    expect(await ended(id)).toBe('completed');
    await expectEachOnce(id);
    expect(charged()).toBe(ITEMS);
    expect(await eventsOf(id)).toEqual(await eventsOf(calm));
    expect(await filesOf(id)).toEqual(await filesOf(calm));
    // A request that was on its way when its process died is sent once more, under the same key.
    expect([requests.size, Math.max(...requests.values()) <= 1 + KILLS]).toEqual([ITEMS, true]);
    await expectSettled(id);
  }, 300_000);

  it('that are forked take over what is there and make the rest once, though both processes die meanwhile', async () => {
    const workflow = await made('/v1/workflows', TWO_ROWS);
    const origin = await made(`/v1/workflows/${workflow}/runs`, { cache: 'bypass' });
    expect(await ended(origin)).toBe('completed');
    const forked = (words: string) => made(`/v1/workflow-runs/${origin}/fork`, { inputs: { place: words } });
    sandbox.clearJournal();
    const id = await forked('Dover');
    for (const [at, one] of [first(), second()].entries()) {
      await until('a picture of the fork is paid for', 60_000, () => charged() > at);
      await dies(one);
    }
    expect(await ended(id)).toBe('completed');
    await expectEachOnce(id);
    expect(charged()).toBe(3);
    const { nodes } = await json<{ nodes: { id: string; type: string; status: string }[] }>(second(), `/v1/workflow-runs/${id}`);
    const pictures = nodes.filter(({ type }) => type === 'Image.Generate').map((one) => [one.id, one.status]);
    expect(Object.fromEntries(pictures)).toEqual({ a1: 'cached', a2: 'cached', b1: 'succeeded', b2: 'succeeded', b3: 'succeeded' });
    // As it comes out where nothing dies and nothing is taken over.
    const calm = await made(`/v1/workflows/${workflow}/runs`, { inputs: { place: 'Dover' }, cache: 'bypass' });
    expect(await ended(calm)).toBe('completed');
    expect(await filesOf(id)).toEqual(await filesOf(calm));
    await expectSettled(id);
  }, 240_000);

  it('are started once a tick, numbered without a gap, while one scheduler after the other dies', async () => {
    const word = { nodes: [node('said', 'Text.Template', { template: '{{schedule.episode}}' })], edges: [] };
    const workflow = await made('/v1/workflows', { name: 'A word', graph: word });
    const rule = { cron: '* * * * *', timezone: 'UTC', missed: 'all', overlap: 'allow' };
    const schedule = await made(`/v1/workflows/${workflow}/schedules`, rule);
    const fired = () =>
      query<{ run: string }>(`SELECT run_id AS run FROM workflows.ticks WHERE schedule_id = $1 AND outcome = 'fired'`, [schedule]);
    const due = async (minutes: number): Promise<void> => {
      await query(`UPDATE workflows.schedules SET next_due_at = date_trunc('minute', now()) + interval '1 day' WHERE schedule_id = $1`, [
        schedule,
      ]);
      await query(
        `UPDATE workflows.schedules SET next_due_at = date_trunc('minute', now()) - $2 * interval '1 minute', look_at = date_trunc('milliseconds', now())
          WHERE schedule_id = $1`,
        [schedule, minutes],
      );
    };
    const isTaken = async (): Promise<boolean> =>
      (await query('SELECT 1 FROM workflows.schedules WHERE schedule_id = $1 FOR UPDATE SKIP LOCKED', [schedule])).length === 0;
    const isWaitedFor = async (): Promise<boolean> => {
      const advancing = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'UPDATE workflows.schedules s\\s+SET next_due_at'`;
      return (await query(advancing)).length > 0;
    };
    await due(40);
    // In the middle of a tick, whoever has it: its place in the account is waited for, and the schedule has not gone on for others.
    await until('ticks have fired', 60_000, async () => (await fired()).length > 2);
    await withHeld('billing.live WHERE org_id = (SELECT org_id FROM workflows.schedules WHERE schedule_id = $1)', schedule, async () => {
      await until('a tick is under way', 20_000, isTaken);
      for (const one of fleet.processes) await one.kill();
    });
    await first().start();
    // And where the schedule is to go on from a tick.
    await until('more ticks have fired', 60_000, async () => (await fired()).length > 12);
    await withHeld('workflows.schedules WHERE schedule_id = $1', schedule, async () => {
      await until('the schedule is to go on', 20_000, isWaitedFor);
      await first().kill();
    });
    await Promise.all(fleet.processes.map((one) => one.start()));
    await until('all have fired', 60_000, async () => (await fired()).length >= 41);
    const runs = await query<{ episode: string; dueAt: string }>(
      `SELECT data->'schedule'->>'episode' AS episode, data->'schedule'->>'dueAt' AS "dueAt" FROM eventing.events
        WHERE type = 'RunRequested' AND data->'schedule'->>'scheduleId' = $1 ORDER BY 2`,
      [schedule],
    );
    expect(new Set(runs.map(({ dueAt }) => dueAt)).size).toBe(runs.length);
    expect(runs.map(({ episode }) => Number(episode))).toEqual(runs.map((_, at) => at + 1));
    for (const { run } of await fired()) expect(await ended(run)).toBe('completed');
  }, 240_000);

  it('that order episodes of a series number each once, though processes die while they order', async () => {
    const defaults = { durationSeconds: 5, resolution: '480p', fps: 24, music: false, approvals: ['script'] };
    const topics = ['ink', 'suckers', 'dens', 'mimicry'];
    const series = await made('/v1/series', { name: 'Octopuses', topics, defaults });
    const graph = { nodes: [node('film', 'Video.Create', { series })], edges: [] };
    const workflow = await made('/v1/workflows', { name: 'An episode', graph });
    const runs = await Promise.all(topics.map(() => made(`/v1/workflows/${workflow}/runs`, {})));
    const episodes = () =>
      query<{ episode: number; topic: number }>('SELECT episode, topic FROM batches.episodes WHERE series_id = $1 ORDER BY episode', [
        series,
      ]);
    for (const [at, one] of [first(), second()].entries()) {
      await until('an episode is ordered', 60_000, async () => (await episodes()).length > at);
      await dies(one);
    }
    await until('all are ordered', 60_000, async () => (await episodes()).length >= topics.length);
    const looks = `SELECT 1 FROM tasks.tasks WHERE subject_id = ANY($1::uuid[]) AND kind = 'workflows.run-node' AND state <> 'runnable'`;
    await until('all wait for their films', 60_000, async () => (await query(looks, [runs])).length === 0);
    expect(await episodes()).toEqual(topics.map((_, at) => ({ episode: at + 1, topic: at })));
    for (const id of runs) {
      await json(second(), `/v1/workflow-runs/${id}/cancel`, {});
      expect(await ended(id)).toBe('cancelled');
    }
    for (const id of runs) await expectSettled(id);
  }, 240_000);

  it('that are cancelled give everything back wherever they were, though a process dies at that moment', async () => {
    const workflow = await made('/v1/workflows', throughAList(`http://${hostOf(web)}/`, FEW));
    const seams: Record<string, (id: string) => unknown> = {
      'as soon as it is accepted': () => true,
      'while the first are submitted': () => charged() > 0,
      'while items end': async (id: string) => (await itemsEnded(id)) > 2,
      'before the last': async (id: string) => (await itemsEnded(id)) > FEW - 2,
    };
    const ids: string[] = [];
    for (const [seam, isThere] of Object.entries(seams)) {
      sandbox.clearJournal();
      const id = await made(`/v1/workflows/${workflow}/runs`, {});
      await until(seam, 60_000, () => isThere(id));
      const answer = second().post(`/v1/workflow-runs/${id}/cancel`);
      if (seam === 'while items end') await first().kill();
      expect((await answer).status).toBeLessThan(300);
      expect(await ended(id)).toBe('cancelled');
      ids.push(id);
    }
    await first().start();
    let cancelled = 0;
    for (const id of ids) {
      // Whether a submission was taken whose process died in it, the provider knows: after the grace for that nothing of it is held.
      await expectSettled(id, 90_000);
      await expectEachOnce(id);
      const tasks = await query<{ state: string }>('SELECT state FROM tasks.tasks WHERE subject_id = $1', [id]);
      expect(tasks.filter(({ state }) => state === 'runnable' || state === 'leased')).toEqual([]);
      cancelled += tasks.filter(({ state }) => state === 'cancelled').length;
      // At once, and not when the books are looked through for what somebody has forgotten.
      const released = await query(
        `SELECT 1 FROM eventing.events WHERE stream_id = $1 AND type = 'QuotaReleased'
            AND metadata->>'causationId' = (SELECT event_id::text FROM eventing.events WHERE stream_id = $2 AND type = 'RunCancelled')`,
        [`quota-reservation-${id}`, `workflow-run-${id}`],
      );
      expect(released.length).toBe(1);
      const after = await query<{ type: string }>(
        `SELECT type FROM eventing.events WHERE stream_id = $1 AND version > (SELECT version FROM eventing.events WHERE stream_id = $1 AND type = 'RunCancelled')`,
        [`workflow-run-${id}`],
      );
      // What was charged for what was under way becomes known afterwards, and belongs to what the run has cost.
      expect(after.filter(({ type }) => type !== 'RunCharged')).toEqual([]);
    }
    // What is under way is ended, whatever it waits for, and not left to find out by itself. Between two tasks of a run nothing is.
    expect(cancelled).toBeGreaterThan(0);
  }, 240_000);
});

const hostOf = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
