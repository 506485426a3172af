import { until } from '../../../../test/support/supervised.js';

export { PATIENCE } from '../../../../test/support/supervised.js';

/** Asks until the answer is that; the last one is in the message when it never is. */
export async function becomes<T>(what: string, probe: () => Promise<T>, wanted: T, withinMs = 30_000): Promise<void> {
  let last: T | undefined;
  await until(what, withinMs, async () => {
    last = await probe();
    return Object.is(last, wanted);
  }).catch((cause: unknown) => {
    throw new Error(`${what}: it is ${JSON.stringify(last)}, not ${JSON.stringify(wanted)}`, { cause });
  });
}
