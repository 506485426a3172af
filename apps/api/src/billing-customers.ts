import { Injectable } from '@nestjs/common';
import { type Customer, Customers } from '#billing';
import { ApiKeys, Organisations } from '#identity';
import { type Queryable } from '#platform';

/** Billing's customers are identity's organisations. */
@Injectable()
export class BillingCustomers extends Customers {
  constructor(
    private readonly organisations: Organisations,
    private readonly apiKeys: ApiKeys,
  ) {
    super();
  }

  async find(orgId: string, db: Queryable): Promise<Customer | null> {
    const found = await this.organisations.find(db, orgId);
    return found && { plan: found.plan, timezone: found.timezone, createdAt: found.createdAt.toISOString() };
  }

  override dailyLimitOfKey(orgId: string, keyId: string, db: Queryable): Promise<number | null> {
    return this.apiKeys.dailyLimitOf(db, orgId, keyId);
  }

  planChanged(tx: Queryable, orgId: string, plan: string): Promise<void> {
    return this.organisations.notePlan(tx, orgId, plan);
  }
}
