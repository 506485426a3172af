import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Read models of libs/jobs: rows are written by the projection runtime, which rebuilds them from the log at any time. */
export class JobsReadModels1763700000000 implements MigrationInterface {
  readonly name = 'JobsReadModels1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA IF NOT EXISTS jobs');
    for (const table of ['jobs.video_index', 'jobs.live_videos']) {
      await runner.query(
        `CREATE TABLE ${table} (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)`,
      );
    }
    // Keys are UUIDv7: descending keys are "newest first", which is the order of every list.
    await runner.query('CREATE INDEX video_index_by_org ON jobs.video_index (org_id, key DESC)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
