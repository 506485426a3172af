import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { type Context, Eventing, eventingConfig, eventingMigrations, EventingRegistry } from '#eventing';
import { type Aggregate, Command, type Event, type Projection } from '#eventing/domain';
import { Database, databaseConfig, Ids, migrate, SessionLocks } from '#platform';

export const name = 'eventing';

type Row = { what: string; kadr: number; baseline: number | null; unit: string; ratio: number | null; note?: string };
type Report = (row: Row) => void;

/** What a segment's event carries: 230 bytes of JSON. */
type Measured = Event<
  'Measured',
  { itemId: string; model: string; key: string; index: number; durationMs: number; sizeBytes: number; at: string }
>;
class Measure extends Command<{ itemId: string; index: number }> {
  readonly type = 'Measure';
}
const dataOf = (itemId: string, index: number): Measured['data'] => {
  const place = { itemId, model: 'local:motion-card', key: `0195c1c0-0000-7000-8000-000000000001/${itemId}/segment-${index}.mp4` };
  return { ...place, index, durationMs: 5000, sizeBytes: 1_234_567, at: '2026-01-02T03:04:05.678Z' };
};
const item: Aggregate<Measure, { events: number }, Measured> = {
  name: 'item',
  module: 'bench',
  schemaVersions: { Measured: 1 },
  initialState: { events: 0 },
  decide: ({ data }) => [{ type: 'Measured', data: dataOf(data.itemId, data.index) }],
  evolve: ({ events }) => ({ events: events + 1 }),
};
const followed: Projection<Measured, { events: number }> = {
  ...{ name: 'bench.followed', table: 'bench.followed', mode: 'async', version: 1, handles: ['Measured'] },
  keyOf: (event) => event.data.itemId,
  evolve: (row = { events: 0 }) => ({ events: row.events + 1 }),
};
class CreateBench1763600000999 implements MigrationInterface {
  readonly name = 'CreateBench1763600000999';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA bench');
    await runner.query(
      'CREATE TABLE bench.followed (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)',
    );
  }
  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const CONTEXT: Context = { orgId: '0195c1c0-0000-7000-8000-000000000001', actor: 'bench' };
const AT = '2026-01-02T03:04:05.678Z';
/** Appends to a stream before the next one is begun: about the length of a job's. */
const STREAM_LENGTH = 50;
const ids = new Ids();

/**
 * The store against emmett-postgresql 0.42 on the same server, in turn: appends by 1, 8 and 32 clients, each appending one event and
 * waiting for it; reading everything back; and how long after a commit an asynchronous projection's row shows it. Every figure is
 * checked by counting what is there.
 */
export async function run(report: Report, { full }: { full: boolean }): Promise<void> {
  const url = process.env['KADR_BENCH_DATABASE_URL'];
  if (!url) throw new Error('KADR_BENCH_DATABASE_URL is not set');
  const kadr = await Kadr.open(await newDatabase(url, 'kadr'));
  const emmett = await Emmett.open(await newDatabase(url, 'emmett'));
  try {
    const rounds = full ? 7 : 3;
    for (const clients of [1, 8, 32]) {
      const speeds = await inTurn(rounds, full ? 2_000 : 1_000, (append, ms) => appendFor(append, clients, ms), kadr, emmett);
      const note = `${rounds} rounds in turn; one event an append, one process`;
      report({ what: `append, ${clients} client${clients > 1 ? 's' : ''}`, ...speeds, unit: 'events/s', note });
    }
    await kadr.verify();
    await emmett.verify();
    await catchUp(report, kadr, emmett, full ? 200_000 : 50_000);
    await projectedAfter(report, kadr);
  } finally {
    await kadr.close();
    await emmett.close();
  }
}

interface Subject {
  append(itemId: string, index: number): Promise<unknown>;
}

async function inTurn(
  rounds: number,
  ms: number,
  measure: (subject: Subject, ms: number) => Promise<number>,
  kadr: Subject,
  emmett: Subject,
): Promise<{ kadr: number; baseline: number; ratio: number }> {
  await measure(kadr, 300);
  await measure(emmett, 300);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measure(kadr, ms));
    theirs.push(await measure(emmett, ms));
  }
  return { kadr: median(ours), baseline: median(theirs), ratio: median(ours) / median(theirs) };
}

/** @returns events per second */
async function appendFor(subject: Subject, clients: number, ms: number): Promise<number> {
  const startedAtMs = performance.now();
  let appended = 0;
  const client = async (): Promise<void> => {
    let itemId = ids.next();
    for (let index = 0; performance.now() - startedAtMs < ms; index += 1) {
      if (index % STREAM_LENGTH === 0) itemId = ids.next();
      await subject.append(itemId, index);
      appended += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return appended / ((performance.now() - startedAtMs) / 1000);
}

async function catchUp(report: Report, kadr: Kadr, emmett: Emmett, atLeast: number): Promise<void> {
  await kadr.fill(atLeast);
  await emmett.fill(Math.floor(atLeast / 10));
  const [ours, theirs]: [number[], number[]] = [[], []];
  let missed = 0;
  for (let round = 0; round < 3; round += 1) {
    ours.push(await kadr.readAll());
    const { speed, seen } = await emmett.readAll(`bench-${round}`);
    theirs.push(speed);
    missed = emmett.appended - seen;
  }
  const [mine, baseline] = [median(ours), median(theirs)];
  const [all, others] = [kadr.appended.toLocaleString('en-US'), emmett.appended.toLocaleString('en-US')];
  const note = `all of ${all} events; baseline: its consumer with default settings over ${others}, of which it missed ${missed}`;
  report({ what: 'catch-up', kadr: mine, baseline, unit: 'events/s', ratio: mine / baseline, note });
}

/** Some 200 commits a second, each timed from the answer to the append until another connection sees it in the projection's row. */
async function projectedAfter(report: Report, kadr: Kadr): Promise<void> {
  const close = await kadr.startConsumers();
  const delays: number[] = [];
  const pending: Promise<void>[] = [];
  for (let index = 0; index < 400; index += 1) {
    const itemId = ids.next();
    await kadr.append(itemId, 0);
    pending.push(kadr.untilProjected(itemId).then((ms) => void delays.push(ms)));
    await sleep(5);
  }
  await Promise.all(pending);
  await close();
  delays.sort((a, b) => a - b);
  const at = (part: number): number => delays[Math.floor(delays.length * part)] ?? NaN;
  const note = 'from the answer to the append until a query sees the row; at most 50 ms wanted';
  report({ what: 'commit → projected, p50', kadr: at(0.5), baseline: null, unit: 'ms', ratio: null, note });
  report({ what: 'commit → projected, p95', kadr: at(0.95), baseline: null, unit: 'ms', ratio: null, note });
  report({ what: 'commit → projected, most', kadr: at(0.999), baseline: null, unit: 'ms', ratio: null });
}

class Kadr implements Subject {
  appended = 0;
  #eventing: Eventing | null = null;

  private constructor(
    readonly database: Database,
    private readonly locks: SessionLocks,
  ) {}

  static async open(url: string): Promise<Kadr> {
    const config = databaseConfig({ DATABASE_URL: url });
    await migrate(config, [...eventingMigrations, CreateBench1763600000999]);
    const source = await new DataSource({ type: 'postgres', url, poolSize: 20, installExtensions: false }).initialize();
    const database = new Database(source, config);
    const locks = new SessionLocks(database);
    await locks.start();
    const kadr = new Kadr(database, locks);
    await kadr.#start(false);
    return kadr;
  }

  async #start(consumers: boolean): Promise<void> {
    await this.#eventing?.stop();
    const registry = new EventingRegistry().aggregate(item);
    if (consumers) registry.projection(followed);
    this.#eventing = await Eventing.open({ database: this.database, locks: this.locks, registry, config: eventingConfig({}) });
    await this.#eventing.start({ consumers });
  }

  get eventing(): Eventing {
    if (!this.#eventing) throw new Error('not started');
    return this.#eventing;
  }

  async append(itemId: string, index: number): Promise<void> {
    const { version } = await this.eventing.unitOfWork.decide(item, itemId, new Measure({ itemId, index }, AT), CONTEXT);
    if (version !== (index % STREAM_LENGTH) + 1) throw new Error(`${itemId} is at version ${version} after ${index + 1} appends`);
    this.appended += 1;
  }

  /** Starts the projection; it first catches up. */
  async startConsumers(): Promise<() => Promise<void>> {
    await this.#start(true);
    for (;;) {
      const [status] = await this.eventing.projections.status();
      if (status && status.version !== null && status.lag === 0) break;
      const [row] = await this.database.query<{ sum: string | null }>(`SELECT sum((data->>'events')::int) AS sum FROM bench.followed`);
      if (Number(row?.sum ?? 0) === this.appended) break;
      await sleep(20);
    }
    return () => this.eventing.stop();
  }

  async untilProjected(itemId: string): Promise<number> {
    const committedAtMs = performance.now();
    for (;;) {
      const rows = await this.database.query('SELECT 1 FROM bench.followed WHERE key = $1', [itemId]);
      if (rows.length > 0) return performance.now() - committedAtMs;
      await sleep(1);
    }
  }

  async verify(): Promise<void> {
    const [row] = await this.database.query<{ count: string }>('SELECT count(*) FROM eventing.events');
    if (Number(row?.count) !== this.appended) throw new Error(`${row?.count} events of ${this.appended} are stored`);
  }

  async fill(atLeast: number): Promise<void> {
    await this.verify();
    while (this.appended < atLeast) {
      const items = Array.from({ length: 200 }, () => ids.next());
      await Promise.all(items.flatMap((id) => Array.from({ length: 10 }, (_, index) => this.append(id, index))));
    }
    await this.database.query('VACUUM ANALYZE eventing.events');
  }

  /** Events per second; checks that each came once. */
  async readAll(): Promise<number> {
    const startedAtMs = performance.now();
    const seen = new Set<string>();
    for (let after = 0; ;) {
      const { events, position } = await this.eventing.store.readAll({ after, limit: 5_000 });
      if (events.length === 0) break;
      for (const event of events) seen.add(event.eventId);
      after = position;
    }
    const seconds = (performance.now() - startedAtMs) / 1000;
    if (seen.size !== this.appended) throw new Error(`${seen.size} events of ${this.appended} were read`);
    return seen.size / seconds;
  }

  async close(): Promise<void> {
    await this.eventing.stop();
    await this.locks.stop();
    await this.database.dataSource.destroy();
  }
}

class Emmett implements Subject {
  appended = 0;

  private constructor(
    private readonly store: PostgresEventStore,
    private readonly url: string,
  ) {}

  static async open(url: string): Promise<Emmett> {
    const store = getPostgreSQLEventStore(url);
    await store.schema.migrate();
    return new Emmett(store, url);
  }

  async append(itemId: string, index: number): Promise<void> {
    await this.store.appendToStream(`item-${itemId}`, [{ type: 'Measured', data: dataOf(itemId, index), metadata: { ...CONTEXT } }]);
    this.appended += 1;
  }

  async verify(): Promise<void> {
    const read = await this.store.readStream('item-none');
    if (read.streamExists) throw new Error('a stream nobody wrote is there');
  }

  async fill(atLeast: number): Promise<void> {
    while (this.appended < atLeast) {
      const items = Array.from({ length: 16 }, () => ids.next());
      await Promise.all(items.map(async (id) => { for (let index = 0; index < 10; index += 1) await this.append(id, index); })); // prettier-ignore
    }
  }

  /** Events per second. Its consumer passes over some that were written at the same time as others, so `seen` is not all. */
  async readAll(processorId: string): Promise<{ speed: number; seen: number }> {
    let seen = 0;
    const store = getPostgreSQLEventStore(this.url); // closing its consumer closes its pool
    const consumer = store.consumer({ stopWhen: { noMessagesLeft: true } });
    consumer.reactor({ processorId, eachMessage: () => void (seen += 1) });
    const startedAtMs = performance.now();
    await consumer.start();
    const seconds = (performance.now() - startedAtMs) / 1000;
    await consumer.close();
    return { speed: seen / seconds, seen };
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

async function newDatabase(url: string, purpose: string): Promise<string> {
  const database = `bench_${purpose}_${randomUUID().slice(0, 8)}`;
  const source = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
  await source.query(`CREATE DATABASE ${database}`);
  await source.destroy();
  return Object.assign(new URL(url), { pathname: `/${database}` }).toString();
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
