import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The ledger: what is set aside and used, what was used for what, and what is still to be booked. */
export class CreateBilling1763720000000 implements MigrationInterface {
  readonly name = 'CreateBilling1763720000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS billing;

      CREATE TABLE billing.accounts (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL);
      COMMENT ON TABLE billing.accounts IS 'Inline projection of quota-account: plan, overrides, time zone, start';

      -- One row for all resources of a period: whether all of them fit is one condition on one row. Room on the page, so that no index is touched.
      CREATE TABLE billing.balances (
        org_id                        uuid NOT NULL,
        period_start                  timestamptz NOT NULL,
        period_end                    timestamptz NOT NULL,
        videos_reserved               numeric(38, 0) NOT NULL DEFAULT 0 CHECK (videos_reserved >= 0),
        videos_used                   numeric(38, 0) NOT NULL DEFAULT 0 CHECK (videos_used >= 0),
        video_seconds_reserved        numeric(38, 0) NOT NULL DEFAULT 0 CHECK (video_seconds_reserved >= 0),
        video_seconds_used            numeric(38, 0) NOT NULL DEFAULT 0 CHECK (video_seconds_used >= 0),
        render_seconds_reserved       numeric(38, 0) NOT NULL DEFAULT 0 CHECK (render_seconds_reserved >= 0),
        render_seconds_used           numeric(38, 0) NOT NULL DEFAULT 0 CHECK (render_seconds_used >= 0),
        provider_cost_micros_reserved numeric(38, 0) NOT NULL DEFAULT 0 CHECK (provider_cost_micros_reserved >= 0),
        provider_cost_micros_used     numeric(38, 0) NOT NULL DEFAULT 0 CHECK (provider_cost_micros_used >= 0),
        storage_bytes_reserved        numeric(38, 0) NOT NULL DEFAULT 0 CHECK (storage_bytes_reserved >= 0),
        storage_bytes_used            numeric(38, 0) NOT NULL DEFAULT 0 CHECK (storage_bytes_used >= 0),
        updated_at                    timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (org_id, period_start)
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE billing.balances IS 'In millionths of the resource''s unit; changes in the transaction that appends to quota-reservation';
      CREATE INDEX balances_current ON billing.balances (period_end);

      CREATE TABLE billing.live (
        org_id            uuid PRIMARY KEY,
        concurrent_videos numeric(38, 0) NOT NULL DEFAULT 0 CHECK (concurrent_videos >= 0)
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE billing.live IS 'What is under way at this moment, in millionths: no period begins or ends it. Locked before billing.balances';

      CREATE TABLE billing.reservations (
        reservation_id uuid PRIMARY KEY,
        org_id         uuid NOT NULL,
        subject_kind   text NOT NULL,
        subject_id     uuid NOT NULL,
        period_start   timestamptz NOT NULL,
        remaining      jsonb NOT NULL,
        opened_at      timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE billing.reservations IS 'Those that are open; remaining in millionths, as text';
      CREATE INDEX reservations_by_organisation ON billing.reservations (org_id, opened_at);
      CREATE INDEX reservations_by_age ON billing.reservations (opened_at);

      CREATE TABLE billing.postings (
        id             uuid PRIMARY KEY,
        seq            bigint GENERATED ALWAYS AS IDENTITY,
        org_id         uuid NOT NULL,
        reservation_id uuid NOT NULL,
        body           jsonb NOT NULL,
        correlation_id text NOT NULL,
        causation_id   text,
        posted_at      timestamptz NOT NULL DEFAULT now(),
        applied_at     timestamptz,
        error          text
      );
      COMMENT ON TABLE billing.postings IS 'Effects of process managers, each to be applied once';
      COMMENT ON COLUMN billing.postings.id IS 'Derived from what it says: the same effect again is the same row';
      COMMENT ON COLUMN billing.postings.error IS 'It could not be booked and never will be; the queue goes on without it';
      CREATE INDEX postings_open ON billing.postings (org_id, seq) WHERE applied_at IS NULL;
      CREATE INDEX postings_applied ON billing.postings (applied_at) WHERE applied_at IS NOT NULL;

      CREATE TABLE billing.usage_records (
        id             uuid PRIMARY KEY,
        org_id         uuid NOT NULL,
        subject_kind   text NOT NULL,
        subject_id     uuid NOT NULL,
        entry          text NOT NULL,
        resource       text NOT NULL,
        quantity       numeric(38, 0) NOT NULL,
        amount_micros  numeric(38, 0) NOT NULL,
        provider       text,
        model          text,
        units          numeric,
        provider_cost_micros numeric(38, 0),
        price_list     text NOT NULL,
        reservation_id uuid NOT NULL,
        period_start   timestamptz NOT NULL,
        used_at        timestamptz NOT NULL,
        CONSTRAINT usage_records_once UNIQUE (subject_kind, subject_id, entry, resource)
      );
      COMMENT ON TABLE billing.usage_records IS 'One for each piece of work and resource, for ever';
      COMMENT ON COLUMN billing.usage_records.id IS 'UUIDv7 made of used_at and of what the record is for: the same record has the same id when made anew';
      COMMENT ON COLUMN billing.usage_records.amount_micros IS 'Price charged; provider_cost_micros is what the provider took for the same work';
      CREATE INDEX usage_records_by_organisation ON billing.usage_records (org_id, id DESC);
      CREATE INDEX usage_records_by_time ON billing.usage_records (org_id, used_at)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
