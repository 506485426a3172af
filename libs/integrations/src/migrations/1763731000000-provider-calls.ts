import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What was asked of providers that are paid, with whose key, and what they have told us. */
export class CreateProviderCalls1763731000000 implements MigrationInterface {
  readonly name = 'CreateProviderCalls1763731000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE integrations.tasks ADD COLUMN woken_at timestamptz`);
    // Finding what is old enough to be forgotten, without an index that every new task would have to keep up.
    await runner.query(`CREATE INDEX tasks_created ON integrations.tasks USING brin (created_at)`);
    await runner.query(`
      CREATE TABLE integrations.provider_states (
        provider      text NOT NULL,
        owner         uuid NOT NULL,
        state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'no_credit', 'key_rejected', 'breaker')),
        since         timestamptz NOT NULL DEFAULT now(),
        probe_at      timestamptz,
        probe_attempt uuid,
        turns         timestamptz[] NOT NULL DEFAULT '{}',
        sent          timestamptz[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (provider, owner),
        CHECK ((state = 'open') = (probe_at IS NULL))
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE integrations.provider_attempts (
        attempt_id         uuid PRIMARY KEY,
        task_id            uuid NOT NULL,
        org_id             uuid NOT NULL,
        provider           text NOT NULL,
        owner              uuid NOT NULL,
        model              text NOT NULL,
        call_name          text NOT NULL,
        number             integer NOT NULL,
        round              integer NOT NULL,
        state              text NOT NULL DEFAULT 'waiting'
                           CHECK (state IN ('waiting', 'submitting', 'submitted', 'succeeded', 'failed', 'lost', 'cancelled')),
        turn_at            timestamptz,
        token_hash         bytea,
        submitting_at      timestamptz,
        submitted_at       timestamptz,
        provider_task_id   text,
        callback_task_id   text,
        callback_at        timestamptz,
        looks              integer NOT NULL DEFAULT 0,
        looked_at          timestamptz,
        next_look_at       timestamptz,
        deadline           timestamptz,
        answer             jsonb,
        error              jsonb,
        expected_micros    bigint NOT NULL,
        cost_micros        bigint,
        possible_duplicate boolean NOT NULL DEFAULT false,
        created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
        finished_at        timestamptz,
        UNIQUE (task_id, model, call_name, number),
        CHECK ((finished_at IS NULL) = (state IN ('waiting', 'submitting', 'submitted'))),
        CHECK (state <> 'submitted' OR provider_task_id IS NOT NULL)
      ) WITH (fillfactor = 70)`);
    await runner.query(
      `CREATE INDEX provider_attempts_open ON integrations.provider_attempts (provider, owner, org_id) WHERE finished_at IS NULL`,
    );
    await runner.query(
      `CREATE INDEX provider_attempts_by_provider ON integrations.provider_attempts (provider, provider_task_id) WHERE provider_task_id IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX provider_attempts_created ON integrations.provider_attempts USING brin (created_at)`);
    await runner.query(`
      CREATE TABLE integrations.provider_callbacks (
        provider         text NOT NULL,
        subject          text NOT NULL,
        digest           bytea NOT NULL,
        received_at      timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (provider, subject, digest)
      )`);
    await runner.query(`
      CREATE TABLE integrations.provider_keys (
        org_id      uuid NOT NULL,
        provider    text NOT NULL,
        sealed      bytea NOT NULL,
        last_four   text NOT NULL,
        updated_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (org_id, provider)
      )`);
    await runner.query(`
      COMMENT ON COLUMN integrations.tasks.woken_at IS 'Last news for a task that waits; a task is not put aside over news it has not seen';
      COMMENT ON TABLE integrations.provider_states IS 'Whether a provider can be used with one key, and when its next turns are';
      COMMENT ON COLUMN integrations.provider_states.owner IS 'Organisation whose key it is; the nil UUID: the installation';
      COMMENT ON COLUMN integrations.provider_states.turns IS 'The latest turns that were given, oldest first: as many as the rate allows in its period';
      COMMENT ON COLUMN integrations.provider_states.sent IS 'When the latest submissions really began, oldest first: turns are kept late, never early';
      COMMENT ON TABLE integrations.provider_attempts IS 'One paid request each, written down before it is sent';
      COMMENT ON COLUMN integrations.provider_attempts.round IS 'Attempt of the task, not counting those that ended because their process did';
      COMMENT ON COLUMN integrations.provider_attempts.turn_at IS 'When it may be submitted; null: it has no place yet';
      COMMENT ON COLUMN integrations.provider_attempts.callback_task_id IS 'Task as a callback calls it: taken for the answer to a submission that never came';
      COMMENT ON TABLE integrations.provider_callbacks IS 'Callbacks that were taken; what is not in here is news';
      COMMENT ON COLUMN integrations.provider_callbacks.subject IS 'Attempt, or the id of the task at the provider';
      COMMENT ON COLUMN integrations.provider_keys.sealed IS 'AES-256-GCM: nonce, tag, key of the organisation'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
