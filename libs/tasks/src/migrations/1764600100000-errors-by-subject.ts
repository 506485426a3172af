import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Finds what is to be forgotten with a subject: few tasks have failed. */
export class ErrorsBySubject1764600100000 implements MigrationInterface {
  readonly name = 'ErrorsBySubject1764600100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX tasks_with_error ON tasks.tasks (subject_id) WHERE last_error IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
