import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Videos that belong together: what they have in common, and which they are. */
export class CreateSeries1767000000020 implements MigrationInterface {
  readonly name = 'CreateSeries1767000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE batches.series (
        series_id uuid PRIMARY KEY,
        org_id uuid NOT NULL,
        name text NOT NULL,
        bible text NOT NULL,
        topics jsonb NOT NULL,
        defaults jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    // Ids are UUIDv7: descending is "newest first".
    await runner.query('CREATE INDEX series_by_org ON batches.series (org_id, series_id DESC)');
    // The key gives each number once, whoever orders at the same moment.
    await runner.query(`
      CREATE TABLE batches.episodes (
        series_id uuid NOT NULL,
        episode integer NOT NULL,
        org_id uuid NOT NULL,
        video_id uuid NOT NULL,
        topic integer,
        ordered_at timestamptz NOT NULL,
        PRIMARY KEY (series_id, episode)
      )`);
    await runner.query('CREATE INDEX episodes_by_org ON batches.episodes (org_id)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
