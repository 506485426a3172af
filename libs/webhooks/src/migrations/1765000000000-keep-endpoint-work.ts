import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Changes of very many deliveries are made in pages, whatever dies meanwhile, and owners are told of failures. */
export class KeepEndpointWork1765000000000 implements MigrationInterface {
  readonly name = 'KeepEndpointWork1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks.endpoint_work (
        n           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        org_id      uuid NOT NULL,
        endpoint_id uuid NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('hold', 'resume', 'give_up', 'replay', 'delete')),
        wanted      jsonb,
        after       bigint NOT NULL DEFAULT 0,
        after_id    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        up_to       bigint NOT NULL DEFAULT 0,
        asked_at    timestamptz NOT NULL,
        looked_at   timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE webhooks.endpoint_work IS 'What is still to be done with the deliveries of an endpoint, in the order in which it was asked for';
      COMMENT ON COLUMN webhooks.endpoint_work.after IS 'Of a replay: announcements behind (after, after_id) and up to up_to are still to be looked at';
      CREATE INDEX endpoint_work_of ON webhooks.endpoint_work (endpoint_id, n);

      ALTER TABLE webhooks.lanes ADD COLUMN is_noticed boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN webhooks.lanes.is_noticed IS 'Its owner has been told that it fails';

      CREATE FUNCTION webhooks.claim(places int, slow_places int, instance int, lease_ms int)
      RETURNS TABLE (delivery_id uuid, endpoint_id uuid, org_id uuid, announcement_id uuid, type text, cause text, attempt int, tries int,
                     lease int, links_from timestamptz, is_forced boolean, created_at timestamptz, is_slow boolean)
      LANGUAGE plpgsql VOLATILE AS $$
      #variable_conflict use_column
      DECLARE
        max_lanes CONSTANT int := 64;
        ids uuid[]; widths int[]; slows boolean[];
      BEGIN
        WITH ready AS MATERIALIZED (
          SELECT l.endpoint_id, l.width, l.is_slow FROM webhooks.lanes l
           WHERE l.due_at <= now() AND NOT l.is_slow ORDER BY l.due_at LIMIT least(places, max_lanes) FOR UPDATE SKIP LOCKED),
        slow AS MATERIALIZED (
          SELECT l.endpoint_id, l.width, l.is_slow FROM webhooks.lanes l
           WHERE l.due_at <= now() AND l.is_slow ORDER BY l.due_at LIMIT least(slow_places, max_lanes) FOR UPDATE SKIP LOCKED),
        locked AS (SELECT * FROM ready UNION ALL SELECT * FROM slow)
        SELECT array_agg(k.endpoint_id), array_agg(k.width), array_agg(k.is_slow) INTO ids, widths, slows FROM locked k;
        IF ids IS NULL THEN RETURN; END IF;

        -- What was picked is found by an array, never by a join: there the planner would hash the whole table.
        RETURN QUERY
        WITH lane AS MATERIALIZED (
          SELECT l.endpoint_id, l.is_slow, l.width - (
            SELECT count(*) FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending') AS free
            FROM unnest(ids, widths, slows) AS l(endpoint_id, width, is_slow)),
        ready AS MATERIALIZED (
          SELECT d.delivery_id FROM lane CROSS JOIN LATERAL (
            SELECT w.delivery_id FROM webhooks.deliveries w
             WHERE w.endpoint_id = lane.endpoint_id AND w.state = 'due' AND w.next_attempt_at <= now()
             ORDER BY w.next_attempt_at, w.position LIMIT greatest(lane.free, 0)) d
           WHERE NOT lane.is_slow LIMIT places),
        slow AS MATERIALIZED (
          SELECT d.delivery_id FROM lane CROSS JOIN LATERAL (
            SELECT w.delivery_id FROM webhooks.deliveries w
             WHERE w.endpoint_id = lane.endpoint_id AND w.state = 'due' AND w.next_attempt_at <= now()
             ORDER BY w.next_attempt_at, w.position LIMIT greatest(lane.free, 0)) d
           WHERE lane.is_slow LIMIT greatest(0, least(slow_places, places - (SELECT count(*) FROM ready)))),
        taken AS (
          UPDATE webhooks.deliveries d
             SET state = 'sending', lease = d.lease + 1, lease_owner = instance, lease_until = now() + lease_ms * interval '1 ms',
                 attempt = d.attempt + 1, tries = d.tries + 1
           WHERE d.delivery_id = ANY(ARRAY(SELECT r.delivery_id FROM ready r UNION ALL SELECT s.delivery_id FROM slow s))
          RETURNING d.*)
        SELECT t.delivery_id, t.endpoint_id, t.org_id, t.announcement_id, t.type, t.cause, t.attempt, t.tries,
               t.lease, t.links_from, t.is_forced, t.created_at, k.is_slow
          FROM taken t JOIN lane k ON k.endpoint_id = t.endpoint_id;

        UPDATE webhooks.lanes l SET due_at =
          CASE WHEN (SELECT count(*) FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending') >= l.width THEN NULL
               ELSE (SELECT greatest(w.next_attempt_at, l.paused_until) FROM webhooks.deliveries w
                      WHERE w.endpoint_id = l.endpoint_id AND w.state = 'due' ORDER BY w.next_attempt_at LIMIT 1) END
         WHERE l.endpoint_id = ANY(ids);
      END $$;
      COMMENT ON FUNCTION webhooks.claim IS 'Takes due deliveries of due lanes, so many as they have free places, and puts full lanes to sleep';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
