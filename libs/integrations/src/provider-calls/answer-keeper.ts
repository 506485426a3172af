import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, logger } from '#platform';
import { type TaskRun, type TaskWakeups } from '#tasks';
import { type Answer, type AnswerJournal } from './answer-journal.js';
import { type AttemptTable } from './attempt-table.js';

const RETRY_MS = 500;
/** SQLSTATE classes that say something about the statement, not about the server: the same again changes nothing. */
const HOPELESS = /^(22|23|42)/;
const log = logger('providers');

/**
 * Writes down what providers answer. What was paid for is held on to for as long as Postgres is away and this process lives; on the disk as
 * well, so that it outlives the process.
 */
export class AnswerKeeper {
  private readonly held = new Set<string>();

  constructor(
    private readonly table: AttemptTable,
    private readonly journal: AnswerJournal,
    private readonly database: Database,
    private readonly tasks: TaskWakeups,
    private readonly retryMs = RETRY_MS,
  ) {}

  /** Whether this process knows the answer to an attempt although Postgres does not yet. */
  holds(attemptId: string): boolean {
    return this.held.has(attemptId);
  }

  /**
   * Comes back when it is recorded, however long that takes. Neither a lost lease nor a cancellation ends the wait: it is paid for.
   * When this process is being stopped, what is in the journal is left to the next one.
   * @throws what the database says, then, or when it will never take it
   */
  async record(answer: Answer, { signal, stopping }: Pick<TaskRun, 'stopping'> & { readonly signal: AbortSignal }): Promise<void> {
    this.held.add(answer.attemptId);
    try {
      const { taskId, wasKept } = await this.insist(answer, stopping);
      // Somebody else may have taken the task over, and wait for this.
      if (taskId !== null && (wasKept || signal.aborted)) await this.wake(taskId);
    } finally {
      this.held.delete(answer.attemptId);
    }
  }

  /**
   * Records what earlier processes, or others on the same folder, could not. Twice is safe. What Postgres will never take stays in the
   * journal for a person to look at. @throws what the database says while it is away
   */
  async recover(): Promise<void> {
    for (const answer of await this.journal.list()) {
      if (this.holds(answer.attemptId)) continue;
      try {
        const taskId = await this.write(answer);
        await this.journal.remove(answer);
        if (taskId !== null) await this.wake(taskId);
      } catch (error) {
        if (!isHopeless(error)) throw error;
        log.error({ attemptId: answer.attemptId, err: error }, 'an answer in the journal cannot be recorded');
      }
    }
  }

  /** There is news for the task. Never throws. */
  async wake(taskId: string): Promise<void> {
    try {
      const announce = await this.tasks.wake(this.database, [{ taskId }]);
      announce();
    } catch (error) {
      log.warn({ taskId, err: error }, 'a task could not be told of its answer; it looks by itself');
    }
  }

  private async insist(answer: Answer, stopping: AbortSignal): Promise<{ readonly taskId: string | null; readonly wasKept: boolean }> {
    let isKept = false;
    for (;;) {
      try {
        const taskId = await this.write(answer);
        if (isKept) await this.forget(answer);
        return { taskId, wasKept: isKept };
      } catch (error) {
        if (isHopeless(error)) {
          await this.keep(answer);
          throw error;
        }
        if (!isKept) log.warn({ attemptId: answer.attemptId, err: error }, 'the answer of a provider cannot be recorded yet; it is kept');
        isKept ||= await this.keep(answer);
        if (isKept && stopping.aborted) throw error;
        await sleep(this.retryMs, undefined, stopping.aborted ? {} : { signal: stopping }).catch(() => undefined);
      }
    }
  }

  private async forget(answer: Answer): Promise<void> {
    await this.journal.remove(answer).catch((error: unknown) => log.warn({ err: error }, 'a file of the journal could not be removed'));
  }

  /** @returns the task that it is for; null when the attempt is not known. */
  private async write(answer: Answer): Promise<string | null> {
    const { taskId, isLate } = await this.table.answered(answer);
    if (isLate) {
      log.warn(
        { attemptId: answer.attemptId, taskId, code: 'possible_provider_duplicate' },
        'the answer to a submission came after it had been given up; what it cost is kept',
      );
    }
    return taskId;
  }

  private async keep(answer: Answer): Promise<boolean> {
    try {
      await this.journal.write(answer);
      return true;
    } catch (error) {
      log.error(
        { attemptId: answer.attemptId, err: error },
        'the answer of a provider is held in memory only: the journal cannot be written',
      );
      return false;
    }
  }
}

function isHopeless(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth++) {
    const { code, driverError, cause: deeper } = cause as { code?: unknown; driverError?: unknown; cause?: unknown };
    if (typeof code === 'string' && code.length === 5 && HOPELESS.test(code)) return true;
    cause = driverError ?? deeper;
  }
  return false;
}
