import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The log, what is derived from it, and how far everyone has read. */
export class CreateEventing1763600000000 implements MigrationInterface {
  readonly name = 'CreateEventing1763600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS eventing;

      CREATE TABLE eventing.events (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id uuid NOT NULL,
        stream_id text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        type text NOT NULL,
        schema_version smallint NOT NULL,
        module text NOT NULL,
        org_id uuid NOT NULL,
        partition smallint NOT NULL,
        data jsonb NOT NULL,
        metadata jsonb NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT events_event_id UNIQUE (event_id),
        CONSTRAINT events_stream_version UNIQUE (stream_id, version)
      );
      COMMENT ON TABLE eventing.events IS 'Every fact, never changed, never deleted';
      COMMENT ON COLUMN eventing.events.position IS 'Rising, with gaps; taken while the shared advisory lock 43 is held';

      CREATE TABLE eventing.settings (
        name text PRIMARY KEY,
        value jsonb NOT NULL
      );
      COMMENT ON TABLE eventing.settings IS 'What is fixed at the first start, such as the number of partitions';

      CREATE TABLE eventing.checkpoints (
        consumer text NOT NULL,
        partition smallint NOT NULL,
        position bigint NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, partition)
      ) WITH (fillfactor = 50);
      COMMENT ON COLUMN eventing.checkpoints.partition IS '-1: the consumer reads all partitions as one';

      CREATE TABLE eventing.dead_letters (
        id uuid PRIMARY KEY,
        consumer text NOT NULL,
        partition smallint NOT NULL,
        lane text NOT NULL,
        position bigint NOT NULL,
        stream_id text NOT NULL,
        event_id uuid NOT NULL,
        event_type text NOT NULL,
        status text NOT NULL CHECK (status IN ('retrying', 'parked', 'waiting')),
        reason text NOT NULL,
        error text NOT NULL,
        attempts integer NOT NULL,
        next_attempt_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT dead_letters_event UNIQUE (consumer, event_id)
      );
      COMMENT ON COLUMN eventing.dead_letters.lane IS 'What waits together: the stream, or the key of a projection''s row';
      COMMENT ON COLUMN eventing.dead_letters.status IS 'retrying: tried again at next_attempt_at; parked: needs a person; waiting: behind another of its lane';
      CREATE INDEX dead_letters_lane ON eventing.dead_letters (consumer, partition, lane, position);

      CREATE TABLE eventing.projections (
        name text PRIMARY KEY,
        version integer NOT NULL,
        rebuilt_at timestamptz NOT NULL DEFAULT now(),
        position bigint NOT NULL
      );
      COMMENT ON COLUMN eventing.projections.position IS 'Last event of the last rebuild';

      -- When the exclusive lock is granted, no append is in flight: every position up to the highest is decided.
      -- VOLATILE plpgsql takes a new snapshot for each statement, so max() is read after the lock was granted.
      CREATE FUNCTION eventing.safe_position(lock_timeout_ms integer) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        PERFORM set_config('lock_timeout', lock_timeout_ms::text, true);
        PERFORM pg_advisory_xact_lock(43);
        RETURN (SELECT coalesce(max(position), 0) FROM eventing.events);
      END $$;

      -- Reads by index, whatever is known of the table's size: a plan made while it was small is kept by every connection, and a
      -- scan of all events for each look at one stream is what a young database would do otherwise.
      CREATE FUNCTION eventing.read_streams(ids text[], behind integer[], up_to integer[]) RETURNS SETOF eventing.events
      LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      BEGIN
        RETURN QUERY SELECT e.* FROM unnest(ids, behind, up_to) AS s(id, behind_version, to_version)
          CROSS JOIN LATERAL (
            SELECT f.* FROM eventing.events f
            WHERE f.stream_id = s.id AND f.version > s.behind_version AND f.version <= s.to_version ORDER BY f.version OFFSET 0
          ) e;
      END $$;

      CREATE FUNCTION eventing.read_log(behind bigint, up_to bigint, page integer, only_partition smallint) RETURNS SETOF eventing.events
      LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
      BEGIN
        RETURN QUERY SELECT e.* FROM eventing.events e
          WHERE e.position > behind AND e.position <= up_to AND (only_partition IS NULL OR e.partition = only_partition)
          ORDER BY e.position LIMIT page;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
