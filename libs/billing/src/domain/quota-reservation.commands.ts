import { Command } from '#eventing/domain';
import { type BillingPeriod } from '../contracts/billing.events.js';
import { type BillableWork } from '../contracts/quota.js';
import { type Quantities } from '../contracts/resources.js';
import { type ProviderCharge } from '../contracts/usage.js';

type OfReservation<Data> = { reservationId: string; orgId: string } & Data;

export class ReserveQuota extends Command<
  OfReservation<{
    subject: BillableWork;
    quantities: Quantities;
    items: Readonly<Record<string, Quantities>>;
    period: BillingPeriod;
    priceList: string;
  }>
> {
  readonly type = 'ReserveQuota';
}
/** Brings what is set aside to these quantities. */
export class RaiseReservation extends Command<ReserveQuota['data']> {
  readonly type = 'RaiseReservation';
}
export class SettleUsage extends Command<
  OfReservation<{
    subject: BillableWork;
    entry: string;
    item: string | null;
    quantities: Quantities;
    charge: ProviderCharge | null;
    /** Where nothing was reserved: of the time of use. */ period: BillingPeriod;
    /** Where nothing was reserved. */ priceList: string;
  }>
> {
  readonly type = 'SettleUsage';
}
export class ReleaseQuota extends Command<OfReservation<{ entry: string; quantities: Quantities }>> {
  readonly type = 'ReleaseQuota';
}
export class CloseReservation extends Command<OfReservation<object>> {
  readonly type = 'CloseReservation';
}

export type QuotaReservationCommand = ReserveQuota | RaiseReservation | SettleUsage | ReleaseQuota | CloseReservation;
