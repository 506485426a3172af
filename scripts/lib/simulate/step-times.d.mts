import type { Work } from './film.mjs';
import type { Order, Recorded } from './simulate.mjs';
export function timedWork(
  recorded: Recorded,
  order: Order & { readonly hasServices: boolean },
  film: string,
): (Work & { readonly cpuSeconds: number; readonly threads: number; readonly waitSeconds: number })[];
