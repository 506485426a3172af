import { type Database } from '#platform';
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

  async pollNow(subjectId: string): Promise<void> {
    const rows = await this.database.query<{ task_id: string }>(
      `SELECT task_id FROM tasks.unfinished_of($1) AS waiting(task_id)
        WHERE EXISTS (SELECT 1 FROM integrations.provider_attempts a
                       WHERE a.task_id = waiting.task_id AND a.finished_at IS NULL
                         AND (a.looked_at IS NULL OR a.looked_at < now() - interval '1 second'))`,
      [subjectId],
    );
    const announce = await this.tasks.wake(
      this.database,
      rows.map((row) => ({ taskId: row.task_id })),
    );
    announce();
  }
}
