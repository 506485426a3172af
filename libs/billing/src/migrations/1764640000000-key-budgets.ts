import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What each key has set aside for providers on a day. */
export class KeyBudgets1764640000000 implements MigrationInterface {
  readonly name = 'KeyBudgets1764640000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE billing.key_spending (
        org_id uuid NOT NULL,
        key_id uuid NOT NULL,
        day    date NOT NULL,
        micros bigint NOT NULL CHECK (micros >= 0),
        PRIMARY KEY (org_id, key_id, day)
      );
      COMMENT ON TABLE billing.key_spending IS 'Provider cost set aside by keys that have a limit for a day; only the present day of a key is kept'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
