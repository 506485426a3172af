import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Lets an event say which process managers have reacted to it in the transaction that appended it. */
export class ReactedBy1764600000000 implements MigrationInterface {
  readonly name = 'ReactedBy1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    // Without a default: no row is touched, and a process of an earlier release appends as before.
    await runner.query(`ALTER TABLE eventing.events ADD COLUMN reacted_by text[]`);
    await runner.query(`
      COMMENT ON COLUMN eventing.events.reacted_by IS 'Process managers whose effects were stored with the event; null: none, their consumers react'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
