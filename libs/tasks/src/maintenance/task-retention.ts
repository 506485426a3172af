import { type Database, deleteInBatches } from '#platform';

/** Forgets tasks that ended long ago. */
export class TaskRetention {
  constructor(
    private readonly database: Database,
    private readonly days: number,
  ) {}

  /** @returns tasks that were forgotten. Twice is safe. */
  async sweep(): Promise<number> {
    // Who asked for nothing in this time is as good as new.
    await this.database.query(`DELETE FROM tasks.turns WHERE served_at < now() - interval '1 day'`);
    return deleteInBatches(
      this.database,
      `DELETE FROM tasks.tasks WHERE task_id IN (
         SELECT task_id FROM tasks.tasks
          WHERE created_at < now() - $2 * interval '1 day' AND finished_at < now() - $2 * interval '1 day'
          LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
      [this.days],
    );
  }
}
