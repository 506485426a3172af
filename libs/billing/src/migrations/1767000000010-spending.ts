import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What providers have charged is told every few seconds, however many records there are. Counted by a trigger, so that records which a
 * process of the previous release writes during a rolling update are not left out. What is summed up later was counted when it was new, and
 * nothing is taken off for what is removed: the sum is of all time.
 */
export class Spending1767000000010 implements MigrationInterface {
  readonly name = 'Spending1767000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE billing.spending (
        slot     smallint NOT NULL,
        provider text NOT NULL,
        model    text NOT NULL,
        micros   numeric(38, 0) NOT NULL,
        PRIMARY KEY (slot, provider, model)
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE billing.spending IS 'What providers have charged ever, of all organisations, by model: the sum over slots';
      COMMENT ON COLUMN billing.spending.slot IS 'Made of the organisation, so that bookings of different ones seldom wait for each other''s row';

      -- Whoever is writing a record commits first, and whoever comes later finds the trigger: nothing is counted twice or not at all.
      LOCK TABLE billing.usage_records IN SHARE ROW EXCLUSIVE MODE;
      INSERT INTO billing.spending (slot, provider, model, micros)
        SELECT 0, coalesce(provider, ''), coalesce(model, ''), sum(provider_cost_micros)
          FROM billing.usage_records WHERE provider_cost_micros IS NOT NULL GROUP BY 2, 3;

      CREATE FUNCTION billing.count_spending() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- In one order, so that two transactions never wait for each other.
        INSERT INTO billing.spending AS s (slot, provider, model, micros)
          SELECT abs(hashtext(org_id::text) % 16), coalesce(provider, ''), coalesce(model, ''), sum(provider_cost_micros)
            FROM recorded WHERE provider_cost_micros IS NOT NULL AND subject_kind <> 'summed' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
          ON CONFLICT (slot, provider, model) DO UPDATE SET micros = s.micros + excluded.micros;
        RETURN NULL;
      END $$;
      CREATE TRIGGER count_spending AFTER INSERT ON billing.usage_records REFERENCING NEW TABLE AS recorded
        FOR EACH STATEMENT EXECUTE FUNCTION billing.count_spending()`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
