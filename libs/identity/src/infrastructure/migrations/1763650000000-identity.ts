import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Identity1763650000000 implements MigrationInterface {
  readonly name = 'Identity1763650000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA IF NOT EXISTS identity');
    await runner.query(`
      CREATE TABLE identity.organisations (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        plan text NOT NULL,
        timezone text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE identity.api_keys (
        id uuid PRIMARY KEY,
        org_id uuid NOT NULL REFERENCES identity.organisations,
        name text NOT NULL,
        prefix text NOT NULL,
        digest bytea NOT NULL UNIQUE,
        scopes text[] NOT NULL,
        is_bootstrap boolean NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        last_used_at timestamptz
      )`);
    await runner.query('CREATE INDEX api_keys_by_org ON identity.api_keys (org_id, id DESC)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
