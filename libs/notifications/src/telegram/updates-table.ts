import { Injectable } from '@nestjs/common';
import { type Update } from 'grammy/types';
import { Database, storableJson } from '#platform';

const KEPT_DAYS = 7;

/** What Telegram has told us: each once, in its order, and no longer than it takes to do what it asks for. */
@Injectable()
export class UpdatesTable {
  constructor(private readonly database: Database) {}

  /** A repeat changes nothing. */
  async keep(updates: readonly Update[]): Promise<void> {
    if (updates.length === 0) return;
    const rows = updates.map((update) => ({ update_id: update.update_id, body: update }));
    await this.database.query(
      `INSERT INTO notifications.updates (update_id, body)
       SELECT r.update_id, r.body FROM jsonb_to_recordset($1::jsonb) AS r (update_id bigint, body jsonb) ON CONFLICT DO NOTHING`,
      [storableJson(rows)],
    );
  }

  async waiting(limit: number): Promise<Update[]> {
    const rows = await this.database.query<{ body: Update }>(
      'SELECT body FROM notifications.updates WHERE handled_at IS NULL ORDER BY update_id LIMIT $1',
      [limit],
    );
    return rows.map(({ body }) => body);
  }

  /** What somebody has written is forgotten; that it came is not. */
  async handled(updateId: number): Promise<void> {
    await this.database.query('UPDATE notifications.updates SET handled_at = now(), body = NULL WHERE update_id = $1', [updateId]);
  }

  async forgetOld(): Promise<void> {
    await this.database.query('DELETE FROM notifications.updates WHERE handled_at < now() - make_interval(days => $1)', [KEPT_DAYS]);
  }
}
