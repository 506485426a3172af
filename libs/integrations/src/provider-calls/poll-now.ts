import { type Database, type Queryable } from '#platform';
import { ProviderPolling } from '../contracts/provider-polling.js';
import { type TaskWakeups } from '#tasks';

/** Wakes the tasks: they poll when they are run again. */
export class WakingPolling extends ProviderPolling {
  constructor(
    private readonly database: Database,
    private readonly tasks: TaskWakeups,
  ) {
    super();
  }

  async pollNow(subjectId: string, alongside?: (tx: Queryable) => Promise<void>): Promise<void> {
    const announce = await this.database.transaction(async (tx) => {
      const rows = await tx.query<{ task_id: string }>(
        `SELECT task_id FROM tasks.unfinished_of($1) AS waiting(task_id)
        WHERE EXISTS (SELECT 1 FROM integrations.provider_attempts a
                       WHERE a.task_id = waiting.task_id AND a.finished_at IS NULL
                         AND (a.looked_at IS NULL OR a.looked_at < now() - interval '1 second'))`,
        [subjectId],
      );
      const woken = await this.tasks.wake(
        tx,
        rows.map((row) => ({ taskId: row.task_id })),
      );
      await alongside?.(tx);
      return woken;
    });
    announce();
  }
}
