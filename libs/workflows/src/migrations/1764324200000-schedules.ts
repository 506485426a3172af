import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** When schedules are looked at, and what became of each of their ticks. What they are stands in their events. */
export class Schedules1764324200000 implements MigrationInterface {
  readonly name = 'Schedules1764324200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workflows.schedules (
        schedule_id uuid PRIMARY KEY,
        org_id uuid NOT NULL,
        workflow_id uuid NOT NULL,
        status text NOT NULL,
        -- The first tick that nothing was decided about; null: there is none any more.
        next_due_at timestamptz,
        -- When something is to be done; null: nothing is.
        look_at timestamptz,
        claimed_until timestamptz NOT NULL DEFAULT '-infinity',
        episode integer NOT NULL DEFAULT 1,
        runs integer NOT NULL DEFAULT 0,
        -- Failures before it do not count.
        counted_from timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX schedules_to_look_at ON workflows.schedules (look_at) WHERE look_at IS NOT NULL');
    await runner.query('CREATE INDEX schedules_by_org ON workflows.schedules (org_id, schedule_id DESC)');
    await runner.query('CREATE INDEX schedules_by_workflow ON workflows.schedules (workflow_id)');
    await runner.query(`
      CREATE TABLE workflows.ticks (
        schedule_id uuid NOT NULL,
        org_id uuid NOT NULL,
        -- Empty for the clock's own; others are named by what asked for them.
        batch text NOT NULL DEFAULT '',
        due_at timestamptz NOT NULL,
        outcome text NOT NULL,
        reason text,
        run_id uuid,
        -- Of a range: its last moment, and how many ticks it has at least.
        until timestamptz,
        decided_at timestamptz NOT NULL DEFAULT now(),
        try_at timestamptz,
        PRIMARY KEY (schedule_id, due_at, batch)
      )`);
    await runner.query(`CREATE INDEX ticks_buffered ON workflows.ticks (schedule_id) WHERE outcome = 'buffered'`);
    await runner.query('CREATE INDEX ticks_by_age ON workflows.ticks (decided_at)');
    await runner.query('CREATE INDEX ticks_by_run ON workflows.ticks (schedule_id, decided_at DESC) WHERE run_id IS NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
