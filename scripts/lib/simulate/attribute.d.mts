export const AROUND: string;
export function attribute(
  looks: readonly { seconds: number; cpuSeconds: number; underWay: Readonly<Record<string, number>> }[],
): Map<string, number>;
