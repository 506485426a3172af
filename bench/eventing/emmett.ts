import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql';
import { DataSource } from 'typeorm';
import { CONTEXT, dataOf, ids, type Subject } from './item.js';

export class Emmett implements Subject {
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
    const source = await new DataSource({ type: 'postgres', url: this.url, installExtensions: false }).initialize();
    const [row] = await source.query<{ count: string }[]>('SELECT count(*) FROM emt_messages');
    await source.destroy();
    if (Number(row?.count) !== this.appended) throw new Error(`${row?.count} messages of ${this.appended} are stored`);
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
