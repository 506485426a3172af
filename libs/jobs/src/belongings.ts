import { type Belongings, type Database } from '#platform';
import { DomainError } from '#eventing/domain';
import { type Requester } from './contracts/requester.js';

type IndexTable = 'jobs.video_index' | 'jobs.generations' | 'jobs.clip_sets';

/** Of one look: the next one goes on. */
const AT_ONCE = 50;

/**
 * What an organisation has in one index: each is deleted by its own door, so that its files, its bytes and its words go the same way as when
 * its owner deletes it. @param remove what a door refuses (it has not ended yet) is tried again at the next look
 */
export const indexedBelongings = (
  database: Database,
  name: string,
  table: IndexTable,
  remove: (by: Requester, id: string) => Promise<void>,
): Belongings => ({
  name,
  async dispose(orgId) {
    const rows = await database.query<{ key: string; left: number }>(
      `SELECT key, count(*) OVER ()::int AS left FROM ${table} WHERE org_id = $1 ORDER BY key LIMIT $2`,
      [orgId, AT_ONCE],
    );
    for (const { key } of rows) {
      await remove({ orgId, actor: 'system' }, key).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
      });
    }
    return rows[0]?.left ?? 0;
  },
});
