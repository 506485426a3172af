import { type Resource } from './resources.js';

/** So much of a limit of the plan is used or set aside. Once for each threshold and period. */
export interface QuotaWarningV1 {
  /** @format uuid */
  readonly orgId: string;
  readonly resource: Resource;
  /** At that moment; may be more than the threshold. */
  readonly percentage: number;
  /** 80 or 100. */
  readonly threshold: number;
  /** [start, end), RFC 3339. */
  readonly period: { readonly start: string; readonly end: string };
}

/** Type → what stands in its `data`. */
export interface BillingAnnouncements {
  'quota.warning': QuotaWarningV1;
}
