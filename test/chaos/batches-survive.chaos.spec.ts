import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';
import { type AppProcess } from '../support/app-process.js';
import { Fleet } from '../support/fleet.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

const ROWS = 500;
const TABLE = 48;
const KILLS = 10;
const PAID_MODEL = 'runware:veo-3.1-fast';
/** As little to encode as there is: how often it is ordered is the point. */
const SMALL = { durationSeconds: 5, resolution: '480p', aspectRatio: '1:1', fps: 24, voice: false, music: false, subtitles: false };

interface Batch {
  readonly id: string;
  readonly status: string;
  readonly pauseReason: string | null;
  readonly counts: Readonly<Record<'total' | 'pending' | 'running' | 'completed' | 'failed' | 'cancelled', number>>;
  readonly cost: { readonly amountMicros: number };
}
interface Customer {
  readonly id: string;
  readonly headers: { readonly authorization: string };
}

describe('a batch whose processes die again and again', () => {
  let services: PrivateServices;
  let sandbox: Sandbox;
  let fleet: Fleet;
  let deaths = 0;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    sandbox = await startSandbox({ port: 0, dataDir: path.join(services.dataDir, 'sandbox'), speed: 20 });
    const env = {
      ...sandbox.env,
      ...{ KADR_POLL_INTERVAL_MS: '250', KADR_PROCESS_LEASE_MS: '4000', KADR_BATCH_LOOK_MS: '200', KADR_STALLED_AFTER_SECONDS: '30' },
    };
    fleet = new Fleet(services, path.join(services.dataDir, 'shared'), env, ['api,worker,renderer,scheduler']);
    await fleet.start(0);
    await fleet.start(1);
  }, 240_000);
  afterAll(async () => {
    await fleet?.dispose();
    await sandbox?.stop();
    await services?.stop();
  }, 120_000);

  const one = (): AppProcess => fleet.processes[0] as AppProcess;
  const query = <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => one().query<Row>(sql, values);
  const count = async (from: string, values: readonly unknown[] = []): Promise<number> =>
    (await query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`, values))[0]?.n ?? -1;
  /** Now one of them, now the other. */
  const killOne = async (): Promise<void> => {
    const place = deaths++ % fleet.processes.length;
    await (fleet.processes[place] as AppProcess).kill();
    await fleet.start(place);
  };
  /** Until it is answered, by whichever process lives, as a client asks whose key makes it once. */
  const ask = async <T>(pathname: string, init: RequestInit & { readonly headers: Record<string, string> }): Promise<T> => {
    const headers = { ...init.headers, ...(init.method && { 'idempotency-key': crypto.randomUUID() }) };
    let turn = deaths;
    return until(`${pathname} is answered`, 60_000, async () => {
      const app = fleet.processes[turn++ % fleet.processes.length] as AppProcess;
      const response = await app.request(pathname, { ...init, headers }).catch(() => null);
      if (!response || response.status >= 500) return null;
      const text = await response.text();
      if (!response.ok) throw new Error(`${pathname}: ${response.status} ${text}`);
      return JSON.parse(text) as T;
    });
  };
  const customer = async (name: string): Promise<Customer> => {
    const body = JSON.stringify({ name, plan: 'unlimited' });
    const headers = { authorization: one().authorization };
    const { id, apiKey } = await ask<{ id: string; apiKey: { key: string } }>('/v1/admin/organisations', { method: 'POST', body, headers });
    return { id, headers: { authorization: `Bearer ${apiKey.key}` } };
  };
  const read = ({ headers }: Customer, id: string): Promise<Batch> => ask<Batch>(`/v1/batches/${id}`, { headers });
  const tell = ({ headers }: Customer, id: string, what: string): Promise<Batch> =>
    ask<Batch>(`/v1/batches/${id}/${what}`, { method: 'POST', headers });
  const when = (by: Customer, id: string, condition: (batch: Batch) => boolean): Promise<Batch> =>
    until(`batch ${id} has come so far`, 300_000, async () => {
      const batch = await read(by, id);
      return condition(batch) ? batch : null;
    });
  const ended = ({ counts }: Batch): number => counts.completed + counts.failed + counts.cancelled;

  /** Each row is one video, with one reservation that is settled and closed; report, batch, ledger and provider say the same sum. */
  const expectEachOnce = async (by: Customer, batch: Batch, rows: number): Promise<void> => {
    const made = await query<{ item: number; video: string }>(
      `SELECT (data->'origin'->>'item')::int AS item, data->>'videoId' AS video FROM eventing.events
        WHERE type = 'JobCreated' AND data->'origin'->>'batchId' = $1 ORDER BY 1`,
      [batch.id],
    );
    expect(made.map(({ item }) => item)).toEqual(Array.from({ length: rows }, (_, n) => n));
    const videos = made.map(({ video }) => video);
    expect(new Set(videos).size).toBe(rows);
    const report = await (await one().request(`/v1/batches/${batch.id}/report.csv`, { headers: by.headers })).text();
    const cells = report
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(cells.map(([key, video]) => [key, video])).toEqual(made.map(({ item, video }) => [`k${item}`, video]));
    await until(
      'nothing is set aside any more',
      90_000,
      async () => (await count('billing.reservations WHERE org_id = $1', [by.id])) === 0,
    );
    const ledger = await query<{ stream: string; what: string; times: number }>(
      `SELECT stream_id AS stream, concat_ws(' ', type, data->>'reason', data->>'entry') AS what, count(*)::int AS times FROM eventing.events
        WHERE type = ANY (ARRAY['QuotaReserved', 'QuotaSettled', 'QuotaReleased']) AND data->>'orgId' = $1 GROUP BY 1, 2`,
      [by.id],
    );
    const streamsWith = (wanted: string): number => new Set(ledger.flatMap(({ stream, what }) => (what === wanted ? [stream] : []))).size;
    expect(ledger.filter(({ what, times }) => what !== 'QuotaReserved' && times !== 1)).toEqual([]);
    expect([streamsWith('QuotaReserved'), streamsWith('QuotaReleased closed')]).toEqual([rows, rows]);
    const sum = cells.reduce((micros, line) => micros + Number(line[4]), 0);
    const [booked] = await query<{ micros: string }>(
      'SELECT coalesce(sum(provider_cost_micros), 0) AS micros FROM billing.usage_records WHERE org_id = $1',
      [by.id],
    );
    expect(sum).toBeGreaterThan(0);
    expect([batch.cost.amountMicros, Number(booked?.micros)]).toEqual([sum, sum]);
    const headers = { authorization: one().authorization };
    expect(await ask('/v1/admin/billing/check', { headers })).toMatchObject({ isConsistent: true, differenceCount: 0 });
    expect(await query('SELECT consumer, error FROM eventing.dead_letters')).toEqual([]);
    expect(await count(`tasks.tasks WHERE state = 'failed'`)).toBe(0);
  };

  it(`reach G: ${TABLE} rows of CSV are ${TABLE} videos, whoever dies ${KILLS} times; three faulty ones refuse them all`, async () => {
    const by = await customer('Table');
    const defaults = { ...SMALL, prompt: 'A fact about {{animal}}', visuals: { models: [PAID_MODEL], fallback: [] } };
    const parameters = new URLSearchParams({ defaults: JSON.stringify(defaults), concurrency: '6' });
    // Some become films that are paid for; the others end at a gate, which costs nothing to encode.
    const isFilm = (n: number): boolean => n % 8 === 0;
    const gate = JSON.stringify([{ type: 'script', deadlineSeconds: 1, onDeadline: 'cancel' }]).replaceAll('"', '""');
    const send = (wrong: Readonly<Record<number, string>>): Promise<Response> => {
      const rows = Array.from({ length: TABLE }, (_, n) => `k${n},animal ${n},${wrong[n] ?? '5'},${isFilm(n) ? '' : `"${gate}"`}`);
      const headers = { ...by.headers, 'content-type': 'text/csv' };
      const body = `key,animal,durationSeconds,approvals\n${rows.join('\n')}\n`;
      return one().request(`/v1/batches?${parameters}`, { method: 'POST', body, headers });
    };
    const refused = await send({ 6: '1', 20: '4', 41: '9999' });
    expect(refused.status).toBe(400);
    const { errors } = (await refused.json()) as { errors: { path: string; line: number }[] };
    expect(errors.map(({ path: where, line }) => [where, line])).toEqual([
      ['items.6.durationSeconds', 8],
      ['items.20.durationSeconds', 22],
      ['items.41.durationSeconds', 43],
    ]);
    expect([await count('batches.orders'), await count('batches.items')]).toEqual([0, 0]);

    const accepted = await send({});
    expect(accepted.status).toBe(202);
    const { id } = (await accepted.json()) as Batch;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await when(by, id, (batch) => ended(batch) >= kill * Math.floor(TABLE / (KILLS + 2)));
      await killOne();
    }
    const over = await when(by, id, ({ status }) => status === 'completed');
    const films = Array.from({ length: TABLE }, (_, n) => n).filter(isFilm).length;
    expect(over.counts).toEqual({ total: TABLE, pending: 0, running: 0, completed: films, failed: 0, cancelled: TABLE - films });
    await expectEachOnce(by, over, TABLE);
  }, 600_000);

  it(`reach G: of ${ROWS} rows each is one video, whoever dies at a pause, at a resumption or while there is no room`, async () => {
    const by = await customer('Rows');
    const room = (videos: number | null): Promise<unknown> => {
      const body = JSON.stringify({ plan: 'unlimited', overrides: { videos } });
      return ask(`/v1/admin/organisations/${by.id}/plan`, { method: 'PUT', body, headers: { authorization: one().authorization } });
    };
    // They end at a gate, some of them after a clip was paid for: what a film takes to be encoded shows nothing here.
    const endingAt = (type: string) => ({ approvals: [{ type, deadlineSeconds: 1, onDeadline: 'cancel' }] });
    const items = Array.from({ length: ROWS }, (_, n) => ({
      ...{ key: `k${n}`, prompt: `A fact about number ${n}` },
      ...(n % 50 === 0 ? { ...endingAt('videos'), visuals: { models: [PAID_MODEL], fallback: [] } } : endingAt('script')),
    }));
    const body = JSON.stringify({ defaults: SMALL, items, concurrency: 16 });
    const { id } = await ask<Batch>('/v1/batches', { method: 'POST', body, headers: by.headers });
    const started = (): Promise<number> => count(`eventing.events WHERE type = 'JobCreated' AND data->'origin'->>'batchId' = $1`, [id]);
    /** What was ordered before is made; nothing else is. */
    const expectStandstill = async (): Promise<void> => {
      // One that was being ordered when its process died is a video before the batch has heard of it.
      const { counts } = await until('nothing is under way', 120_000, async () => {
        const batch = await read(by, id);
        return batch.counts.running === 0 && batch.counts.pending === ROWS - (await started()) ? batch : null;
      });
      await killOne();
      expect([await started(), (await read(by, id)).counts]).toEqual([ROWS - counts.pending, counts]);
    };
    await when(by, id, (batch) => ended(batch) >= ROWS / 25);
    await Promise.all([tell(by, id, 'pause'), killOne()]);
    expect(await read(by, id)).toMatchObject({ status: 'paused', pauseReason: 'requested' });
    await expectStandstill();
    await Promise.all([tell(by, id, 'resume'), killOne()]);
    await when(by, id, (batch) => ended(batch) >= ROWS / 4);
    await room(0);
    await Promise.all([when(by, id, ({ pauseReason }) => pauseReason === 'quota_exceeded'), killOne()]);
    await expectStandstill();
    await room(null);
    await when(by, id, ({ status, counts }) => status === 'running' && counts.running > 0);
    await killOne();
    const over = await when(by, id, ({ status }) => status === 'completed');
    expect(over.counts).toEqual({ total: ROWS, pending: 0, running: 0, completed: 0, failed: 0, cancelled: ROWS });
    await expectEachOnce(by, over, ROWS);
  }, 900_000);
});
