import { type Queryable } from '#platform';

/** How far consumers have come, for those who must not act before them. */
export class ConsumerProgress {
  constructor(private readonly database: Queryable) {}

  /**
   * Whether everybody who follows a stream has handled it to its end. Followers without a checkpoint of their own have nothing to come.
   * @param consumers by name
   */
  async isHandled(streamId: string, consumers: readonly string[]): Promise<boolean> {
    const [row] = await this.database.query<{ is_handled: boolean }>(
      `SELECT NOT EXISTS (
           SELECT FROM eventing.checkpoints c
            WHERE c.consumer = ANY($2::text[]) AND c.partition IN (e.partition, -1) AND c.position < e.position)
          AND NOT EXISTS (SELECT FROM eventing.dead_letters l WHERE l.consumer = ANY($2::text[]) AND l.stream_id = e.stream_id) AS is_handled
         FROM (SELECT position, partition, stream_id FROM eventing.events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1) e`,
      [streamId, consumers],
    );
    return row?.is_handled ?? true;
  }

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
