import { type Database } from '#platform';

const BATCH = 1000;

/** Forgets what ended long ago: tasks, what they asked of providers, and the callbacks about it. */
export class TaskRetention {
  constructor(
    private readonly database: Database,
    private readonly days: number,
  ) {}

  /** @returns tasks that were forgotten. Twice is safe. */
  async sweep(): Promise<number> {
    const tasks = await this.remove(
      `DELETE FROM integrations.tasks WHERE task_id IN (
         SELECT task_id FROM integrations.tasks
          WHERE created_at < now() - $1 * interval '1 day' AND finished_at < now() - $1 * interval '1 day'
          LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
    );
    await this.remove(
      `DELETE FROM integrations.provider_attempts WHERE attempt_id IN (
         SELECT attempt_id FROM integrations.provider_attempts
          WHERE created_at < now() - $1 * interval '1 day' AND finished_at < now() - $1 * interval '1 day'
          LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
    );
    await this.remove(
      `DELETE FROM integrations.provider_callbacks WHERE (provider, subject, digest) IN (
         SELECT provider, subject, digest FROM integrations.provider_callbacks WHERE received_at < now() - $1 * interval '1 day'
          LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
    );
    return tasks;
  }

  /** In small bites, so that nobody waits for its locks. */
  private async remove(sql: string): Promise<number> {
    for (let removed = 0; ;) {
      const rows = await this.database.query(sql, [this.days]);
      removed += rows.length;
      if (rows.length < BATCH) return removed;
    }
  }
}
