import { type Resource } from '../contracts/resources.js';

/** What the installation charges its organisations; a list is never changed, only followed by another. */
export interface PriceList {
  readonly version: string;
  /** ISO 4217. */
  readonly currency: string;
  /** RFC 3339: reservations made from then on get these prices. */
  readonly validFrom: string;
  /** Micro-units of the currency for one unit of the resource. */
  readonly amountMicros: Readonly<Record<Resource, number>>;
}

/** Rounded half away from zero, so that taking back costs what booking cost. @param quantity in millionths */
export function amountMicrosOf(list: PriceList, resource: Resource, quantity: bigint): bigint {
  const exact = quantity * BigInt(list.amountMicros[resource]);
  const half = exact < 0n ? -500_000n : 500_000n;
  return (exact + half) / 1_000_000n;
}

/** The list in force at that moment. @param lists in any order @throws RangeError when there is none yet */
export function priceListAt(lists: readonly PriceList[], at: string): PriceList {
  const moment = Date.parse(at);
  const valid = lists.filter(({ validFrom }) => Date.parse(validFrom) <= moment);
  const latest = valid.sort((a, b) => Date.parse(b.validFrom) - Date.parse(a.validFrom))[0];
  if (!latest) throw new RangeError(`no price list is in force at ${at}`);
  return latest;
}
