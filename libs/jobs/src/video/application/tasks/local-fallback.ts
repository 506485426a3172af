import { StorageError } from '#assets';
import { logger } from '#platform';
import { type Task } from '#tasks';

/** Attempts that a passing error of the requested model is given before the local one stands in; as many as a task has. */
const ATTEMPTS = 4;
const log = logger('jobs');

/**
 * Sound and words are not worth losing a film over: where the requested model fails for good, the local one does it. What passes
 * (`retryable`) is tried again first; waiting for a provider and being stopped are not failures and go through, nor are failures of
 * the storage the model's.
 */
export async function withLocalFallback<T>(
  task: Pick<Task, 'taskId' | 'subjectId' | 'kind' | 'attempt'>,
  requested: string,
  local: string,
  use: (model: string) => Promise<T>,
): Promise<T> {
  try {
    return await use(requested);
  } catch (error) {
    if (requested === local || error instanceof StorageError || !isOver(error, task.attempt)) throw error;
    const { taskId, subjectId, kind } = task;
    log.warn({ taskId, subjectId, kind, err: error }, `${requested} failed for good: ${local} stands in`);
    return use(local);
  }
}

/** Whether the requested model has had its last try. */
function isOver(error: unknown, attempt: number): boolean {
  const { retryable, maxRetries } = error as { retryable?: unknown; maxRetries?: unknown };
  if (retryable === false) return true;
  if (retryable !== true) return false;
  return attempt >= Math.min(ATTEMPTS, typeof maxRetries === 'number' ? maxRetries + 1 : ATTEMPTS);
}
