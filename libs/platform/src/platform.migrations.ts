import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { type MigrationClass } from './database/migrations.js';

class CreatePlatform1763700000100 implements MigrationInterface {
  readonly name = 'CreatePlatform1763700000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA IF NOT EXISTS platform`);
    // Room on the page: the answer is written into the row of the claim, without touching an index.
    await runner.query(`
      CREATE TABLE platform.idempotency_keys (
        org_id      uuid NOT NULL,
        method      text NOT NULL,
        path        text NOT NULL,
        key         text NOT NULL,
        fingerprint bytea NOT NULL,
        claim       uuid NOT NULL,
        instance    integer NOT NULL,
        claimed_at  timestamptz NOT NULL DEFAULT now(),
        status      smallint,
        location    text,
        body        bytea,
        is_sealed   boolean NOT NULL DEFAULT false,
        PRIMARY KEY (org_id, method, path, key)
      ) WITH (fillfactor = 60)`);
    await runner.query(`CREATE INDEX idempotency_keys_age ON platform.idempotency_keys (claimed_at)`);
    await runner.query(`
      COMMENT ON TABLE platform.idempotency_keys IS 'Answers to requests with an Idempotency-Key, kept 24 h';
      COMMENT ON COLUMN platform.idempotency_keys.fingerprint IS 'SHA-256 of the body as a JSON value';
      COMMENT ON COLUMN platform.idempotency_keys.claim IS 'Only who holds it may write the answer';
      COMMENT ON COLUMN platform.idempotency_keys.instance IS 'Process that works on it';
      COMMENT ON COLUMN platform.idempotency_keys.status IS 'HTTP status of the answer; null while the request is under way'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Organisations whose erasure was asked for. */
class Erasures1764600200000 implements MigrationInterface {
  readonly name = 'Erasures1764600200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform.erasures (
        org_id      uuid PRIMARY KEY,
        asked_at    timestamptz NOT NULL DEFAULT now(),
        left_count  integer,
        finished_at timestamptz
      );
      COMMENT ON TABLE platform.erasures IS 'Organisations that are erased, or being erased';
      COMMENT ON COLUMN platform.erasures.left_count IS 'Things that were not gone yet at the last look'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const platformMigrations: readonly MigrationClass[] = [CreatePlatform1763700000100, Erasures1764600200000];
