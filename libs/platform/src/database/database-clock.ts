import { setTimeout as sleep } from 'node:timers/promises';
import { type HealthCheck } from '../health/health-registry.js';
import { type Queryable } from './queryable.js';

/** Addresses of objects and tokens of people are refused by others, and schedules fire wrongly, long before an hour; NTP keeps seconds. */
const MOST_APART_MS = 60_000;
/** A look that takes longer is not waited for by the next one. */
const PATIENCE_MS = 2000;
/** Shorter than a probe waits, so that a database that does not answer is told of once. */
const CLOCK_PATIENCE_MS = 1500;

/** Asks the database for its time: whether it answers, and how far its clock is from ours. Looks that come together are one statement. */
export class DatabaseClock {
  private look: { readonly at: number; readonly aheadMs: Promise<number> } | null = null;

  constructor(
    private readonly db: Queryable,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** By how much the database's clock is ahead of ours, to half of what the answer took. @throws what the database says */
  aheadMs(): Promise<number> {
    const at = performance.now();
    if (this.look && at - this.look.at < PATIENCE_MS) return this.look.aheadMs;
    const look = { at, aheadMs: this.ask() };
    this.look = look;
    const done = (): void => {
      if (this.look === look) this.look = null;
    };
    look.aheadMs.then(done, done);
    return look.aheadMs;
  }

  private async ask(): Promise<number> {
    const before = this.nowMs();
    const [row] = await this.db.query<{ ms: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms');
    const after = this.nowMs();
    const aheadMs = (row?.ms ?? after) - (before + after) / 2;
    const leewayMs = (after - before) / 2;
    return Math.sign(aheadMs) * Math.max(0, Math.abs(aheadMs) - leewayMs);
  }
}

export const databaseChecks = (clock: DatabaseClock): readonly HealthCheck[] => [
  {
    name: 'postgres',
    isRequiredFor: () => true,
    remedy:
      'Postgres does not answer within 2 s. See that it runs, is reached at DATABASE_URL from here, and is not overloaded; ' +
      'nothing is lost, and work goes on by itself when it answers.',
    check: async () => {
      await clock.aheadMs();
      return { isUp: true };
    },
  },
  {
    name: 'clock',
    isRequiredFor: () => true,
    remedy:
      'the clocks of this machine and of the database differ by more than a minute. Set both by NTP (chrony, systemd-timesyncd): ' +
      'signed addresses and tokens are refused elsewhere by the time, and schedules fire wrongly.',
    check: async () => {
      // Of a database that does not answer its own check tells.
      const aheadMs = await Promise.race([clock.aheadMs().catch(() => null), sleep(CLOCK_PATIENCE_MS, null, { ref: false })]);
      if (aheadMs === null || Math.abs(aheadMs) <= MOST_APART_MS) return { isUp: true };
      const seconds = Math.round(Math.abs(aheadMs) / 1000);
      return {
        isUp: false,
        details: { message: `the database's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's` },
      };
    },
  },
];
