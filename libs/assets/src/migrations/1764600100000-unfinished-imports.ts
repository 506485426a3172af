import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is still to be fetched is few among all assets, and is looked through every few seconds. */
export class UnfinishedImports1764600100000 implements MigrationInterface {
  readonly name = 'UnfinishedImports1764600100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX assets_unfinished ON assets.assets (key) WHERE data->>'status' = 'processing'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
