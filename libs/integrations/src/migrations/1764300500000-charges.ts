import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What an attempt was for, so that whoever keeps the accounts can ask for its charges, and whether they have been compared. */
export class Charges1764300500000 implements MigrationInterface {
  readonly name = 'Charges1764300500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE integrations.provider_attempts ADD COLUMN subject_id uuid, ADD COLUMN accounted_at timestamptz;
      CREATE INDEX provider_attempts_by_subject ON integrations.provider_attempts (subject_id) WHERE subject_id IS NOT NULL;
      CREATE INDEX provider_attempts_to_account ON integrations.provider_attempts (subject_id)
        WHERE subject_id IS NOT NULL AND cost_micros > 0 AND accounted_at IS NULL;
      COMMENT ON COLUMN integrations.provider_attempts.subject_id IS 'Subject of its task; null: begun by a release that did not say';
      COMMENT ON COLUMN integrations.provider_attempts.accounted_at IS 'Since when its cost stands in a usage record';
      COMMENT ON COLUMN integrations.provider_attempts.cost_micros IS 'What the provider charged; null: not known (yet)'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
