import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Which run makes, or has made, what a digest names. */
export class Results1764324300000 implements MigrationInterface {
  readonly name = 'Results1764324300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workflows.results (
        org_id uuid NOT NULL,
        digest text NOT NULL,
        run_id uuid NOT NULL,
        node text NOT NULL,
        take integer NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (org_id, digest)
      )`);
    await runner.query('CREATE INDEX results_by_run ON workflows.results (run_id)');
    await runner.query('CREATE INDEX results_by_age ON workflows.results (claimed_at)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
