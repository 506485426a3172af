import { Injectable } from '@nestjs/common';
import { Clock, Database } from '#platform';
import { Customers } from '../contracts/accounts.js';
import { type Plan, Plans } from './plans.js';

const REMEMBERED_MS = 10_000;
const REMEMBERED = 10_000;

/** What a plan allows beside what is used up: calls within a minute and webhook endpoints, for whoever counts them. */
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
    const limit = (await this.planOf(orgId))?.rateLimitPerMinute || null;
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(orgId, { limit, readAtMs: now });
    return limit;
  }

  /** Null: as many as it likes. */
  async webhookEndpoints(orgId: string): Promise<number | null> {
    return (await this.planOf(orgId))?.webhookEndpoints ?? null;
  }

  private async planOf(orgId: string): Promise<Plan | null> {
    const [row] = await this.database.query<{ plan: string }>(`SELECT data->>'plan' AS plan FROM billing.accounts WHERE key = $1`, [orgId]);
    // Asking opens no account: that is left to what is counted in it.
    const plan = row?.plan ?? (await this.customers.find(orgId, this.database))?.plan;
    return plan === undefined ? null : this.plans.find(plan);
  }
}
