import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A receiver that is being told of a thing while the thing is erased answers later, and may repeat its words. */
export class AnswersOfErasedThings1766400000000 implements MigrationInterface {
  readonly name = 'AnswersOfErasedThings1766400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhooks.deliveries ADD COLUMN keeps_answers boolean NOT NULL DEFAULT true;
      COMMENT ON COLUMN webhooks.deliveries.keeps_answers IS 'False: its thing is erased; a receiver that was told before answers yet, and may repeat what it was told';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
