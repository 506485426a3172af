import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLoss, isContention } from './database-errors.js';

const MAX_CONTENTIONS = 20;
const CONTENTION_CAP_MS = 60;
/** As long as a caller can be left waiting for a database that restarts. */
export const CONNECTION_PATIENCE_MS = 10_000;
const CONNECTION_CAP_MS = 1_000;

/**
 * Does `attempt` again, after a jittered wait, when it lost a race or the connection. @param onRetry told what was lost
 * @param connectionPatienceMs how long after the start a lost connection is still a reason
 * @throws what the last attempt threw
 */
export async function retrying<T>(
  attempt: (number: number) => Promise<T>,
  onRetry: (error: unknown) => void,
  connectionPatienceMs = CONNECTION_PATIENCE_MS,
): Promise<T> {
  const startedAtMs = performance.now();
  for (let number = 0; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      const isLost = isConnectionLoss(error);
      if (!isLost && !isContention(error)) throw error;
      if (isLost ? performance.now() - startedAtMs > connectionPatienceMs : number >= MAX_CONTENTIONS) throw error;
      onRetry(error);
      const capMs = isLost ? Math.min(50 * 2 ** number, CONNECTION_CAP_MS) : Math.min(2 ** number, CONTENTION_CAP_MS);
      await sleep(Math.random() * capMs);
    }
  }
}
