import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What short videos are made from. */
export class CreateShortVideos1763734000000 implements MigrationInterface {
  readonly name = 'CreateShortVideos1763734000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE integrations.short_video_orders (
        video_id   uuid PRIMARY KEY,
        org_id     uuid NOT NULL,
        "order"    jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX short_video_orders_newest ON integrations.short_video_orders (org_id, created_at DESC)`);
    await runner.query(
      `COMMENT ON TABLE integrations.short_video_orders IS 'Orders of the streams short-video-<id>; they hold addresses that may be signed, so no event has them'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
