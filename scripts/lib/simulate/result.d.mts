import type { Order, Recorded } from './simulate.mjs';
export interface Result {
  readonly films: number;
  readonly segments: number;
  readonly endSeconds: number;
  readonly filmSeconds: { readonly p50: number; readonly p95: number; readonly max: number };
  readonly queues: readonly { readonly queue: string; readonly tasks: number; readonly p50: number; readonly p95: number }[];
  readonly roles: readonly { readonly role: string; readonly cores: number; readonly use: number }[];
  readonly cpuSecondsPerFilm: number;
  readonly filmsPerHourAndCore: number;
  readonly connections: { readonly needed: number; readonly of: number; readonly isTooMany: boolean };
  readonly eventsPerFilm: number;
  readonly megabytesPerFilm: number;
  readonly fairness: {
    readonly organisations: number;
    readonly besideSeconds: number;
    readonly aloneSeconds: number;
    readonly ratio: number;
  } | null;
}
export function percentile(values: readonly number[], part: number): number | null;
export function resultOf(order: Order, recorded: Recorded): Result;
