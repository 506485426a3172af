import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What fair claims need: an organisation's waiting tasks by age, and whose turn it is. */
export class FairTurns1764500000000 implements MigrationInterface {
  readonly name = 'FairTurns1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    // None of these columns ever changes, so claims and heartbeats stay on their row's page (HOT).
    await runner.query(`CREATE INDEX tasks_waiting ON tasks.tasks (queue, org_id, created_at) WHERE finished_at IS NULL`);
    await runner.query(`
      CREATE TABLE tasks.turns (
        queue      text NOT NULL,
        org_id     uuid NOT NULL,
        start_tag  double precision NOT NULL,
        finish_tag double precision NOT NULL,
        served_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (queue, org_id)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      COMMENT ON TABLE tasks.turns IS 'Start-time fair queueing: what each organisation was served of a queue, in seconds of work';
      COMMENT ON COLUMN tasks.turns.start_tag IS 'Virtual time at which its last task began; the highest of a queue is the time of the queue';
      COMMENT ON COLUMN tasks.turns.finish_tag IS 'Virtual time from which it may be served again'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
