import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { WebhooksChild } from '#webhooks/testing';
import { median } from '../orchestration/load.js';
import { type Row } from '../row.js';

interface Heard {
  readonly path: string;
  readonly id: string;
  readonly lateMs: number;
}

const WITHIN_MS = 300_000;
const CLAIM_MS = 15;
const IDLE_MS = 10_000;
/** Whose announcements those are that are due in great numbers: nobody's endpoints hear of them by themselves. */
const BACKLOG = randomUUID();
const CLAIM = 'SELECT * FROM webhooks.take(64, 16, 1, 1000)';

/** Kadr's log and webhooks alone, as a process of its own, a receiver as another one, and their database from outside. */
export class Lanes {
  readonly orgId = randomUUID();
  readonly #heard: Heard[] = [];

  private constructor(
    private readonly child: WebhooksChild,
    private readonly receiver: ChildProcess,
    private readonly port: number,
    private readonly db: Client,
  ) {}

  static async start(): Promise<Lanes> {
    const receiver = fork(path.resolve('dist/bench/webhooks/receiver.js'));
    const [{ port }] = (await once(receiver, 'message')) as [{ port: number }];
    const databaseUrl = process.env['KADR_BENCH_DATABASE_URL'] ?? '';
    const name = `hooks${process.pid}`;
    const child = new WebhooksChild(process.cwd(), {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, NATS_URL: process.env['KADR_BENCH_NATS_URL'], KADR_EGRESS_ALLOW: `127.0.0.1:${port}` },
      ...{ KADR_NAMESPACE: name, KADR_NATS_PREFIX: name, KADR_NATS_STREAM: name, KADR_LOG_LEVEL: 'error' },
      KADR_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    await child.start();
    const db = new Client(databaseUrl);
    db.on('error', () => undefined);
    await db.connect();
    const lanes = new Lanes(child, receiver, port, db);
    receiver.on('message', (heard: Heard[]) => void lanes.#heard.push(...heard));
    return lanes;
  }

  async stop(): Promise<void> {
    await this.child.kill();
    this.receiver.kill();
    await this.db.end();
  }

  /** Endpoints that hear nothing: do they cost anything? */
  async idle(): Promise<Row> {
    const few = await this.#statements();
    await this.#silent(10_000);
    const many = await this.#statements();
    const note = `of a process while nothing happens; the baseline is the same without any endpoint; less is better`;
    return { what: 'statements a second beside 10 000 idle endpoints', kadr: many, baseline: few, unit: '1/s', ratio: many / few, note };
  }

  /** Beside 10 000 endpoints and a lane of 200 000 rows that are due. */
  async claims(): Promise<Row> {
    const dead = await this.#endpoint('/dead');
    await this.#due(dead, 200_000);
    const times: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      await this.db.query('BEGIN');
      await this.db.query('UPDATE webhooks.lanes SET due_at = now() WHERE endpoint_id = $1', [dead]);
      const startedAt = performance.now();
      await this.db.query(CLAIM);
      times.push(performance.now() - startedAt);
      await this.db.query('ROLLBACK');
    }
    await this.#forget(dead);
    const note = '10 000 endpoints, 200 000 rows that are due, all of one endpoint; less is better; the baseline is the target, not a peer';
    return { what: 'a claim', kadr: median(times), baseline: CLAIM_MS, unit: 'ms', ratio: median(times) / CLAIM_MS, note };
  }

  /** 50 endpoints with something now and then, alone and beside one that is dead with 100 000 rows. */
  async besideTheDead(): Promise<Row> {
    const paths = Array.from({ length: 50 }, (_, n) => `/calm-${n}`);
    for (const one of paths) await this.#endpoint(one);
    await this.#happen(20, paths); // until the compiler has seen the code
    const before = await this.#happen(40, paths);
    const dead = await this.#endpoint('/hangs-dead');
    await this.#due(dead, 100_000);
    await this.db.query('UPDATE webhooks.lanes SET due_at = now() WHERE endpoint_id = $1', [dead]);
    await this.#hangs('/hangs-dead');
    await this.#settle();
    const beside = await this.#happen(40, paths);
    await this.#forget(dead);
    await this.#settle();
    const calm = (before + (await this.#happen(40, paths))) / 2;
    for (const one of paths) await this.#forgetAt(one);
    const what = 'an event to its arrival at 50 endpoints beside one that hangs with 100 000 rows due, p95';
    return {
      what,
      kadr: beside,
      baseline: calm,
      unit: 'ms',
      ratio: beside / calm,
      note: 'less is better; the baseline is the same without it, before and after',
    };
  }

  /** @returns p95 of those that answer, and what they have heard more than once */
  async besideHanging(events: number, everyMs: number): Promise<Row[]> {
    const healthy = Array.from({ length: 180 }, (_, n) => `/well-${n}`);
    for (const one of healthy) await this.#endpoint(one);
    for (let n = 0; n < 20; n += 1) await this.#endpoint(`/hangs-${n}`);
    const before = this.#heard.length;
    const p95 = await this.#happen(events, healthy, everyMs);
    const told = this.#heard.slice(before).filter(({ path: at }) => at.startsWith('/well'));
    const repeats = 100 * (1 - new Set(told.map((one) => `${one.path} ${one.id}`)).size / told.length);
    const load = `${events} events to 200 endpoints of which 20 hang, one every ${everyMs} ms`;
    const note = 'less is better; the baseline is the target, not a peer';
    return [
      { what: `${load}: to their arrival at the others, p95`, kadr: p95, baseline: 5_000, unit: 'ms', ratio: p95 / 5_000, note },
      { what: `${load}: arrived more than once`, kadr: repeats, baseline: 5, unit: '%', ratio: repeats / 5, note },
    ];
  }

  async #statements(): Promise<number> {
    await sleep(3_000);
    const before = await this.child.ask<number>('statements');
    await sleep(IDLE_MS);
    return ((await this.child.ask<number>('statements')) - before - 1) / (IDLE_MS / 1_000);
  }

  async #endpoint(at: string): Promise<string> {
    const url = `http://127.0.0.1:${this.port}${at}`;
    return (await this.child.ask<{ endpointId: string }>('register', { orgId: this.orgId, url })).endpointId;
  }

  /** Of other organisations, and without secrets: nothing is ever sent there. */
  async #silent(count: number): Promise<void> {
    await this.db.query(
      `WITH made AS (
         INSERT INTO webhooks.endpoints (key, org_id, position, data)
         SELECT gen_random_uuid(), gen_random_uuid(), 1,
                '{"status":"enabled","fromPosition":1,"events":["*"],"metadata":{},"url":"https://films.example/","payload":"full"}'
           FROM generate_series(1, $1::int) RETURNING key, org_id)
       INSERT INTO webhooks.lanes (endpoint_id, org_id) SELECT key::uuid, org_id FROM made`,
      [count],
    );
    await this.db.query('ANALYZE webhooks.endpoints');
    await this.db.query('ANALYZE webhooks.lanes');
  }

  /** With what they are to be told: a delivery without it is given up at once, and nothing would hang. */
  async #due(endpointId: string, count: number): Promise<void> {
    await this.db.query(
      `WITH made AS (
         INSERT INTO webhooks.announcements (id, org_id, position, type, subject, metadata, data, links, occurred_at)
         SELECT gen_random_uuid(), $1, i, 'parcel.moved', '{"idName":"parcelId","id":"p","path":"/v1/parcels/p"}', '{}', '{}', '{}', now()
           FROM generate_series(1, $4::int) AS i RETURNING id, position)
       INSERT INTO webhooks.deliveries (org_id, endpoint_id, announcement_id, position, type, cause, next_attempt_at)
       SELECT $2, $3, id, position, 'parcel.moved', 'event', now() - interval '1 hour' FROM made`,
      [BACKLOG, this.orgId, endpointId, count],
    );
    await this.db.query('ANALYZE webhooks.deliveries');
    await this.db.query('ANALYZE webhooks.announcements');
  }

  /** What the server would do in the background about so many new or deleted rows is no part of what comes next. */
  async #settle(): Promise<void> {
    await this.db.query('VACUUM ANALYZE webhooks.deliveries');
    await this.db.query('VACUUM ANALYZE webhooks.announcements');
    await this.db.query('CHECKPOINT');
  }

  async #forget(endpointId: string): Promise<void> {
    for (const table of ['lanes', 'leases', 'deliveries'])
      await this.db.query(`DELETE FROM webhooks.${table} WHERE endpoint_id = $1`, [endpointId]);
    await this.db.query('DELETE FROM webhooks.endpoints WHERE key = $1', [endpointId]);
    await this.db.query('DELETE FROM webhooks.announcements WHERE org_id = $1', [BACKLOG]);
  }

  async #forgetAt(at: string): Promise<void> {
    const { rows } = await this.db.query<{ key: string }>(`SELECT key FROM webhooks.endpoints WHERE data->>'url' LIKE $1`, [`%${at}`]);
    for (const { key } of rows) await this.#forget(key);
  }

  async #hangs(at: string): Promise<void> {
    for (const deadline = performance.now() + WITHIN_MS; !this.#heard.some(({ path: heard }) => heard === at); await sleep(50)) {
      if (performance.now() > deadline) throw new Error(`nothing has arrived at ${at}`);
    }
  }

  /** @returns p95 from the event to its arrival at these, in milliseconds */
  async #happen(count: number, paths: readonly string[], everyMs = 50): Promise<number> {
    const before = this.#heard.length;
    const wanted = new Set(paths);
    for (let n = 0; n < count; n += 1) {
      await this.child.ask('happen', { orgId: this.orgId, parcelId: randomUUID() });
      await sleep(everyMs);
    }
    const arrived = () => this.#heard.slice(before).filter(({ path: at }) => wanted.has(at));
    for (const deadline = performance.now() + WITHIN_MS; arrived().length < count * paths.length; await sleep(100)) {
      if (performance.now() > deadline) throw new Error(`only ${arrived().length} of ${count * paths.length} have arrived`);
    }
    const late = arrived()
      .map(({ lateMs }) => lateMs)
      .sort((a, b) => a - b);
    return late[Math.floor(late.length * 0.95)] ?? 0;
  }
}
