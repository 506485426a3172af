import { type Queryable } from '#platform';
import { type TryEnd } from './try-end.js';

/** So many tries stand in the row of their delivery: as many as the schedule has. Those before them are rows of `webhooks.attempts`. */
const IN_ROW = 10;

/** A try as it is shown. */
export interface AttemptView {
  readonly at: string;
  readonly durationMs: number;
  readonly status: number | null;
  readonly outcome: string;
  readonly responseBody: string | null;
}

type Entry = [n: number, at: number, durationMs: number, status: number | null, outcome: string, responseBody: string | null];

/** JSON but for the answer and the bracket behind it, which the database adds: it knows whether an answer may be kept. */
export const entryOf = ({ tries, startedAt, durationMs, status, outcome }: TryEnd): string =>
  `${JSON.stringify([tries, startedAt, Math.round(durationMs), status, outcome]).slice(0, -1)},`;

/** SQL: an entry `t` without its answer. */
export const WITHOUT_ANSWERS = `ARRAY(SELECT jsonb_set(t.entry::jsonb, '{5}', 'null')::text FROM unnest(log) WITH ORDINALITY AS t(entry, n) ORDER BY t.n)`;

/** Of deliveries that are tried once more than their row holds, what it holds. */
export async function moveToAttempts(tx: Queryable, ends: readonly Pick<TryEnd, 'deliveryId' | 'tries'>[]): Promise<void> {
  const full = ends.filter(({ tries }) => tries > IN_ROW && tries % IN_ROW === 1).map(({ deliveryId }) => deliveryId);
  if (full.length === 0) return;
  await tx.query(
    `WITH moved AS (
       INSERT INTO webhooks.attempts (org_id, delivery_id, n, at, duration_ms, status, outcome, response_body)
       SELECT d.org_id, d.delivery_id, (t->>0)::int, to_timestamp((t->>1)::float8 / 1000), (t->>2)::int, (t->>3)::int, t->>4, t->>5
         FROM webhooks.deliveries d CROSS JOIN LATERAL (SELECT e::jsonb AS t FROM unnest(d.log) AS e) AS tries
        WHERE d.delivery_id = ANY($1::uuid[]) ON CONFLICT (delivery_id, n) DO NOTHING)
     UPDATE webhooks.deliveries SET log = '{}' WHERE delivery_id = ANY($1::uuid[])`,
    [full],
  );
}

/** @returns all of a delivery, newest first */
export async function triesOf(db: Queryable, orgId: string, deliveryId: string, log: readonly string[]): Promise<AttemptView[]> {
  const before = await db.query<{
    n: number;
    at: Date;
    duration_ms: number;
    status: number | null;
    outcome: string;
    response_body: string | null;
  }>('SELECT n, at, duration_ms, status, outcome, response_body FROM webhooks.attempts WHERE org_id = $1 AND delivery_id = $2', [
    orgId,
    deliveryId,
  ]);
  const tries: Entry[] = [
    ...before.map((one): Entry => [one.n, one.at.getTime(), one.duration_ms, one.status, one.outcome, one.response_body]),
    ...log.map((entry) => JSON.parse(entry) as Entry),
  ];
  return tries
    .toSorted(([one], [other]) => other - one)
    .map(([, at, durationMs, status, outcome, responseBody]) => ({
      ...{ at: new Date(at).toISOString(), durationMs, status, outcome, responseBody },
    }));
}
