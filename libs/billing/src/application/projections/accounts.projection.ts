import { type Projection } from '#eventing/domain';
import { type LimitOverrides, type QuotaAccountEvent } from '../../contracts/billing.events.js';

/** What an organisation was promised. */
export interface AccountRow {
  readonly plan: string;
  readonly overrides: LimitOverrides;
  readonly timezone: string;
  readonly startsAt: string;
}

/** Inline, so that a plan that was assigned holds for the next request in every process. */
export const accounts: Projection<QuotaAccountEvent, AccountRow> = {
  name: 'billing.accounts',
  table: 'billing.accounts',
  mode: 'inline',
  version: 1,
  handles: ['PlanAssigned'],
  keyOf: (event) => event.data.orgId,
  evolve(row, event) {
    if (event.type !== 'PlanAssigned') return row ?? null;
    const { plan, overrides, timezone, startsAt } = event.data;
    return { plan, overrides, timezone, startsAt };
  },
};
