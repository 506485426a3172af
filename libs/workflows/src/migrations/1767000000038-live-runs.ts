import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Runs that have not ended, for the metric that counts them every 15 s. */
export class LiveRuns1767000000038 implements MigrationInterface {
  readonly name = 'LiveRuns1767000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX live_runs ON workflows.runs ((data->>'status'))
        WHERE data->>'status' IN ('queued', 'running', 'awaiting_approval')`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
