import { type Queryable } from '#platform';

/** Nothing will happen in these streams any more, since the thing they are about is gone: the archive takes them some time later. Twice is safe. */
export async function endStreams(tx: Queryable, orgId: string, streamIds: readonly string[]): Promise<void> {
  if (streamIds.length === 0) return;
  await tx.query(
    `INSERT INTO eventing.ended_streams (stream_id, org_id) SELECT DISTINCT n.id, $1::uuid FROM unnest($2::text[]) AS n(id)
         ON CONFLICT DO NOTHING`,
    [orgId, streamIds],
  );
}
