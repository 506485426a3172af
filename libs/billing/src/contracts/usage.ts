import { type BillableWork } from './quota.js';
import { type Quantities } from './resources.js';

/** What a provider charged for one piece of work. */
export interface ProviderCharge {
  readonly provider: string;
  /** `provider:model`. */
  readonly model: string;
  readonly units: number;
  readonly amountMicros: number;
}

/**
 * What a process manager may return for the `UsageSink`. Billed once for ever by subject and `entry`, however often it is said.
 * Taken out of the reservation as far as it lasts; more than was reserved is booked all the same, since it has been used.
 */
export type UsageEffect =
  | {
      readonly settle: {
        readonly reservationId: string;
        readonly orgId: string;
        readonly subject: BillableWork;
        /** Unique within the subject, e.g. `clip-3-1`. */
        readonly entry: string;
        /** Ends this item of the reservation: what it did not use is given back. */
        readonly item?: string;
        /** `storage_bytes` may be negative: files were removed. */
        readonly quantities: Quantities;
        readonly charge: ProviderCharge | null;
        /** When it was used, RFC 3339: the event's time, never "now". */
        readonly at: string;
      };
    }
  /** Gives a part of the reservation back early, e.g. for a segment that was replaced by something free. */
  | {
      readonly release: {
        readonly reservationId: string;
        readonly orgId: string;
        readonly entry: string;
        readonly quantities: Quantities;
        readonly at: string;
      };
    }
  /** The work has come to an end: what is left of the reservation is given back. */
  | { readonly close: { readonly reservationId: string; readonly orgId: string; readonly at: string } };
