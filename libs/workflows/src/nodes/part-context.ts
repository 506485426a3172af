import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { withNamedCalls } from '#integrations';
import { type StepContext, storingBy } from '#steps';

/**
 * The surroundings of one of several pieces of work that a node does: a folder of its own, names of its own for what is kept, and calls
 * that are told apart.
 */
export async function partContext(context: StepContext, name: string): Promise<StepContext> {
  const workDir = path.join(context.workDir, name);
  await mkdir(workDir, { recursive: true });
  const { callPrefix } = withNamedCalls(context, name);
  const own = Object.create(context, { workDir: { value: workDir }, callPrefix: { value: callPrefix } }) as StepContext;
  return storingBy(own, (file, filePath, contentType) => context.store(`${name}/${file}`, filePath, contentType));
}

/** Some at a time, results in the order of items. The first failure ends it when those that run have ended. */
export async function someAtATime<T, R>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  let isBroken = false;
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one && !isBroken; one = waiting.shift()) {
      try {
        results[one[0]] = await work(one[1], one[0]);
      } catch (error) {
        isBroken = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, next));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
