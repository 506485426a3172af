import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { Eventing, eventingConfig, eventingMigrations, EventingRegistry } from '#eventing';
import { Database, databaseConfig, migrate, SessionLocks } from '#platform';
import { AT, CONTEXT, CreateBench1763600000999, followed, ids, item, Measure, STREAM_LENGTH, type Subject } from './item.js';

export class Kadr implements Subject {
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
