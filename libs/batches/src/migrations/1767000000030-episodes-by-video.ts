import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A video is one episode: ordered again under its own id, it takes no second number. */
export class EpisodesByVideo1767000000030 implements MigrationInterface {
  readonly name = 'EpisodesByVideo1767000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE UNIQUE INDEX episodes_by_video ON batches.episodes (video_id)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
