import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class TelegramTurns1764910000000 implements MigrationInterface {
  readonly name = 'TelegramTurns1764910000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications.send_turns (
        key     uuid PRIMARY KEY,
        free_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE notifications.telegram_files (
        org_id   uuid NOT NULL,
        video_id uuid NOT NULL,
        sha256   text NOT NULL,
        file_id  text NOT NULL,
        PRIMARY KEY (org_id, video_id, sha256)
      )`);
    await runner.query(`
      COMMENT ON TABLE notifications.send_turns IS 'When the bot may send next, in all and to each chat, for all processes together';
      COMMENT ON COLUMN notifications.send_turns.key IS 'Derived from the chat, so that it names none';
      COMMENT ON TABLE notifications.telegram_files IS 'What Telegram calls files of a video that it has already: they are not sent twice'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
