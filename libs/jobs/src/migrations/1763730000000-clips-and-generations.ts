import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Read models of clips and generations, and where the pictures are that they start from. */
export class ClipsAndGenerations1763730000000 implements MigrationInterface {
  readonly name = 'ClipsAndGenerations1763730000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['clip_sets', 'generations']) {
      await runner.query(
        `CREATE TABLE jobs.${table} (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)`,
      );
      // Keys are UUIDv7: descending keys are "newest first", which is the order of every list.
      await runner.query(`CREATE INDEX ${table}_by_org ON jobs.${table} (org_id, key DESC)`);
    }
    // Not in events: an address may carry a signature, and is gone when it is no longer needed.
    await runner.query(`
      CREATE TABLE jobs.picture_links (
        subject_id uuid NOT NULL,
        name text NOT NULL,
        org_id uuid NOT NULL,
        url text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (subject_id, name)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
