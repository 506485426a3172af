import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Rows that become videos, what they have in common, and what can be listed. */
export class CreateBatches1765600000000 implements MigrationInterface {
  readonly name = 'CreateBatches1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA batches');
    await runner.query(
      'CREATE TABLE batches.batches (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)',
    );
    // Keys are UUIDv7: descending keys are "newest first", which is the order of every list.
    await runner.query('CREATE INDEX batches_by_org ON batches.batches (org_id, key DESC)');
    await runner.query(`CREATE INDEX batches_without_room ON batches.batches (key) WHERE data->>'pauseReason' = 'quota_exceeded'`);
    await runner.query(`CREATE INDEX batches_ended ON batches.batches ((data->>'endedAt')) WHERE data->>'endedAt' IS NOT NULL`);
    await runner.query(`
      CREATE TABLE batches.orders (
        batch_id uuid PRIMARY KEY,
        org_id uuid NOT NULL,
        name text,
        defaults jsonb NOT NULL,
        actor text NOT NULL,
        max_cost_micros bigint,
        estimated_micros bigint NOT NULL
      )`);
    await runner.query('CREATE INDEX orders_by_org ON batches.orders (org_id)');
    await runner.query(`
      CREATE TABLE batches.items (
        batch_id uuid NOT NULL,
        item integer NOT NULL,
        org_id uuid NOT NULL,
        key text,
        given jsonb NOT NULL,
        video_id uuid NOT NULL,
        refusal text,
        PRIMARY KEY (batch_id, item)
      )`);
    await runner.query('CREATE INDEX items_by_org ON batches.items (org_id)');
    await runner.query('CREATE INDEX items_by_video ON batches.items (video_id)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
