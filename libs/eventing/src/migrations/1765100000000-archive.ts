import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Where streams go that nothing will happen in any more, in partitions by month. Nothing that others use is locked or rewritten: the log stays
 * the table it is, and loses what has ended little by little.
 */
export class Archive1765100000000 implements MigrationInterface {
  readonly name = 'Archive1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE eventing.ended_streams (
        stream_id text PRIMARY KEY,
        org_id    uuid NOT NULL,
        ended_at  timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE eventing.ended_streams IS 'Streams whose thing was deleted; each is archived some time later';
      CREATE INDEX ended_streams_by_age ON eventing.ended_streams (ended_at);
      INSERT INTO eventing.ended_streams (stream_id, org_id, ended_at)
        SELECT stream_id, org_id, erased_at FROM eventing.stream_keys WHERE erased_at IS NOT NULL;

      CREATE TABLE eventing.archived_events (
        archived_at    timestamptz NOT NULL,
        position       bigint NOT NULL,
        event_id       uuid NOT NULL,
        stream_id      text NOT NULL,
        version        integer NOT NULL,
        type           text NOT NULL,
        schema_version smallint NOT NULL,
        module         text NOT NULL,
        org_id         uuid NOT NULL,
        partition      smallint NOT NULL,
        data           jsonb NOT NULL,
        metadata       jsonb NOT NULL,
        recorded_at    timestamptz NOT NULL,
        reacted_by     text[]
      ) PARTITION BY RANGE (archived_at);
      COMMENT ON TABLE eventing.archived_events IS 'Events of ended streams, by the month in which they were archived; a partition is dropped as a whole';
      CREATE INDEX archived_events_by_position ON eventing.archived_events (position);

      -- The log and its archive as one, in the order of positions.
      CREATE FUNCTION eventing.read_whole_log(behind bigint, up_to bigint, page integer) RETURNS SETOF eventing.events
      LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
      BEGIN
        RETURN QUERY SELECT * FROM (
            SELECT e.position, e.event_id, e.stream_id, e.version, e.type, e.schema_version, e.module, e.org_id, e.partition, e.data,
                   e.metadata, e.recorded_at, e.reacted_by
              FROM eventing.events e WHERE e.position > behind AND e.position <= up_to
            UNION ALL
            SELECT a.position, a.event_id, a.stream_id, a.version, a.type, a.schema_version, a.module, a.org_id, a.partition, a.data,
                   a.metadata, a.recorded_at, a.reacted_by
              FROM eventing.archived_events a WHERE a.position > behind AND a.position <= up_to
          ) whole ORDER BY whole.position LIMIT page;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
