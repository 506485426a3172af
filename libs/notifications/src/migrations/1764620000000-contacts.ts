import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Contacts1764620000000 implements MigrationInterface {
  readonly name = 'Contacts1764620000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE notifications.contacts (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)`,
    );
    await runner.query('CREATE INDEX contacts_of_organisation ON notifications.contacts (org_id, key DESC)');
    await runner.query(`
      CREATE TABLE notifications.contact_details (
        contact_id uuid PRIMARY KEY,
        org_id     uuid NOT NULL,
        channel    text NOT NULL,
        address    text NOT NULL,
        name       text,
        UNIQUE (channel, address)
      )`);
    await runner.query(`
      CREATE TABLE notifications.contact_links (
        token_hash bytea PRIMARY KEY,
        org_id     uuid NOT NULL,
        contact_id uuid NOT NULL,
        role       text NOT NULL,
        language   text NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at    timestamptz
      )`);
    await runner.query(`
      CREATE TABLE notifications.updates (
        update_id  bigint PRIMARY KEY,
        body       jsonb,
        seen_at    timestamptz NOT NULL DEFAULT now(),
        handled_at timestamptz
      )`);
    await runner.query('CREATE INDEX updates_waiting ON notifications.updates (update_id) WHERE handled_at IS NULL');
    await runner.query(`
      CREATE TABLE notifications.outbox (
        id         uuid PRIMARY KEY,
        org_id     uuid NOT NULL,
        contact_id uuid NOT NULL,
        video_id   uuid,
        news       jsonb NOT NULL,
        position   bigint NOT NULL,
        attempts   integer NOT NULL DEFAULT 0,
        due_at     timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX outbox_lanes ON notifications.outbox (contact_id, position, id)');
    await runner.query(`
      CREATE TABLE notifications.cards (
        contact_id uuid NOT NULL,
        org_id     uuid NOT NULL,
        video_id   uuid NOT NULL,
        message_id bigint,
        shown      text,
        is_dirty   boolean NOT NULL DEFAULT true,
        due_at     timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (contact_id, video_id)
      )`);
    await runner.query('CREATE INDEX cards_due ON notifications.cards (due_at) WHERE is_dirty');
    await runner.query(`
      CREATE TABLE notifications.buttons (
        id         uuid PRIMARY KEY,
        org_id     uuid NOT NULL,
        contact_id uuid NOT NULL,
        purpose    jsonb NOT NULL,
        message_id bigint,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX buttons_of_message ON notifications.buttons (contact_id, message_id)');
    await runner.query(`
      COMMENT ON TABLE notifications.contacts IS 'Read model of the streams contact-<id>, inline';
      COMMENT ON TABLE notifications.contact_details IS 'The only place of chat ids, names and addresses of people: a row that is deleted is forgotten';
      COMMENT ON TABLE notifications.contact_links IS 'One-time links by which a chat becomes a contact, by their hash';
      COMMENT ON TABLE notifications.updates IS 'What Telegram has told us, once each; the text goes when it is handled, the id after 7 days';
      COMMENT ON TABLE notifications.outbox IS 'News on their way, one lane a contact; a row goes when it was sent';
      COMMENT ON TABLE notifications.cards IS 'One message a contact and video that shows how far it is';
      COMMENT ON TABLE notifications.buttons IS 'What a button, or a reply to a message, means'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
