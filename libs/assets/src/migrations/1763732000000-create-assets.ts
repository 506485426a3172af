import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The media library: its read model, and the addresses that assets are fetched from. */
export class CreateAssets1763732000000 implements MigrationInterface {
  readonly name = 'CreateAssets1763732000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE integrations.assets (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)`,
    );
    await runner.query(`CREATE INDEX assets_newest ON integrations.assets (org_id, (data->>'createdAt') DESC, key DESC)`);
    await runner.query(`
      CREATE TABLE integrations.asset_addresses (
        asset_id   uuid PRIMARY KEY,
        org_id     uuid NOT NULL,
        url        text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX asset_addresses_age ON integrations.asset_addresses (created_at)`);
    await runner.query(`
      COMMENT ON TABLE integrations.assets IS 'Read model of the streams asset-<id>, inline';
      COMMENT ON TABLE integrations.asset_addresses IS 'Where assets are fetched from; such an address may carry a signature, so no event has it'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
