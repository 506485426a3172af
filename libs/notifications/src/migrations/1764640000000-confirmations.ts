import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Confirmations1764640000000 implements MigrationInterface {
  readonly name = 'Confirmations1764640000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications.confirmations (
        id          uuid PRIMARY KEY,
        org_id      uuid NOT NULL,
        asked_by    text NOT NULL,
        digest      text NOT NULL,
        cost_micros bigint NOT NULL,
        title       text NOT NULL,
        created_at  timestamptz NOT NULL,
        expires_at  timestamptz NOT NULL,
        decided_at  timestamptz,
        is_allowed  boolean
      )`);
    await runner.query('CREATE INDEX confirmations_of_call ON notifications.confirmations (org_id, asked_by, digest, expires_at)');
    await runner.query(`
      COMMENT ON TABLE notifications.confirmations IS 'What programs have asked a person for; forgotten when its time is over';
      COMMENT ON COLUMN notifications.confirmations.digest IS 'SHA-256 of the call, hex: what was allowed is this call and no other';
      COMMENT ON COLUMN notifications.confirmations.expires_at IS 'Ten minutes after it was asked for; when it is allowed, ten minutes after that'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
