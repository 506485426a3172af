import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What became of all films, counted from the log. */
export class VideoMeasures1764640000000 implements MigrationInterface {
  readonly name = 'VideoMeasures1764640000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE jobs.video_measures (
        key      text PRIMARY KEY,
        org_id   uuid NOT NULL,
        position bigint NOT NULL,
        data     jsonb NOT NULL
      );
      COMMENT ON TABLE jobs.video_measures IS 'Read model: numbers of films and segments by organisation and labels, for metrics; no words and no ids of videos'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
