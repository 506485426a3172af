import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Addresses of pictures and orders of short videos go where assets keep all addresses. */
export class AddressesAreKeptByAssets1764300300000 implements MigrationInterface {
  readonly name = 'AddressesAreKeptByAssets1764300300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO assets.kept_addresses (org_id, subject_id, purpose, name, value, created_at)
        SELECT org_id, subject_id, 'picture', name, to_jsonb(url), created_at FROM jobs.picture_links
        UNION ALL SELECT org_id, video_id, 'order', 'order', "order", created_at FROM jobs.short_video_orders;
      DROP TABLE jobs.picture_links, jobs.short_video_orders`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
