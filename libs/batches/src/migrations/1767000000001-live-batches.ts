import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Batches that have not ended are counted every few seconds, however many have. */
export class LiveBatches1767000000001 implements MigrationInterface {
  readonly name = 'LiveBatches1767000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX batches_live ON batches.batches (key) WHERE data->>'endedAt' IS NULL`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
