import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Those that may stand still are few among all videos ever made, and are looked through every few seconds. */
export class UnfinishedVideos1763734000000 implements MigrationInterface {
  readonly name = 'UnfinishedVideos1763734000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX video_index_unfinished ON jobs.video_index (key) WHERE data->>'status' = ANY (ARRAY['queued', 'processing'])`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
