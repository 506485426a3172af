import { type StepContext } from '#steps';
import { Suspended } from '#tasks';
import { NodeFailure } from '../../nodes/node-type.js';

export const TIMED_OUT = 'timed_out';

/**
 * Does work that has to be over at some time. What is aborted by it fails for good; what only waits is looked at again then at the latest.
 * @param leftMs null: as long as it takes
 * @throws NodeFailure `timed_out`
 */
export async function withinTime<T>(context: StepContext, leftMs: number | null, work: (context: StepContext) => Promise<T>): Promise<T> {
  if (leftMs === null) return work(context);
  if (leftMs <= 0) throw timedOut();
  const over = new AbortController();
  // A longer wait than a timer can hold is looked at again before that.
  const timer = setTimeout(() => over.abort(timedOut()), Math.min(leftMs, MAX_TIMER_MS));
  const signal = AbortSignal.any([context.signal, over.signal]);
  try {
    return await work(Object.create(context, { signal: { value: signal } }) as StepContext);
  } catch (error) {
    if (error instanceof Suspended) throw new Suspended(Math.min(error.delayMs, leftMs), error.seenAt, error.reason);
    // What was aborted by others is theirs: it is done by somebody else.
    throw over.signal.aborted && !context.signal.aborted ? timedOut() : error;
  } finally {
    clearTimeout(timer);
  }
}

const MAX_TIMER_MS = 2 ** 31 - 1;

const timedOut = (): NodeFailure => new NodeFailure(TIMED_OUT, 'it took longer than its timeoutSeconds');
