import { DomainError } from '#eventing/domain';
import { type Belongings, type Database, type Eraser } from '#platform';
import { type Batches } from './application/batches.service.js';

/** Of one look: the next one goes on. */
const AT_ONCE = 50;

/** What was ordered of a video is forgotten with it. */
export const wordsOfItems: Eraser = {
  name: 'batches.items',
  async erase(tx, { subjectId }) {
    await tx.query(`UPDATE batches.items SET given = '{}', key = NULL, refusal = NULL WHERE video_id::text = $1`, [subjectId]);
  },
};

/** Batches start nothing any more, and are deleted when their videos have ended. */
export const batchesOf = (database: Database, batches: Batches): Belongings => ({
  name: 'batches.batches',
  async dispose(orgId) {
    const by = { orgId, actor: 'system' };
    const rows = await database.query<{ key: string; isOver: boolean; left: number }>(
      `SELECT key, data->>'endedAt' IS NOT NULL AS "isOver", count(*) OVER ()::int AS left
         FROM batches.batches WHERE org_id = $1 ORDER BY key LIMIT $2`,
      [orgId, AT_ONCE],
    );
    for (const { key, isOver } of rows) {
      const step = isOver ? batches.delete(by, key) : batches.cancel(by, key, async () => undefined);
      await Promise.resolve(step).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error; // its videos have not ended yet
      });
    }
    return rows[0]?.left ?? 0;
  },
  async finish(tx, orgId) {
    for (const table of ['items', 'orders', 'batches', 'episodes', 'series'])
      await tx.query(`DELETE FROM batches.${table} WHERE org_id = $1`, [orgId]);
  },
});
