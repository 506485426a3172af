import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How many places a lane uses, and what of it is taken: by leases, and by releases that note each delivery by itself. */
const USED = `
          (SELECT coalesce(sum(cardinality(s.delivery_ids)), 0) FROM webhooks.leases s WHERE s.endpoint_id = l.endpoint_id)
          + (SELECT count(*) FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending')`;
const TAKEN = `ARRAY(SELECT unnest(s.delivery_ids) FROM webhooks.leases s WHERE s.endpoint_id = l.endpoint_id)`;

const LOCKED = `
        WITH ready AS MATERIALIZED (
          SELECT l.endpoint_id, l.org_id, l.width, l.is_slow FROM webhooks.lanes l
           WHERE l.due_at <= now() AND NOT l.is_slow ORDER BY l.due_at LIMIT least(places, max_lanes) FOR UPDATE SKIP LOCKED),
        slow AS MATERIALIZED (
          SELECT l.endpoint_id, l.org_id, l.width, l.is_slow FROM webhooks.lanes l
           WHERE l.due_at <= now() AND l.is_slow ORDER BY l.due_at LIMIT least(slow_places, max_lanes) FOR UPDATE SKIP LOCKED),
        locked AS (SELECT * FROM ready UNION ALL SELECT * FROM slow)
        SELECT array_agg(k.endpoint_id), array_agg(k.org_id), array_agg(k.width), array_agg(k.is_slow)
          INTO ids, orgs, widths, slows FROM locked k;
        IF ids IS NULL THEN RETURN; END IF;
        DELETE FROM webhooks.leases s WHERE s.endpoint_id = ANY(ids) AND s.until < now();`;

const dueOf = (lane: string): string => `
            SELECT w.delivery_id, w.endpoint_id, w.announcement_id, w.type, w.cause, w.attempt, w.tries, w.is_forced, w.links_from, w.created_at
              FROM webhooks.deliveries w
             WHERE w.endpoint_id = ${lane}.endpoint_id AND w.state = 'due' AND w.next_attempt_at <= now() AND w.delivery_id <> ALL(${lane}.taken)
             ORDER BY w.next_attempt_at, w.position LIMIT greatest(${lane}.free, 0)`;

/** What may be taken of the locked lanes, as `ready` and `slow`. */
const PICKED = `
        WITH lane AS MATERIALIZED (
          SELECT l.endpoint_id, l.org_id, l.is_slow, ${TAKEN} AS taken, l.width - (${USED}) AS free
            FROM unnest(ids, orgs, widths, slows) AS l(endpoint_id, org_id, width, is_slow)),
        ready AS MATERIALIZED (
          SELECT d.* FROM lane CROSS JOIN LATERAL (${dueOf('lane')}) d WHERE NOT lane.is_slow LIMIT places),
        slow AS MATERIALIZED (
          SELECT d.* FROM lane CROSS JOIN LATERAL (${dueOf('lane')}) d
           WHERE lane.is_slow LIMIT greatest(0, least(slow_places, places - (SELECT count(*) FROM ready)))),`;

const SETTLED = `
        UPDATE webhooks.lanes l SET due_at =
          CASE WHEN ${USED} >= l.width THEN NULL
               ELSE (SELECT greatest(w.next_attempt_at, l.paused_until) FROM webhooks.deliveries w
                      WHERE w.endpoint_id = l.endpoint_id AND w.state = 'due' AND w.delivery_id <> ALL(${TAKEN})
                      ORDER BY w.next_attempt_at LIMIT 1) END
         WHERE l.endpoint_id = ANY(ids);`;

const DECLARED = `
      #variable_conflict use_column
      DECLARE
        max_lanes CONSTANT int := 64;
        ids uuid[]; orgs uuid[]; widths int[]; slows boolean[];`;

/**
 * What is taken of a lane at once is one row, and changes no delivery: a try changes its delivery when it has ended, and stands in its row. The
 * release before takes by `webhooks.claim` and notes each delivery as `sending`: both see what the other has taken.
 */
export class LeasesOfLanes1767000000066 implements MigrationInterface {
  readonly name = 'LeasesOfLanes1767000000066';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks.leases (
        lease_id     bigint GENERATED ALWAYS AS IDENTITY,
        org_id       uuid NOT NULL,
        endpoint_id  uuid NOT NULL,
        owner        integer NOT NULL,
        until        timestamptz NOT NULL,
        delivery_ids uuid[] NOT NULL,
        PRIMARY KEY (endpoint_id, lease_id)
      ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
      COMMENT ON TABLE webhooks.leases IS 'Deliveries that a process has taken of a lane at once; what has ended is out of it. Changed behind the lock of the lane';
      COMMENT ON COLUMN webhooks.leases.lease_id IS 'Fencing token: a try ends only while its lease names it';

      ALTER TABLE webhooks.deliveries ADD COLUMN log text[] NOT NULL DEFAULT '{}';
      COMMENT ON COLUMN webhooks.deliveries.log IS
        'The last tries, oldest first, as JSON: [n, at in ms, duration in ms, status, outcome, answer]; those before stand in webhooks.attempts';

      -- Ids that rise lie side by side in their index. Where they lay at random, each new row touched another page of it, and the more pages
      -- there were because of one endpoint, the more all others wrote into the write-ahead log. Postgres has them since 18.
      DO $do$ BEGIN
        IF EXISTS (SELECT FROM pg_proc WHERE proname = 'uuidv7' AND pronamespace = 'pg_catalog'::regnamespace AND pronargs = 0) THEN
          ALTER TABLE webhooks.deliveries ALTER COLUMN delivery_id SET DEFAULT uuidv7();
        END IF;
      END $do$;

      -- Plans are made once a connection, also when there is no row yet: an index all the same. No bitmap: it would find every lease that a
      -- lane has ever had until the next vacuum, where a plain look at the index notes those that are gone.
      CREATE FUNCTION webhooks.take(places int, slow_places int, instance int, lease_ms int)
      RETURNS TABLE (lease_id bigint, endpoint_id uuid, org_id uuid, is_slow boolean, deliveries json)
      LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET enable_bitmapscan = off AS $$ ${DECLARED}
      BEGIN ${LOCKED}

        RETURN QUERY ${PICKED}
        grouped AS MATERIALIZED (
          SELECT p.endpoint_id, array_agg(p.delivery_id) AS delivery_ids,
                 json_agg(json_build_array(
                   p.delivery_id, p.announcement_id, p.type, p.cause, p.attempt, p.tries, p.is_forced,
                   floor(extract(epoch FROM p.links_from) * 1000)::bigint,
                   CASE WHEN p.cause = 'test' THEN floor(extract(epoch FROM p.created_at) * 1000)::bigint END)) AS deliveries
            FROM (SELECT * FROM ready UNION ALL SELECT * FROM slow) p GROUP BY p.endpoint_id),
        leased AS (
          INSERT INTO webhooks.leases AS s (org_id, endpoint_id, owner, until, delivery_ids)
          SELECT k.org_id, k.endpoint_id, instance, now() + lease_ms * interval '1 ms', g.delivery_ids
            FROM grouped g JOIN lane k ON k.endpoint_id = g.endpoint_id
          RETURNING s.lease_id, s.endpoint_id)
        SELECT t.lease_id, k.endpoint_id, k.org_id, k.is_slow, g.deliveries
          FROM leased t JOIN lane k ON k.endpoint_id = t.endpoint_id JOIN grouped g ON g.endpoint_id = t.endpoint_id;
        ${SETTLED}
      END $$;
      COMMENT ON FUNCTION webhooks.take IS 'Leases due deliveries of due lanes, so many as they have free places, and puts full lanes to sleep';

      CREATE OR REPLACE FUNCTION webhooks.claim(places int, slow_places int, instance int, lease_ms int)
      RETURNS TABLE (delivery_id uuid, endpoint_id uuid, org_id uuid, announcement_id uuid, type text, cause text, attempt int, tries int,
                     lease int, links_from timestamptz, is_forced boolean, created_at timestamptz, is_slow boolean)
      LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET enable_bitmapscan = off AS $$ ${DECLARED}
      BEGIN ${LOCKED}

        -- What was picked is found by an array, never by a join: there the planner would hash the whole table.
        RETURN QUERY ${PICKED}
        taken AS (
          UPDATE webhooks.deliveries d
             SET state = 'sending', lease = d.lease + 1, lease_owner = instance, lease_until = now() + lease_ms * interval '1 ms',
                 attempt = d.attempt + 1, tries = d.tries + 1
           WHERE d.delivery_id = ANY(ARRAY(SELECT r.delivery_id FROM ready r UNION ALL SELECT s.delivery_id FROM slow s))
          RETURNING d.*)
        SELECT t.delivery_id, t.endpoint_id, t.org_id, t.announcement_id, t.type, t.cause, t.attempt, t.tries,
               t.lease, t.links_from, t.is_forced, t.created_at, k.is_slow
          FROM taken t JOIN lane k ON k.endpoint_id = t.endpoint_id;
        ${SETTLED}
      END $$;
      COMMENT ON FUNCTION webhooks.claim IS 'As the release before takes deliveries; goes with the one after this';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
