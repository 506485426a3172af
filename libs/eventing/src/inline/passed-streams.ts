import { type Queryable } from '#platform';

/** Where a process manager would go on in a stream. */
export interface Head {
  readonly consumer: string;
  readonly streamId: string;
  /** Of the last event before those that are about to be appended. */
  readonly version: number;
}

/**
 * One statement, so that checkpoint and dead letters are seen as of the same moment: a consumer writes both in one transaction. What it has
 * committed without waiting for the disk is on it before the append that relies on it here.
 */
const PASSED = `
  SELECT h.consumer, h.stream_id
    FROM unnest($1::text[], $2::text[], $3::int[]) AS h(consumer, stream_id, version)
    JOIN eventing.events e ON e.stream_id = h.stream_id AND e.version = h.version
   WHERE h.consumer = ANY(e.reacted_by)
      OR (EXISTS (SELECT FROM eventing.checkpoints c
                   WHERE c.consumer = h.consumer AND c.partition = e.partition AND c.position >= e.position)
          AND NOT EXISTS (SELECT FROM eventing.dead_letters l
                           WHERE l.consumer = h.consumer AND l.partition = e.partition AND l.lane = h.stream_id))`;

/**
 * @returns keys (`keyOf`) of those heads up to which everything was reacted to: the last event says so, or the consumer has passed it and
 * nothing of the stream waits. Only there a process manager may react to what comes next, or it would do so out of order.
 */
export async function passedStreams(db: Queryable, heads: readonly Head[]): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ consumer: string; stream_id: string }>(PASSED, [
    heads.map(({ consumer }) => consumer),
    heads.map(({ streamId }) => streamId),
    heads.map(({ version }) => version),
  ]);
  return new Set(rows.map((row) => keyOf(row.consumer, row.stream_id)));
}

export const keyOf = (consumer: string, streamId: string): string => `${consumer} ${streamId}`;
