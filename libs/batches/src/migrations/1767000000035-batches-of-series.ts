import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The items of a batch may be episodes of a series. */
export class BatchesOfSeries1767000000035 implements MigrationInterface {
  readonly name = 'BatchesOfSeries1767000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE batches.orders ADD COLUMN series_id uuid');
    await runner.query('CREATE INDEX orders_by_series ON batches.orders (series_id) WHERE series_id IS NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
