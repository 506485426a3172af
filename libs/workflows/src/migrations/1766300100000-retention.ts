import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Runs that are deleted by themselves. */
export class RunRetention1766300100000 implements MigrationInterface {
  readonly name = 'RunRetention1766300100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workflows.retention (
        run_id uuid PRIMARY KEY,
        org_id uuid NOT NULL,
        -- After the end of the run.
        days   integer NOT NULL
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
