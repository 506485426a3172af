import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Reservations outlast their work while a provider may still charge for it. */
export class HeldForCharges1764300600000 implements MigrationInterface {
  readonly name = 'HeldForCharges1764300600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE billing.reservations ADD COLUMN is_held boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN billing.reservations.is_held IS 'The work has ended; what a provider may still charge for it is all that is left';
      CREATE INDEX reservations_by_work ON billing.reservations (subject_id);
      CREATE INDEX usage_records_of_charges ON billing.usage_records (subject_id) WHERE provider_cost_micros IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
