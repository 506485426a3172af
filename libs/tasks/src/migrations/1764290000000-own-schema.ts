import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Tasks get a schema of their own, and functions by which other libs ask about them: nobody else reads the table, so its columns can
 * change. Each looks up one task by its key, or those of a subject by an index; a statement over many rows calls it for each of them.
 */
export class MoveTasks1764290000000 implements MigrationInterface {
  readonly name = 'MoveTasks1764290000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA tasks`);
    await runner.query(`ALTER TABLE integrations.tasks SET SCHEMA tasks`);
    await runner.query(`ALTER TABLE tasks.tasks RENAME COLUMN deaths TO crashes`);
    // Made by the migration of provider calls, where both are installed.
    await runner.query(`ALTER TABLE tasks.tasks ADD COLUMN IF NOT EXISTS woken_at timestamptz`);
    await runner.query(`CREATE INDEX IF NOT EXISTS tasks_created ON tasks.tasks USING brin (created_at)`);
    await runner.query(`
      CREATE FUNCTION tasks.is_held(task uuid, held_lease integer) RETURNS boolean LANGUAGE sql STABLE
        AS $$ SELECT EXISTS (SELECT 1 FROM tasks.tasks WHERE task_id = task AND lease = held_lease AND state = 'leased') $$;
      CREATE FUNCTION tasks.woken_at(task uuid) RETURNS timestamptz LANGUAGE sql STABLE
        AS $$ SELECT woken_at FROM tasks.tasks WHERE task_id = task $$;
      CREATE FUNCTION tasks.ended_at(task uuid) RETURNS timestamptz LANGUAGE sql STABLE
        AS $$ SELECT CASE WHEN count(*) = 0 THEN '-infinity' ELSE max(finished_at) END FROM tasks.tasks WHERE task_id = task $$;
      CREATE FUNCTION tasks.unfinished_of(subject uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
        AS $$ SELECT task_id FROM tasks.tasks WHERE subject_id = subject AND finished_at IS NULL $$`);
    await runner.query(`
      COMMENT ON FUNCTION tasks.is_held(uuid, integer) IS 'Whether the task is still leased under that fencing token';
      COMMENT ON FUNCTION tasks.woken_at(uuid) IS 'When there was last news for the task; null: never, or no such task';
      COMMENT ON FUNCTION tasks.ended_at(uuid) IS 'Null while the task is unfinished; -infinity when there is none (any more)';
      COMMENT ON FUNCTION tasks.unfinished_of(uuid) IS 'Unfinished tasks of a subject'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
