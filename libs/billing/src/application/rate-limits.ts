import { Injectable } from '@nestjs/common';
import { Clock, Database } from '#platform';
import { Customers } from '../contracts/accounts.js';
import { Plans } from './plans.js';

const REMEMBERED_MS = 10_000;
const REMEMBERED = 10_000;

/** How many calls a plan allows within a minute, for whoever counts them. */
@Injectable()
export class RateLimits {
  private readonly known = new Map<string, { readonly limit: number | null; readonly readAtMs: number }>();

  constructor(
    private readonly database: Database,
    private readonly customers: Customers,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** Null: the installation's default. A changed plan holds within 10 s; it is asked before every request. */
  async perMinute(orgId: string): Promise<number | null> {
    const now = this.clock.nowMs();
    const known = this.known.get(orgId);
    if (known && now - known.readAtMs < REMEMBERED_MS) return known.limit;
    const [row] = await this.database.query<{ plan: string }>(`SELECT data->>'plan' AS plan FROM billing.accounts WHERE key = $1`, [orgId]);
    // Asking opens no account: that is left to what is counted in it.
    const plan = row?.plan ?? (await this.customers.find(orgId, this.database))?.plan;
    const limit = (plan !== undefined && this.plans.find(plan)?.rateLimitPerMinute) || null;
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(orgId, { limit, readAtMs: now });
    return limit;
  }
}
