import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What was cancelled here may still be made at its provider, and takes up a place there. */
export class HeldPlaces1764900200000 implements MigrationInterface {
  readonly name = 'HeldPlaces1764900200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE integrations.provider_attempts ADD COLUMN held_until timestamptz;
      COMMENT ON COLUMN integrations.provider_attempts.held_until IS 'Cancelled, and still at work there as far as is known: it keeps its place until then at most'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
