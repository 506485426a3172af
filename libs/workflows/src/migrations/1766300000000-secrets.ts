import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Secrets that graphs name, sealed, and which key seals them: several processes must have the same. */
export class WorkflowSecrets1766300000000 implements MigrationInterface {
  readonly name = 'WorkflowSecrets1766300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workflows.secrets (
        org_id     uuid NOT NULL,
        name       text NOT NULL,
        sealed     bytea NOT NULL,
        -- Rises with each value: what was made with an earlier one is not taken for what this one would make.
        version    integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (org_id, name)
      )`);
    await runner.query(`
      CREATE TABLE workflows.secrets_key (
        only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        fingerprint bytea NOT NULL,
        noted_at    timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`COMMENT ON TABLE workflows.secrets IS 'Secrets of organisations that graphs name, sealed'`);
    await runner.query(`COMMENT ON COLUMN workflows.secrets_key.fingerprint IS 'HMAC-SHA-256 under the key itself'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
