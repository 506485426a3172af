import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Tasks, and secrets that are made once. As it was written, when both lay in the schema `integrations`; the libs have moved them since. */
export class CreateIntegrations1763700000300 implements MigrationInterface {
  readonly name = 'CreateIntegrations1763700000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA IF NOT EXISTS integrations`);
    // A claim and a heartbeat change no indexed column, so they stay on the row's page (HOT); only the end of a task touches the
    // second index, and only by leaving it. What is left to do is therefore always found in a small index, however much was done.
    await runner.query(`
      CREATE TABLE integrations.tasks (
        task_id        uuid PRIMARY KEY,
        kind           text NOT NULL,
        queue          text NOT NULL,
        org_id         uuid NOT NULL,
        subject_id     uuid NOT NULL,
        correlation_id text NOT NULL,
        causation_id   text,
        traceparent    text,
        payload        jsonb NOT NULL,
        state          text NOT NULL DEFAULT 'runnable' CHECK (state IN ('runnable', 'leased', 'done', 'cancelled', 'failed')),
        attempt        integer NOT NULL DEFAULT 1,
        max_attempts   integer NOT NULL,
        deaths         integer NOT NULL DEFAULT 0,
        lease          integer NOT NULL DEFAULT 0,
        lease_owner    integer,
        lease_until    timestamptz,
        not_before     timestamptz NOT NULL DEFAULT now(),
        enqueued_at    timestamptz NOT NULL DEFAULT now(),
        last_error     jsonb,
        created_at     timestamptz NOT NULL DEFAULT now(),
        finished_at    timestamptz,
        CHECK ((finished_at IS NULL) = (state IN ('runnable', 'leased')))
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query(`CREATE INDEX tasks_unfinished ON integrations.tasks (subject_id) WHERE finished_at IS NULL`);
    await runner.query(`
      COMMENT ON TABLE integrations.tasks IS 'Work asked for, under way or ended; Redis only carries the news of it';
      COMMENT ON COLUMN integrations.tasks.attempt IS 'Number of the attempt under way or next, from 1';
      COMMENT ON COLUMN integrations.tasks.deaths IS 'Attempts that ended because their process did';
      COMMENT ON COLUMN integrations.tasks.lease IS 'Fencing token: rises at every claim; only its holder may end the task'`);
    await runner.query(
      `CREATE TABLE integrations.secrets (name text PRIMARY KEY, value bytea NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
