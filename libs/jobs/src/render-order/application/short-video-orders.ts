import { type Queryable } from '#platform';
import { type ShortVideoOrder } from './short-video-order.js';

/** Orders beside the log: they hold addresses that may be signed, and a token for whom to tell. */
export class ShortVideoOrders {
  async keep(tx: Queryable, orgId: string, videoId: string, order: ShortVideoOrder): Promise<void> {
    await tx.query(
      'INSERT INTO jobs.short_video_orders (video_id, org_id, "order") VALUES ($1, $2, $3) ON CONFLICT (video_id) DO NOTHING',
      [videoId, orgId, JSON.stringify(order)],
    );
  }

  async find(db: Queryable, orgId: string, videoId: string): Promise<ShortVideoOrder | null> {
    const sql = 'SELECT "order" FROM jobs.short_video_orders WHERE video_id = $1 AND org_id = $2';
    const [row] = await db.query<{ order: ShortVideoOrder }>(sql, [videoId, orgId]);
    return row?.order ?? null;
  }

  /** Newest first. */
  async list(db: Queryable, orgId: string, limit: number): Promise<readonly string[]> {
    const sql = 'SELECT video_id FROM jobs.short_video_orders WHERE org_id = $1 ORDER BY created_at DESC LIMIT $2';
    return (await db.query<{ video_id: string }>(sql, [orgId, limit])).map((row) => row.video_id);
  }

  async forget(tx: Queryable, orgId: string, videoId: string): Promise<void> {
    await tx.query('DELETE FROM jobs.short_video_orders WHERE video_id = $1 AND org_id = $2', [videoId, orgId]);
  }
}
