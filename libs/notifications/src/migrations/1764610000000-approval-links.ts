import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class ApprovalLinks1764610000000 implements MigrationInterface {
  readonly name = 'ApprovalLinks1764610000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA IF NOT EXISTS notifications');
    await runner.query(`
      CREATE TABLE notifications.approval_links (
        id         uuid PRIMARY KEY,
        org_id     uuid NOT NULL,
        video_id   uuid NOT NULL,
        gate_type  text NOT NULL,
        gate       integer NOT NULL,
        token_hash bytea NOT NULL UNIQUE,
        label      text,
        may        text[] NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      )`);
    await runner.query('CREATE INDEX approval_links_of_gate ON notifications.approval_links (org_id, video_id, gate_type, id DESC)');
    await runner.query(`
      COMMENT ON TABLE notifications.approval_links IS 'Pages that decide one gate without an account; a row stays, since the timeline shows its label';
      COMMENT ON COLUMN notifications.approval_links.gate IS 'The n-th request of that type, from 1';
      COMMENT ON COLUMN notifications.approval_links.token_hash IS 'SHA-256 of the token; the token itself is kept nowhere'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
