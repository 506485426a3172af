import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What autoscalers look at. Every queue is in it, with zeros where nothing is to be done. A task that waits for a provider, or for its
 * next attempt, is no demand: it would only wait in one process more.
 */
export class TaskDemand1764630000000 implements MigrationInterface {
  readonly name = 'TaskDemand1764630000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE VIEW tasks.task_demand AS
        SELECT CASE WHEN q.queue IN ('conform', 'render') THEN 'renderer' ELSE 'worker' END AS role, q.queue,
               count(t.task_id) FILTER (WHERE t.state = 'runnable' AND t.not_before <= now() + interval '5 seconds')::integer AS due,
               count(t.task_id) FILTER (WHERE t.state = 'leased')::integer AS leased,
               count(t.task_id) FILTER (WHERE t.state = 'runnable' AND t.not_before > now() + interval '5 seconds')::integer AS waiting,
               coalesce(extract(epoch FROM now() - min(greatest(t.created_at, t.not_before))
                 FILTER (WHERE t.state = 'runnable' AND t.not_before <= now())), 0)::double precision AS oldest_due_seconds
          FROM unnest(ARRAY['script', 'image', 'video', 'voice', 'music', 'stock', 'transcription', 'render', 'conform', 'remote', 'import'])
                 AS q(queue)
          LEFT JOIN tasks.tasks t ON t.queue = q.queue AND t.finished_at IS NULL
         GROUP BY q.queue`);
    await runner.query(
      `COMMENT ON VIEW tasks.task_demand IS 'Unfinished tasks by queue, for autoscalers; a login that may read nothing else is enough'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
