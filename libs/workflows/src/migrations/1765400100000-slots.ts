import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Places of runs whose workflow lets only so many run at a time, and the runs that wait for one. */
export class Slots1765400100000 implements MigrationInterface {
  readonly name = 'Slots1765400100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workflows.slots (
        run_id uuid PRIMARY KEY,
        org_id uuid NOT NULL,
        workflow_id uuid NOT NULL,
        -- Runs of one key share the places; empty: all runs of the workflow do.
        key text NOT NULL,
        -- In the order of requests.
        place bigint GENERATED ALWAYS AS IDENTITY,
        -- Runs of the key at a time, when this one was accepted.
        most integer NOT NULL,
        -- False: it waits.
        has_begun boolean NOT NULL
      )`);
    await runner.query('CREATE INDEX slots_by_key ON workflows.slots (workflow_id, key, place)');
    // Which zone data a tick was calculated with: with other data it is calculated again.
    await runner.query('ALTER TABLE workflows.schedules ADD COLUMN zone_data text');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
