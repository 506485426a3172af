/** Quantities as exact numbers: integer millionths of the resource's unit. Zeros are left out, so equal amounts look the same. */
import { type Quantities, RESOURCES, type Resource } from '../contracts/resources.js';

export type Amounts = Readonly<Partial<Record<Resource, bigint>>>;

const MILLION = 1_000_000n;

/** Rounded to the nearest millionth. @throws RangeError for what is no finite number or too large to be exact */
export function toMillionths(quantity: number): bigint {
  if (!Number.isFinite(quantity) || Math.abs(quantity) > Number.MAX_SAFE_INTEGER) throw new RangeError(`${quantity} cannot be counted`);
  const whole = Math.trunc(quantity);
  // Apart from each other both parts are exact; together a large number would lose its last digits.
  return BigInt(whole) * MILLION + BigInt(Math.round((quantity - whole) * 1e6));
}

export const toQuantity = (millionths: bigint): number => Number(millionths / MILLION) + Number(millionths % MILLION) / 1e6;

/** Seconds come in parts, everything else whole; so every sum and difference is exact as a JSON number as well. */
const IN_PARTS: readonly Resource[] = ['video_seconds', 'render_seconds'];
/** 31 years of film: in millionths still exact. */
const MAX_SECONDS = 1e9;

/** Seconds to the nearest millionth, everything else to the nearest whole. @throws RangeError for what cannot be counted exactly */
export const amountsOf = (quantities: Quantities): Amounts =>
  each((resource) => {
    const quantity = quantities[resource] ?? 0;
    if (!IN_PARTS.includes(resource)) return toMillionths(Math.round(quantity));
    if (Math.abs(quantity) > MAX_SECONDS) throw new RangeError(`${quantity} s cannot be counted`);
    return toMillionths(quantity);
  });

export function quantitiesOf(amounts: Amounts): Quantities {
  return Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, toQuantity(amount)]));
}

export const plus = (a: Amounts, b: Amounts): Amounts => each((resource) => (a[resource] ?? 0n) + (b[resource] ?? 0n));

export const minus = (a: Amounts, b: Amounts): Amounts => each((resource) => (a[resource] ?? 0n) - (b[resource] ?? 0n));

/** Of each resource the smaller one, and nothing below zero. */
export const covered = (a: Amounts, b: Amounts): Amounts =>
  each((resource) => {
    const [mine = 0n, other = 0n] = [a[resource], b[resource]];
    const least = mine < other ? mine : other;
    return least > 0n ? least : 0n;
  });

/** What `a` has more than `b`, and nothing below zero. */
export const excess = (a: Amounts, b: Amounts): Amounts => covered(minus(a, b), a);

export const isNothing = (amounts: Amounts): boolean => Object.keys(amounts).length === 0;

function each(amount: (resource: Resource) => bigint): Amounts {
  const amounts: Partial<Record<Resource, bigint>> = {};
  for (const resource of RESOURCES) {
    const value = amount(resource);
    if (value !== 0n) amounts[resource] = value;
  }
  return amounts;
}
