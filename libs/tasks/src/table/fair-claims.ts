import { type Database, type Queryable } from '#platform';
import { type LeasedTask } from '../contracts/tasks.js';
import { type QueueName } from '../contracts/queue-name.js';
import { CLAIMED_COLUMNS, type ClaimedRow, toLeasedTask } from './claimed-row.js';

/** What one fair claim wants. */
export interface FairClaim {
  readonly queue: QueueName;
  /** Tasks, at most. */
  readonly limit: number;
  /** Tasks of one organisation that may be leased at a time, in all processes together; null: any number. */
  readonly orgPlaces: number | null;
  /** Tasks that are due in so many milliseconds count as due. */
  readonly earlyMs: number;
  /** Seconds that a task of a kind usually takes, as far as they are known; a task of another kind counts as one second. */
  readonly secondsOf: Readonly<Record<string, number>>;
}

export interface FairlyClaimed {
  readonly tasks: readonly LeasedTask[];
  /** Whether more tasks were due than were claimed. */
  readonly isMore: boolean;
}

/**
 * Claims the tasks whose turn it is, by start-time fair queueing: each organisation with due tasks gets the same share of a queue's work,
 * measured in seconds, however many tasks it has waiting; who comes anew is served next. Within an organisation the oldest goes first.
 */
export class FairClaims {
  constructor(
    private readonly database: Database,
    private readonly instance: () => number,
    private readonly leaseMs: number,
  ) {}

  async claim(wanted: FairClaim): Promise<FairlyClaimed> {
    if (wanted.orgPlaces === null) return this.claimIn(this.database, wanted);
    // Two at the same time would both count the same places as free.
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('tasks.fair-claim'), hashtext($1))`, [wanted.queue]);
      return this.claimIn(tx, wanted);
    });
  }

  private async claimIn(tx: Queryable, { queue, limit, orgPlaces, earlyMs, secondsOf }: FairClaim): Promise<FairlyClaimed> {
    const rows = await tx.query<ClaimedRow & { candidates: number }>(CLAIM, [
      queue,
      limit,
      orgPlaces,
      JSON.stringify(secondsOf),
      this.instance(),
      this.leaseMs,
      earlyMs,
    ]);
    const tasks = rows.filter(({ task_id }) => task_id !== null).map(toLeasedTask);
    return { tasks, isMore: (rows[0]?.candidates ?? 0) > tasks.length };
  }
}

const IS_STILL_DUE = `t.state = 'runnable' AND t.not_before <= now() + $7 * interval '1 millisecond'`;
const IS_DUE = `t.finished_at IS NULL AND ${IS_STILL_DUE}`;

/**
 * `orgs` hops from one organisation to the next in the index instead of reading all tasks. One candidate more than wanted tells whether
 * there is more. Candidates are looked at without a lock and locked once they are chosen: two processes that ask at the same time do not
 * hide all tasks from each other. Each is looked up by its id, and nothing in that look-up suits another index: joined with what is
 * unfinished, so many chosen and so many waiting are compared with each other as long as statistics say that few wait.
 */
const CLAIM = `
  WITH RECURSIVE orgs(org_id) AS (
      (SELECT t.org_id FROM tasks.tasks t WHERE t.queue = $1 AND t.finished_at IS NULL ORDER BY t.org_id LIMIT 1)
    UNION ALL
      SELECT (SELECT t.org_id FROM tasks.tasks t
               WHERE t.queue = $1 AND t.finished_at IS NULL AND t.org_id > o.org_id ORDER BY t.org_id LIMIT 1)
        FROM orgs o WHERE o.org_id IS NOT NULL
  ), clock AS (
    SELECT coalesce(max(start_tag), 0) AS at FROM tasks.turns WHERE queue = $1
  ), candidates AS MATERIALIZED (
    SELECT due.task_id, o.org_id, due.seconds, greatest(coalesce(turn.finish_tag, 0), clock.at) + due.before AS tag
      FROM orgs o CROSS JOIN clock
      LEFT JOIN tasks.turns turn ON turn.queue = $1 AND turn.org_id = o.org_id
     CROSS JOIN LATERAL (
       SELECT oldest.task_id, oldest.seconds,
              sum(oldest.seconds) OVER (ORDER BY oldest.created_at, oldest.task_id) - oldest.seconds AS before
         FROM (SELECT t.task_id, t.created_at, coalesce(($4::jsonb->>t.kind)::float8, 1) AS seconds FROM tasks.tasks t
                WHERE t.queue = $1 AND t.org_id = o.org_id AND ${IS_DUE}
                ORDER BY t.created_at
                LIMIT CASE WHEN $3::integer IS NULL THEN $2::integer + 1
                           ELSE greatest(0, $3::integer - (SELECT count(*) FROM tasks.tasks h WHERE h.queue = $1 AND h.org_id = o.org_id
                                                              AND h.finished_at IS NULL AND h.state = 'leased')) END) AS oldest
     ) AS due
     WHERE o.org_id IS NOT NULL
     ORDER BY tag, due.task_id
     LIMIT $2::integer + 1
  ), chosen AS MATERIALIZED (
    SELECT * FROM candidates ORDER BY tag, task_id LIMIT $2
  ), locked AS MATERIALIZED (
    SELECT one.task_id FROM (SELECT task_id FROM chosen ORDER BY task_id) AS next
     CROSS JOIN LATERAL (
       SELECT t.task_id FROM tasks.tasks t
        WHERE t.task_id = next.task_id AND ${IS_STILL_DUE}
          FOR NO KEY UPDATE SKIP LOCKED) AS one
  ), claimed AS (
    UPDATE tasks.tasks t
       SET state = 'leased', lease = t.lease + 1, lease_owner = $5, lease_until = now() + $6 * interval '1 millisecond'
      FROM locked WHERE t.task_id = locked.task_id
    RETURNING ${CLAIMED_COLUMNS}
  ), served AS (
    INSERT INTO tasks.turns AS turn (queue, org_id, start_tag, finish_tag)
    SELECT $1, org_id, max(tag), max(tag + seconds) FROM chosen WHERE task_id IN (SELECT task_id FROM locked) GROUP BY org_id ORDER BY org_id
        ON CONFLICT (queue, org_id) DO UPDATE
       SET start_tag = greatest(turn.start_tag, excluded.start_tag), finish_tag = greatest(turn.finish_tag, excluded.finish_tag),
           served_at = now()
  )
  SELECT claimed.*, found.candidates
    FROM (SELECT count(*)::integer AS candidates FROM candidates) AS found LEFT JOIN claimed ON true`;
