import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { assembleBilling, type BillingParts, billingMigrations, Customers, registerBilling } from '#billing';
import { Eventing, eventingConfig, eventingMigrations, EventingRegistry } from '#eventing';
import { Database, databaseConfig, migrate, poolSettings, SessionLocks } from '#platform';

export const name = 'quota';

type Row = { what: string; kadr: number; baseline: number | null; unit: string; ratio: number | null; note?: string };
type Report = (row: Row) => void;

const CLIENTS = 100;
/** As an app process has them. */
const CONNECTIONS = 20;
const QUANTITIES = {
  videos: 1,
  video_seconds: 60,
  render_seconds: 60,
  provider_cost_micros: 600_000,
  storage_bytes: 50_000_000,
  concurrent_videos: 1,
};

/**
 * Reservations on one account by 100 clients at once, each in a transaction of its own with its event, beside what any ledger has as its
 * limit: one conditional UPDATE of one row in a transaction of its own. In turns; what was reserved is counted afterwards.
 */
export async function run(report: Report, { full }: { full: boolean }): Promise<void> {
  const url = process.env['KADR_BENCH_DATABASE_URL'];
  if (!url) throw new Error('KADR_BENCH_DATABASE_URL is not set');
  const bench = await Bench.open(await newDatabase(url));
  try {
    const [rounds, ms] = full ? [7, 2_000] : [3, 1_500];
    for (const clients of [1, CLIENTS]) {
      const [gathered, single, bare]: [number[], number[], number[]] = [[], [], []];
      await bench.admitFor(clients, 300);
      await bench.reserveFor(clients, 300);
      await bench.updateFor(clients, 300);
      for (let round = 0; round < rounds; round += 1) {
        gathered.push(await bench.admitFor(clients, ms));
        single.push(await bench.reserveFor(clients, ms));
        bare.push(await bench.updateFor(clients, ms));
      }
      const baseline = median(bare);
      const note = `${rounds} rounds in turn; one account, ${CONNECTIONS} connections; baseline: the bare conditional UPDATE`;
      const who = `${clients} client${clients > 1 ? 's' : ''}`;
      const rows = [
        ['as videos are accepted', median(gathered)],
        ['a transaction each', median(single)],
      ] as const;
      for (const [how, kadr] of rows) {
        report({ what: `reservations, ${who}, ${how}`, kadr, baseline, unit: '1/s', ratio: kadr / baseline, note });
      }
    }
    await bench.verify();
  } finally {
    await bench.close();
  }
}

class Everyone extends Customers {
  async find() {
    return { plan: 'unlimited', timezone: 'UTC', createdAt: '2026-01-01T00:00:00.000Z' };
  }
  async dailyLimitOfKey(): Promise<number | null> {
    return null;
  }
  async planChanged(): Promise<void> {}
}

class Bench {
  private reserved = 0;
  private updated = 0;
  private readonly orgId = randomUUID();

  private constructor(
    private readonly database: Database,
    private readonly locks: SessionLocks,
    private readonly eventing: Eventing,
    private readonly billing: BillingParts,
  ) {}

  static async open(url: string): Promise<Bench> {
    const config = databaseConfig({ DATABASE_URL: url });
    await migrate(config, [...eventingMigrations, ...billingMigrations]);
    const source = await new DataSource({
      ...{ type: 'postgres', url, poolSize: CONNECTIONS, installExtensions: false, extra: poolSettings(config, 'bench') },
    }).initialize();
    const database = new Database(source, config);
    const locks = new SessionLocks(database);
    await locks.start();
    const registry = registerBilling(new EventingRegistry());
    const eventing = await Eventing.open({ database, locks, registry, config: eventingConfig({}) });
    await eventing.start({ consumers: false });
    const billing = assembleBilling({ eventing, database, customers: new Everyone() });
    const bench = new Bench(database, locks, eventing, billing);
    // A limit that is far away is compared with all the same.
    const far = Object.fromEntries(Object.keys(QUANTITIES).map((resource) => [resource, 9e15]));
    await billing.accounts.assign(bench.orgId, 'unlimited', far, { orgId: bench.orgId, actor: 'bench' });
    await database.query(
      'CREATE TABLE bench_balance (id int PRIMARY KEY, reserved numeric NOT NULL, lim numeric NOT NULL) WITH (fillfactor = 50)',
    );
    await database.query('INSERT INTO bench_balance VALUES (1, 0, 1e15)');
    return bench;
  }

  reserveFor(clients: number, ms: number): Promise<number> {
    const { orgId, billing, eventing } = this;
    return speed(clients, ms, async () => {
      const id = randomUUID();
      const reservation = { reservationId: id, orgId, subject: { kind: 'video' as const, id }, quantities: QUANTITIES };
      await eventing.unitOfWork.run((tx) => billing.quota.reserve(tx, reservation, { orgId, actor: 'bench' }));
      this.reserved += 1;
    });
  }

  /** What comes at the same time shares a transaction. */
  admitFor(clients: number, ms: number): Promise<number> {
    const { orgId, billing } = this;
    return speed(clients, ms, async () => {
      const id = randomUUID();
      const reservation = { reservationId: id, orgId, subject: { kind: 'video' as const, id }, quantities: QUANTITIES };
      await billing.acceptance.accept(reservation, { orgId, actor: 'bench' }, async () => undefined);
      this.reserved += 1;
    });
  }

  updateFor(clients: number, ms: number): Promise<number> {
    return speed(clients, ms, async () => {
      const rows = await this.database.transaction((tx) =>
        tx.query('UPDATE bench_balance SET reserved = reserved + $1 WHERE id = 1 AND reserved + $1 <= lim RETURNING 1', [1]),
      );
      this.updated += rows.length;
    });
  }

  /** Every reservation that was answered is there, in the balance, in the log and among those that are open. */
  async verify(): Promise<void> {
    await this.billing.notifier.settled();
    const { differences, events } = await this.billing.check.rebuildAndCompare();
    const { balance } = await this.billing.quota.snapshot(this.orgId, new Date().toISOString());
    const [row] = await this.database.query<{ reserved: string }>('SELECT reserved FROM bench_balance');
    const counted = [Number(balance.reserved.videos) / 1e6, events, Number(row?.reserved)];
    if (differences.length > 0 || counted.some((count, i) => count !== [this.reserved, this.reserved, this.updated][i])) {
      throw new Error(`${counted.join(', ')} are stored of ${this.reserved}, ${this.reserved}, ${this.updated}`);
    }
  }

  async close(): Promise<void> {
    await this.eventing.stop();
    await this.locks.stop();
    await this.database.dataSource.destroy();
  }
}

/** @returns how often in a second */
async function speed(clients: number, ms: number, work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - startedAtMs < ms) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return done / ((performance.now() - startedAtMs) / 1000);
}

async function newDatabase(url: string): Promise<string> {
  const database = `bench_quota_${randomUUID().slice(0, 8)}`;
  const source = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
  await source.query(`CREATE DATABASE ${database}`);
  await source.destroy();
  return Object.assign(new URL(url), { pathname: `/${database}` }).toString();
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
