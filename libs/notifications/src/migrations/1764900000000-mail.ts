import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Mail1764900000000 implements MigrationInterface {
  readonly name = 'Mail1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE notifications.outbox
        ADD COLUMN channel text NOT NULL DEFAULT 'telegram',
        ADD COLUMN not_before timestamptz NOT NULL DEFAULT now()`);
    await runner.query('CREATE INDEX outbox_channels ON notifications.outbox (channel, contact_id, position, id)');
    await runner.query(`
      ALTER TABLE notifications.contact_links
        ADD COLUMN channel text NOT NULL DEFAULT 'telegram',
        ADD COLUMN address text,
        ADD COLUMN name text,
        ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN attempts integer NOT NULL DEFAULT 0,
        ADD COLUMN due_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN sent_at timestamptz`);
    await runner.query(`
      CREATE INDEX contact_links_to_send ON notifications.contact_links (due_at) WHERE channel = 'email' AND sent_at IS NULL AND used_at IS NULL`);
    await runner.query('CREATE INDEX contact_links_of_organisation ON notifications.contact_links (org_id, created_at)');
    // A chat belongs to one organisation; a person may read the mail of several.
    await runner.query('ALTER TABLE notifications.contact_details DROP CONSTRAINT contact_details_channel_address_key');
    await runner.query(`
      CREATE UNIQUE INDEX contact_details_of_chat ON notifications.contact_details (channel, address) WHERE channel <> 'email'`);
    await runner.query(`
      CREATE UNIQUE INDEX contact_details_of_mailbox ON notifications.contact_details (org_id, lower(address)) WHERE channel = 'email'`);
    await runner.query(`
      CREATE TABLE notifications.mail_lanes (
        contact_id uuid PRIMARY KEY,
        org_id     uuid NOT NULL,
        sent_at    timestamptz,
        due_at     timestamptz NOT NULL,
        attempts   integer NOT NULL DEFAULT 0
      )`);
    await runner.query(`
      COMMENT ON TABLE notifications.mail_lanes IS 'When a mailbox was written to last, and when it may be written to again';
      COMMENT ON COLUMN notifications.outbox.not_before IS 'A reminder waits for its time; due_at is when the next try is';
      COMMENT ON COLUMN notifications.contact_links.address IS 'Of a mailbox that has not agreed yet; goes with the row'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
