import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** One table for the addresses that are kept beside the log. Those of imports move here; those of other libs are moved by them. */
export class KeptAddresses1764300200000 implements MigrationInterface {
  readonly name = 'KeptAddresses1764300200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE assets.kept_addresses (
        org_id     uuid NOT NULL,
        subject_id uuid NOT NULL,
        purpose    text NOT NULL,
        name       text NOT NULL,
        value      jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (subject_id, purpose, name)
      );
      COMMENT ON TABLE assets.kept_addresses IS 'What work starts from; may carry signatures, so no event and no task has it';
      CREATE INDEX kept_addresses_newest ON assets.kept_addresses (org_id, purpose, created_at DESC);
      CREATE INDEX kept_addresses_age ON assets.kept_addresses (purpose, created_at);
      INSERT INTO assets.kept_addresses (org_id, subject_id, purpose, name, value, created_at)
        SELECT org_id, asset_id, 'import', 'source', to_jsonb(url), created_at FROM assets.asset_addresses;
      DROP TABLE assets.asset_addresses`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
