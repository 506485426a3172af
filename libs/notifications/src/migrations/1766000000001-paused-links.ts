import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class PausedLinks1766000000001 implements MigrationInterface {
  readonly name = 'PausedLinks1766000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE notifications.approval_links ADD COLUMN is_paused boolean NOT NULL DEFAULT false');
    await runner.query(`COMMENT ON COLUMN notifications.approval_links.is_paused IS 'Revoked as long as whoever got it may only look'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
