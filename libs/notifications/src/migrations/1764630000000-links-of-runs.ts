import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class LinksOfRuns1764630000000 implements MigrationInterface {
  readonly name = 'LinksOfRuns1764630000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE notifications.approval_links ADD COLUMN kind text NOT NULL DEFAULT 'video'`);
    await runner.query(`
      COMMENT ON COLUMN notifications.approval_links.kind IS 'video, or run: then video_id is its id, gate_type the node and gate the take, from 1'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
