import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How long nodes have taken lately, by type and model: what estimates say of time. */
export class NodeTimes1765400000000 implements MigrationInterface {
  readonly name = 'NodeTimes1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workflows.node_times (
        org_id uuid NOT NULL,
        type text NOT NULL,
        -- Empty: no model is asked.
        model text NOT NULL,
        -- The last ones, oldest first.
        seconds real[] NOT NULL,
        PRIMARY KEY (org_id, type, model)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
