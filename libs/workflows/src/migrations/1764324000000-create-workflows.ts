import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Documents of workflows, and what can be listed. */
export class CreateWorkflows1764324000000 implements MigrationInterface {
  readonly name = 'CreateWorkflows1764324000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA workflows');
    // By what is in them: the same document is kept once, and never changed. Runs go by what they began with.
    await runner.query(`
      CREATE TABLE workflows.graphs (
        org_id uuid NOT NULL,
        digest text NOT NULL,
        document jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (org_id, digest)
      )`);
    for (const table of ['workflows', 'runs']) {
      await runner.query(
        `CREATE TABLE workflows.${table} (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)`,
      );
      // Keys are UUIDv7: descending keys are "newest first", which is the order of every list.
      await runner.query(`CREATE INDEX ${table}_by_org ON workflows.${table} (org_id, key DESC)`);
    }
    await runner.query(`CREATE INDEX runs_by_workflow ON workflows.runs (org_id, (data->>'workflowId'), key DESC)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
