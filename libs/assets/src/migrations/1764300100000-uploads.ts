import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Files on their way: room is held for each, and must come back when the process that takes one in is killed. */
export class CreateUploads1764300100000 implements MigrationInterface {
  readonly name = 'CreateUploads1764300100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE assets.uploads (
        asset_id uuid PRIMARY KEY,
        org_id   uuid NOT NULL,
        instance integer NOT NULL,
        begun_at timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE assets.uploads IS 'Files that somebody is sending; room in the quota is held for each under asset_id';
      COMMENT ON COLUMN assets.uploads.instance IS 'Number of the process that takes it in, as in pg_locks'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
