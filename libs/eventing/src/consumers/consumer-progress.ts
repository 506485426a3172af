import { type Queryable } from '#platform';

/** How far consumers have come, for those who must not act before them. */
export class ConsumerProgress {
  constructor(private readonly database: Queryable) {}

  /** @returns those of the streams that the consumer has handled to their end: nothing of them waits, is retried or parked. */
  async upToDate(consumer: string, streamIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (streamIds.length === 0) return new Set();
    const rows = await this.database.query<{ stream_id: string }>(
      `SELECT s.stream_id
         FROM unnest($2::text[]) AS s(stream_id)
        CROSS JOIN LATERAL (SELECT e.position FROM eventing.events e WHERE e.stream_id = s.stream_id ORDER BY e.version DESC LIMIT 1) AS last
        WHERE last.position <= (SELECT min(c.position) FROM eventing.checkpoints c WHERE c.consumer = $1)
          AND NOT EXISTS (SELECT 1 FROM eventing.dead_letters l WHERE l.consumer = $1 AND l.stream_id = s.stream_id)`,
      [consumer, streamIds],
    );
    return new Set(rows.map((row) => row.stream_id));
  }
}
