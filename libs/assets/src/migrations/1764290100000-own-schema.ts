import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The media library gets a schema of its own, with the secret that signs its links. */
export class MoveAssets1764290100000 implements MigrationInterface {
  readonly name = 'MoveAssets1764290100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA assets`);
    for (const table of ['assets', 'asset_addresses', 'secrets']) await runner.query(`ALTER TABLE integrations.${table} SET SCHEMA assets`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
