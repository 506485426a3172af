import { randomUUID } from 'node:crypto';
import { createTestEventing, type TestEventing } from '#eventing/testing';
import { type EventingRegistry } from '#eventing';
import { Clock, type DatabaseConfig, type Queryable, SessionLocks } from '#platform';
import { factsOf, insertPostings, postingId } from '../application/ledger/posting-table.js';
import { PriceLists } from '../application/plans.js';
import { assembleBilling, type BillingParts, registerBilling } from '../assemble-billing.js';
import { UsageRetention } from '../application/usage-retention.js';
import { Sweeper } from '../application/sweeper.js';
import { BillingConfig } from '../billing.config.js';
import { type Customer, Customers } from '../contracts/accounts.js';
import { type LimitOverrides } from '../contracts/billing.events.js';
import { type BillableWork } from '../contracts/quota.js';
import { type Quantities } from '../contracts/resources.js';
import { type UsageEffect } from '../contracts/usage.js';
import { billingMigrations } from '../migrations/index.js';

/** A clock that a spec can set. */
export class SetClock extends Clock {
  private setMs: number | null = null;

  set(time: string): void {
    this.setMs = Date.parse(time);
  }

  override nowMs(): number {
    return this.setMs ?? super.nowMs();
  }
}

/** Organisations of a spec. */
export class SpecCustomers extends Customers {
  readonly known = new Map<string, Customer>();
  readonly plansNoted: string[] = [];
  /** By key: what it may set aside on a day, in millionths of a dollar. */
  readonly limitsOfKeys = new Map<string, number>();

  async find(orgId: string): Promise<Customer | null> {
    return this.known.get(orgId) ?? null;
  }

  async dailyLimitOfKey(_: string, keyId: string): Promise<number | null> {
    return this.limitsOfKeys.get(keyId) ?? null;
  }

  async planChanged(_: Queryable, orgId: string, plan: string): Promise<void> {
    this.plansNoted.push(`${orgId} ${plan}`);
  }
}

/** One process of a spec. */
export interface SpecProcess extends BillingParts {
  readonly eventing: TestEventing;
  readonly sweeper: Sweeper;
  readonly locks: SessionLocks;
}

/** Billing on a database of its own. */
export interface BillingFixture extends SpecProcess {
  readonly clock: SetClock;
  readonly customers: SpecCustomers;
  /** An organisation with these limits and no others. */
  organisation(overrides?: LimitOverrides, more?: Partial<Customer>): Promise<string>;
  reserve(
    orgId: string,
    quantities: Quantities,
    more?: { reservationId?: string; subject?: BillableWork; items?: Record<string, Quantities> },
  ): Promise<string>;
  /** Puts effects where process managers put them, without booking them. */
  post(...effects: UsageEffect[]): Promise<void>;
  /** What is reserved and used of a resource in the current period. */
  balance(orgId: string): Promise<{ reserved: Quantities; used: Quantities }>;
  /** As a second process on the same database would be. */
  another(): Promise<SpecProcess>;
  close(): Promise<void>;
}

export interface BillingFixtureOptions {
  readonly prices?: PriceLists;
  /** Of the database's pool. */
  readonly database?: Partial<DatabaseConfig>;
  /** Aggregates beside billing's own. */
  readonly register?: (registry: EventingRegistry) => unknown;
}

export async function createBillingFixture(options: BillingFixtureOptions = {}): Promise<BillingFixture> {
  const clock = new SetClock();
  const customers = new SpecCustomers();
  const prices = options.prices ?? PriceLists.read(null);
  const eventing = await createTestEventing({
    migrations: billingMigrations,
    register: (registry) => {
      registerBilling(registry);
      options.register?.(registry);
    },
    consumers: false,
    ...(options.database && { database: options.database }),
  });
  const others: TestEventing[] = [];
  const parts = processOn(eventing, clock, customers, prices);
  return {
    ...parts,
    clock,
    customers,
    async organisation(overrides = {}, more = {}) {
      const orgId = randomUUID();
      customers.known.set(orgId, { plan: 'unlimited', timezone: 'UTC', createdAt: '2026-01-01T00:00:00.000Z', ...more });
      if (Object.keys(overrides).length > 0)
        await parts.accounts.assign(orgId, more.plan ?? 'unlimited', overrides, { orgId, actor: 'spec' });
      return orgId;
    },
    async reserve(orgId, quantities, { reservationId = randomUUID(), subject, items } = {}) {
      const reservation = { reservationId, orgId, subject: subject ?? { kind: 'video' as const, id: reservationId }, quantities };
      await eventing.unitOfWork.run((tx) => parts.quota.reserve(tx, { ...reservation, ...(items && { items }) }, { orgId, actor: 'spec' }));
      return reservationId;
    },
    async post(...effects) {
      const postings = effects.map((effect) => {
        const { orgId, reservationId } = factsOf(effect);
        return { id: postingId(effect), orgId, reservationId, effect, correlationId: 'spec', causationId: null };
      });
      await insertPostings(eventing.database, postings);
    },
    async balance(orgId) {
      const { balance } = await parts.quota.snapshot(orgId, clock.now());
      const shown = (amounts: Readonly<Record<string, bigint>>): Quantities =>
        Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, Number(amount) / 1e6]));
      return { reserved: shown(balance.reserved), used: shown(balance.used) };
    },
    async another() {
      const other = await eventing.another();
      others.push(other);
      return processOn(other, clock, customers, prices);
    },
    async close() {
      await parts.notifier.settled();
      await parts.locks.stop();
      for (const other of others) await other.close();
      await eventing.close();
    },
  };
}

function processOn(eventing: TestEventing, clock: Clock, customers: Customers, prices: PriceLists): SpecProcess {
  const { database } = eventing;
  const parts = assembleBilling({ eventing, database, customers, prices, clock });
  const { runner, works, notifier, check, chargeSources, charges } = parts;
  const locks = new SessionLocks(database);
  const sweeper = new Sweeper(
    new Set(['scheduler']),
    new BillingConfig(),
    locks,
    database,
    runner,
    works,
    notifier,
    check,
    chargeSources,
    charges,
    clock,
    new UsageRetention(database, new BillingConfig()),
  );
  return { ...parts, eventing, sweeper, locks };
}
