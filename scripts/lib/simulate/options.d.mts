import type { Order } from './simulate.mjs';
export const USAGE: string;
export function optionsOf(
  args: readonly string[],
  resolutions?: readonly string[] | null,
): Order & { films: number; recording: string | null; isJson: boolean; isRecord: boolean; isHelp: boolean };
