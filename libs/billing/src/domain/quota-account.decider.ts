import { type Aggregate, Command } from '#eventing/domain';
import { type BillingPeriod, type LimitOverrides, type QuotaAccountEvent } from '../contracts/billing.events.js';
import { type QuotaRefusal } from '../contracts/quota.js';
import { type Resource } from '../contracts/resources.js';

/** Percent of a limit at which the organisation is told. */
export const WARNING_THRESHOLDS: readonly number[] = [80, 100];
/** Between two events about refusals of the same resource. */
const REFUSALS_APART_MS = 60_000;

type OfAccount<Data> = { orgId: string } & Data;

export class AssignPlan extends Command<OfAccount<{ plan: string; overrides: LimitOverrides; timezone: string; startsAt: string }>> {
  readonly type = 'AssignPlan';
}
/** How full the limits of a period are. */
export class NoteLevels extends Command<
  OfAccount<{ period: BillingPeriod; levels: readonly { readonly resource: Resource; readonly percentage: number }[] }>
> {
  readonly type = 'NoteLevels';
}
export class NoteRefusal extends Command<OfAccount<{ refusal: QuotaRefusal }>> {
  readonly type = 'NoteRefusal';
}
export type QuotaAccountCommand = AssignPlan | NoteLevels | NoteRefusal;

export interface QuotaAccount {
  readonly plan: { readonly plan: string; readonly overrides: LimitOverrides; readonly timezone: string; readonly startsAt: string } | null;
  /** Warnings of the latest period that has any. */
  readonly warned: { readonly periodStart: string; readonly marks: readonly string[] };
  /** When a refusal was last told of. */
  readonly refusedAt: Readonly<Partial<Record<Resource, string>>>;
}

const mark = (resource: Resource, threshold: number): string => `${resource} ${threshold}`;

/** What an organisation was promised, and what it was told about its limits. */
export const quotaAccount: Aggregate<QuotaAccountCommand, QuotaAccount, QuotaAccountEvent> = {
  name: 'quota-account',
  module: 'billing',
  schemaVersions: { PlanAssigned: 1, QuotaWarningRaised: 1, QuotaExceeded: 1 },
  initialState: { plan: null, warned: { periodStart: '', marks: [] }, refusedAt: {} },
  decide(command, state) {
    switch (command.type) {
      case 'AssignPlan': {
        const { orgId, plan, overrides, timezone, startsAt } = command.data;
        if (state.plan && isSame(state.plan, command.data)) return [];
        return [{ type: 'PlanAssigned', data: { orgId, plan, overrides, timezone, startsAt, assignedAt: command.issuedAt } }];
      }
      case 'NoteLevels': {
        const { orgId, period, levels } = command.data;
        // A straggler of an earlier period: that one is over, nobody can act on it.
        if (period.start < state.warned.periodStart) return [];
        const known = period.start === state.warned.periodStart ? state.warned.marks : [];
        return levels.flatMap(({ resource, percentage }) =>
          WARNING_THRESHOLDS.filter((threshold) => percentage >= threshold && !known.includes(mark(resource, threshold))).map(
            (threshold): QuotaAccountEvent => ({
              type: 'QuotaWarningRaised',
              data: { orgId, resource, threshold, percentage, period, raisedAt: command.issuedAt },
            }),
          ),
        );
      }
      case 'NoteRefusal': {
        const { orgId, refusal } = command.data;
        const last = state.refusedAt[refusal.resource];
        if (last !== undefined && Date.parse(command.issuedAt) - Date.parse(last) < REFUSALS_APART_MS) return [];
        const { resource, limit, used, reserved, requested, resetsAt } = refusal;
        const said = { orgId, resource, limit, used, reserved, requested, resetsAt, refusedAt: command.issuedAt };
        return [{ type: 'QuotaExceeded', data: said }];
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'PlanAssigned': {
        const { plan, overrides, timezone, startsAt } = event.data;
        return { ...state, plan: { plan, overrides, timezone, startsAt } };
      }
      case 'QuotaWarningRaised': {
        const { period, resource, threshold } = event.data;
        const marks = period.start === state.warned.periodStart ? state.warned.marks : [];
        return { ...state, warned: { periodStart: period.start, marks: [...marks, mark(resource, threshold)] } };
      }
      case 'QuotaExceeded':
        return { ...state, refusedAt: { ...state.refusedAt, [event.data.resource]: event.data.refusedAt } };
    }
  },
};

function isSame(a: NonNullable<QuotaAccount['plan']>, b: AssignPlan['data']): boolean {
  const limits = (overrides: LimitOverrides): string => JSON.stringify(Object.entries(overrides).sort(([x], [y]) => x.localeCompare(y)));
  return a.plan === b.plan && a.timezone === b.timezone && a.startsAt === b.startsAt && limits(a.overrides) === limits(b.overrides);
}
