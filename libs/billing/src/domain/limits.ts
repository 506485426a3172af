/** What fits, and how full it is. Pure arithmetic over exact amounts. */
import { type LimitOverrides } from '../contracts/billing.events.js';
import { type QuotaRefusal } from '../contracts/quota.js';
import { isStock, RESOURCES, type Resource } from '../contracts/resources.js';
import { type Amounts, toMillionths, toQuantity } from './amounts.js';

/** In millionths; null: unlimited. */
export type Limits = Readonly<Record<Resource, bigint | null>>;

export interface Balance {
  readonly reserved: Amounts;
  readonly used: Amounts;
}

export function limitsOf(plan: Readonly<Record<Resource, number | null>>, overrides: LimitOverrides): Limits {
  const limits = RESOURCES.map((resource) => {
    const limit = Object.hasOwn(overrides, resource) ? (overrides[resource] ?? null) : plan[resource];
    return [resource, limit === null ? null : toMillionths(limit)] as const;
  });
  return Object.fromEntries(limits) as Record<Resource, bigint | null>;
}

/** Why these amounts do not fit on top of the balance; empty when they do. What is not asked for is not refused. */
export function refusalsOf(wanted: Amounts, { reserved, used }: Balance, limits: Limits, resetsAt: string): QuotaRefusal[] {
  return RESOURCES.flatMap((resource) => {
    const [limit, requested] = [limits[resource], wanted[resource] ?? 0n];
    const [held = 0n, gone = 0n] = [reserved[resource], used[resource]];
    if (limit === null || requested <= 0n || held + gone + requested <= limit) return [];
    return [
      {
        resource,
        limit: toQuantity(limit),
        used: toQuantity(gone),
        reserved: toQuantity(held),
        requested: toQuantity(requested),
        resetsAt: isStock(resource) ? null : resetsAt,
      },
    ];
  });
}

/** As much of what is wanted as there is room for on top of the balance. */
export function within(wanted: Amounts, { reserved, used }: Balance, limits: Limits): Amounts {
  const amounts = RESOURCES.map((resource) => {
    const [limit, amount] = [limits[resource], wanted[resource] ?? 0n];
    if (limit === null) return [resource, amount] as const;
    const room = limit - (reserved[resource] ?? 0n) - (used[resource] ?? 0n);
    return [resource, amount < room ? amount : room > 0n ? room : 0n] as const;
  });
  return Object.fromEntries(amounts.filter(([, amount]) => amount !== 0n));
}

export interface Level {
  readonly resource: Resource;
  /** Null: unlimited. */
  readonly limit: number | null;
  readonly reserved: number;
  readonly used: number;
  readonly remaining: number | null;
  /** Whole percent, rounded down; null: unlimited. Of a limit of 0: 100 as soon as anything is held. */
  readonly percentage: number | null;
}

export function levelsOf({ reserved, used }: Balance, limits: Limits): Level[] {
  return RESOURCES.map((resource) => {
    const limit = limits[resource];
    const [held = 0n, gone = 0n] = [reserved[resource], used[resource]];
    const figures = { reserved: toQuantity(held), used: toQuantity(gone) };
    if (limit === null) return { resource, limit: null, ...figures, remaining: null, percentage: null };
    const percentage = limit === 0n ? (held + gone > 0n ? 100 : 0) : Number((100n * (held + gone)) / limit);
    return { resource, limit: toQuantity(limit), ...figures, remaining: toQuantity(limit - held - gone), percentage };
  });
}
