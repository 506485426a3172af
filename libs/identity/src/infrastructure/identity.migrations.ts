import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { type MigrationClass } from '#platform';

class CreateIdentity1763700000200 implements MigrationInterface {
  readonly name = 'CreateIdentity1763700000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA IF NOT EXISTS identity`);
    await runner.query(`
      CREATE TABLE identity.organisations (
        id         uuid PRIMARY KEY,
        name       text NOT NULL,
        plan       text NOT NULL,
        timezone   text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE identity.api_keys (
        id           uuid PRIMARY KEY,
        org_id       uuid NOT NULL REFERENCES identity.organisations (id),
        name         text NOT NULL,
        prefix       text NOT NULL,
        secret_hash  bytea NOT NULL UNIQUE,
        scopes       text[] NOT NULL,
        created_at   timestamptz NOT NULL,
        expires_at   timestamptz,
        last_used_at timestamptz,
        revoked_at   timestamptz,
        is_bootstrap boolean NOT NULL DEFAULT false
      ) WITH (fillfactor = 80)`);
    await runner.query(`CREATE INDEX api_keys_by_prefix ON identity.api_keys (prefix) WHERE revoked_at IS NULL`);
    await runner.query(`CREATE INDEX api_keys_by_organisation ON identity.api_keys (org_id, id)`);
    await runner.query(
      `CREATE UNIQUE INDEX api_keys_one_bootstrap ON identity.api_keys (is_bootstrap) WHERE is_bootstrap AND revoked_at IS NULL`,
    );
    await runner.query(`
      COMMENT ON TABLE identity.api_keys IS 'Keys by hash; a revoked key stays as a record';
      COMMENT ON COLUMN identity.api_keys.secret_hash IS 'SHA-256 of the whole key'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** People who sign in by OIDC. */
class CreateMembers1763735000000 implements MigrationInterface {
  readonly name = 'CreateMembers1763735000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identity.members (
        id           uuid PRIMARY KEY,
        org_id       uuid NOT NULL REFERENCES identity.organisations (id),
        subject      text NOT NULL,
        email        text,
        role         text NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
        created_at   timestamptz NOT NULL,
        last_seen_at timestamptz,
        UNIQUE (org_id, subject)
      )`);
    await runner.query(`CREATE INDEX members_by_subject ON identity.members (subject)`);
    await runner.query(`COMMENT ON COLUMN identity.members.subject IS 'The claim "sub" of the one issuer of this installation'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Who was removed stays out, whatever a token says. */
class RememberRemovedMembers1763736000000 implements MigrationInterface {
  readonly name = 'RememberRemovedMembers1763736000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE identity.members ADD COLUMN removed_at timestamptz`);
    await runner.query(
      `COMMENT ON COLUMN identity.members.removed_at IS 'Not null: no member, and not to be vouched for by a token either'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** A key may have a limit of its own for a day. */
class LimitKeys1764640000001 implements MigrationInterface {
  readonly name = 'LimitKeys1764640000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE identity.api_keys ADD COLUMN provider_cost_micros_per_day bigint`);
    await runner.query(
      `COMMENT ON COLUMN identity.api_keys.provider_cost_micros_per_day IS 'What it may set aside for providers on a day; null: no limit of its own'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Browsers that have signed in, and the links by which they do. */
class CreateSessions1764700000000 implements MigrationInterface {
  readonly name = 'CreateSessions1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identity.sign_in_links (
        id         uuid PRIMARY KEY,
        org_id     uuid NOT NULL REFERENCES identity.organisations (id),
        code_hash  bytea NOT NULL UNIQUE,
        key_id     uuid REFERENCES identity.api_keys (id),
        member     jsonb,
        scopes     text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at    timestamptz,
        CHECK ((key_id IS NULL) <> (member IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE identity.sessions (
        id           uuid PRIMARY KEY,
        org_id       uuid NOT NULL REFERENCES identity.organisations (id),
        secret_hash  bytea NOT NULL UNIQUE,
        csrf_hash    bytea NOT NULL,
        opened_by    text NOT NULL CHECK (opened_by IN ('link', 'apiKey', 'oidc')),
        key_id       uuid REFERENCES identity.api_keys (id),
        member       jsonb,
        is_vouched   boolean NOT NULL,
        scopes       text[] NOT NULL,
        user_agent   text,
        created_at   timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        expires_at   timestamptz NOT NULL,
        ended_at     timestamptz,
        CHECK ((key_id IS NULL) <> (member IS NULL))
      ) WITH (fillfactor = 80)`);
    await runner.query(`CREATE INDEX sessions_by_organisation ON identity.sessions (org_id, id)`);
    await runner.query(`CREATE INDEX sign_in_links_by_organisation ON identity.sign_in_links (org_id)`);
    await runner.query(`
      COMMENT ON COLUMN identity.sessions.secret_hash IS 'SHA-256 of what stands in the cookie';
      COMMENT ON COLUMN identity.sessions.is_vouched IS 'A token alone made this person a member when the session began';
      COMMENT ON COLUMN identity.sign_in_links.code_hash IS 'SHA-256 of the code'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Codes are handed out for sign-ins at the issuer of members too. */
class SayWhatCodesOpen1766700000000 implements MigrationInterface {
  readonly name = 'SayWhatCodesOpen1766700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE identity.sign_in_links ADD COLUMN opens text NOT NULL DEFAULT 'link' CHECK (opens IN ('link', 'oidc'))`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const identityMigrations: readonly MigrationClass[] = [
  CreateIdentity1763700000200,
  CreateMembers1763735000000,
  RememberRemovedMembers1763736000000,
  LimitKeys1764640000001,
  CreateSessions1764700000000,
  SayWhatCodesOpen1766700000000,
];
