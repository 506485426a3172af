import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Which key seals the provider keys: several processes must have the same. */
export class SecretsKey1764500100000 implements MigrationInterface {
  readonly name = 'SecretsKey1764500100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE integrations.secrets_key (
        only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        fingerprint bytea NOT NULL,
        noted_at    timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE integrations.secrets_key IS 'Fingerprint of the key that stored provider keys are sealed with';
      COMMENT ON COLUMN integrations.secrets_key.fingerprint IS 'HMAC-SHA-256 under the key itself'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
