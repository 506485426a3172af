import { Injectable } from '@nestjs/common';
import { type Context, type EventTransaction, UnitOfWork } from '#eventing';
import { Clock, Database, logger, type Queryable } from '#platform';
import { Customers } from '../contracts/accounts.js';
import { type LimitOverrides } from '../contracts/billing.events.js';
import { UnknownOrganisation } from '../domain/billing.errors.js';
import { limitsOf, type Limits } from '../domain/limits.js';
import { AssignPlan, quotaAccount } from '../domain/quota-account.decider.js';
import { type AccountRow } from './projections/accounts.projection.js';
import { Plans } from './plans.js';

export interface Account extends AccountRow {
  readonly orgId: string;
  readonly limits: Limits;
}

/** Given to an organisation whose plan this installation does not have (any more): nothing more can be made, nothing breaks. */
const NOTHING = { videos: 0, video_seconds: 0, render_seconds: 0, provider_cost_micros: 0, storage_bytes: 0, concurrent_videos: 0 };
const SYSTEM = 'system';

const log = logger('billing');

/** Who has which plan. An organisation that was never met has the plan that whoever keeps organisations says. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly customers: Customers,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** As of this moment. Opens the account when it is the first time. @throws UnknownOrganisation */
  async of(orgId: string): Promise<Account> {
    const known = (await this.known([orgId])).get(orgId);
    return known ?? this.unitOfWork.run((tx) => this.within(tx, orgId));
  }

  /** As the transaction sees it; it opens the account if need be. On its connection alone: many at once could starve each other of a second one. */
  async within(tx: EventTransaction, orgId: string): Promise<Account> {
    const known = (await this.known([orgId], tx)).get(orgId);
    if (known) return known;
    const customer = await this.customers.find(orgId, tx);
    if (!customer) throw new UnknownOrganisation();
    const { plan, timezone, createdAt: startsAt } = customer;
    const row = { plan, overrides: {}, timezone, startsAt };
    await tx.decide(quotaAccount, orgId, new AssignPlan({ orgId, ...row }, this.clock.now()), { orgId, actor: SYSTEM });
    return this.accountOf(orgId, row);
  }

  /** One query for all; those without an account are left out. */
  async known(orgIds: readonly string[], db: Queryable = this.database): Promise<Map<string, Account>> {
    const rows = await db.query<{ key: string; data: AccountRow }>('SELECT key, data FROM billing.accounts WHERE key = ANY($1::text[])', [
      orgIds,
    ]);
    return new Map(rows.map(({ key, data }) => [key, this.accountOf(key, data)]));
  }

  /** @throws UnknownOrganisation */
  async assign(orgId: string, plan: string, overrides: LimitOverrides, context: Context): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const { timezone, startsAt } = await this.within(tx, orgId);
      const command = new AssignPlan({ orgId, plan, overrides, timezone, startsAt }, this.clock.now());
      await tx.decide(quotaAccount, orgId, command, { ...context, orgId });
      await this.customers.planChanged(tx, orgId, plan);
    });
  }

  private accountOf(orgId: string, row: AccountRow): Account {
    const plan = this.plans.find(row.plan);
    if (!plan) log.error({ orgId, plan: row.plan }, 'this installation has no such plan: its organisations can make nothing');
    return { ...row, orgId, limits: limitsOf(plan?.limits ?? NOTHING, row.overrides) };
  }
}
