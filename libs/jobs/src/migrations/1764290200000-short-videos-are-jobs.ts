import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Orders of short videos come to the other jobs. */
export class MoveShortVideos1764290200000 implements MigrationInterface {
  readonly name = 'MoveShortVideos1764290200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE integrations.short_video_orders SET SCHEMA jobs`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
