import { type Event } from '#eventing/domain';
import { type BillableWork } from './quota.js';
import { type Quantities, type Resource } from './resources.js';
import { type ProviderCharge } from './usage.js';

/** [start, end), RFC 3339, UTC. */
export interface BillingPeriod {
  readonly start: string;
  readonly end: string;
}

/** Limits that differ from the plan's; null: unlimited. */
export type LimitOverrides = Readonly<Partial<Record<Resource, number | null>>>;

/**
 * These quantities are set aside for the subject. First event of a `quota-reservation` stream, unless something was used without one; a
 * later one sets more aside on top, for work whose size showed only as it went on.
 */
export type QuotaReserved = Event<
  'QuotaReserved',
  {
    reservationId: string;
    orgId: string;
    subject: BillableWork;
    quantities: Quantities;
    /** Shares that can be given back one by one. */ items: Readonly<Record<string, Quantities>>;
    /** Whatever is settled on this reservation counts in this period, also when it is used later. */ period: BillingPeriod;
    /** Prices of this list hold to the end of the reservation. */ priceList: string;
    reservedAt: string;
  }
>;

/** This much was used. */
export type QuotaSettled = Event<
  'QuotaSettled',
  {
    reservationId: string;
    orgId: string;
    subject: BillableWork;
    /** Unique within the subject. */ entry: string;
    /** Item of the reservation that ended with it. */ item: string | null;
    /** Negative where files were removed. */ quantities: Quantities;
    /** The part of it that the reservation covered. */ fromReserved: Quantities;
    charge: ProviderCharge | null;
    period: BillingPeriod;
    priceList: string;
    usedAt: string;
  }
>;

/** This much of the reservation is free again. With the reason `closed` nothing is left of it. */
export type QuotaReleased = Event<
  'QuotaReleased',
  {
    reservationId: string;
    orgId: string;
    /** What gave it back; null for the end of the reservation. */ entry: string | null;
    quantities: Quantities;
    reason: 'replaced' | 'closed';
    period: BillingPeriod;
    releasedAt: string;
  }
>;

export type QuotaReservationEvent = QuotaReserved | QuotaSettled | QuotaReleased;

/** From now on the organisation has this plan. First event of every `quota-account` stream. */
export type PlanAssigned = Event<
  'PlanAssigned',
  {
    orgId: string;
    plan: string;
    overrides: LimitOverrides;
    /** IANA name. */ timezone: string;
    /** The day on which it falls in that time zone begins every period. */ startsAt: string;
    assignedAt: string;
  }
>;

/** So much of the limit is used or reserved. Once for each threshold and period. */
export type QuotaWarningRaised = Event<
  'QuotaWarningRaised',
  {
    orgId: string;
    resource: Resource;
    /** 80 or 100. */ threshold: number;
    /** At the moment of the warning; may be more than the threshold. */ percentage: number;
    period: BillingPeriod;
    raisedAt: string;
  }
>;

/** Work was refused. At most once a minute for each resource. */
export type QuotaExceeded = Event<
  'QuotaExceeded',
  {
    orgId: string;
    resource: Resource;
    limit: number;
    used: number;
    reserved: number;
    requested: number;
    resetsAt: string | null;
    refusedAt: string;
  }
>;

export type QuotaAccountEvent = PlanAssigned | QuotaWarningRaised | QuotaExceeded;
