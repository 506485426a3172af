import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '#platform';
import { type Json } from '../domain/rows.js';
import { type BatchRow } from './batch-rows.projection.js';
import { type BatchOrderFacts } from './batch.view.js';
import { videoIdOf } from './video-ids.js';

/** A batch as it was ordered. */
export interface KeptOrder extends BatchOrderFacts {
  readonly defaults: Json;
  readonly actor: string;
  /** Its items are episodes of this series, which has their defaults; null: of none. */
  readonly seriesId: string | null;
}

export interface KeptItem {
  readonly key: string | null;
  readonly given: Json;
}

export interface FoundBatch extends BatchOrderFacts {
  readonly id: string;
  readonly row: BatchRow;
}

/** What an item is ordered from. */
export interface OrderOfItem extends Pick<KeptOrder, 'defaults' | 'actor' | 'seriesId'> {
  readonly given: Json;
}

interface OrderRow {
  readonly id: string;
  readonly name: string | null;
  readonly max: string | null;
  readonly estimated: string;
}

/** Rows of batches. What somebody outside asks for is scoped by the organisation. */
@Injectable()
export class BatchTable {
  constructor(private readonly database: Database) {}

  async keep(tx: Queryable, batchId: string, orgId: string, order: KeptOrder, items: readonly KeptItem[]): Promise<void> {
    const { name, defaults, actor, seriesId, maxCostMicros, estimatedMicros } = order;
    await tx.query(
      `INSERT INTO batches.orders (batch_id, org_id, name, defaults, actor, max_cost_micros, estimated_micros, series_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [batchId, orgId, name, JSON.stringify(defaults), actor, maxCostMicros, estimatedMicros, seriesId],
    );
    const rows = items.map(({ key, given }, item) => ({ item, key, given, video_id: videoIdOf(batchId, item, 0) }));
    await tx.query(
      `INSERT INTO batches.items (batch_id, item, org_id, key, given, video_id)
       SELECT $1, i.item, $2, i.key, i.given, i.video_id FROM jsonb_to_recordset($3) AS i(item int, key text, given jsonb, video_id uuid)
       ON CONFLICT DO NOTHING`,
      [batchId, orgId, JSON.stringify(rows)],
    );
  }

  async find(orgId: string, batchId: string, db: Queryable = this.database.forOrganisation(orgId)): Promise<FoundBatch | null> {
    const [found] = await this.withOrders(db, orgId, 'AND key = $2', [batchId]);
    return found ?? null;
  }

  /** Newest first. */
  newest(orgId: string, status: string | null, olderThan: string | null, limit: number): Promise<FoundBatch[]> {
    const page = `AND ($2::text IS NULL OR data->>'status' = $2) AND ($3::text IS NULL OR key < $3) ORDER BY key DESC LIMIT $4`;
    return this.withOrders(this.database.forOrganisation(orgId), orgId, page, [status, olderThan, limit]);
  }

  /** Orders are asked for by themselves: a join behind the wall between organisations would read all that the organisation has ordered. */
  private async withOrders(db: Queryable, orgId: string, which: string, params: readonly unknown[]): Promise<FoundBatch[]> {
    const rows = await db.query<{ key: string; data: BatchRow }>(`SELECT key, data FROM batches.batches WHERE org_id = $1 ${which}`, [
      orgId,
      ...params,
    ]);
    if (rows.length === 0) return [];
    const orders = await db.query<OrderRow>(
      `SELECT batch_id AS id, name, max_cost_micros AS max, estimated_micros AS estimated
         FROM batches.orders WHERE org_id = $1 AND batch_id = ANY($2::uuid[])`,
      [orgId, rows.map(({ key }) => key)],
    );
    const byId = new Map(orders.map((order) => [order.id, order]));
    return rows.flatMap(({ key: id, data: row }) => {
      const order = byId.get(id);
      if (!order) return [];
      const { name, max, estimated } = order;
      return [{ id, row, name, maxCostMicros: max === null ? null : Number(max), estimatedMicros: Number(estimated) }];
    });
  }

  /** Keys of the rows and why orders of them were refused, by their places. */
  async labels(
    orgId: string,
    batchId: string,
  ): Promise<ReadonlyMap<number, { readonly key: string | null; readonly refusal: string | null }>> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<{ item: number; key: string | null; refusal: string | null }>(
        'SELECT item, key, refusal FROM batches.items WHERE org_id = $1 AND batch_id = $2',
        [orgId, batchId],
      );
    return new Map(rows.map(({ item, ...label }) => [item, label]));
  }

  /** For the work on it. Null: it is forgotten. */
  async orderOf(batchId: string, item: number): Promise<OrderOfItem | null> {
    const rows = await this.database.query<OrderOfItem>(
      `SELECT o.defaults, i.given, o.actor, o.series_id AS "seriesId" FROM batches.orders o JOIN batches.items i USING (batch_id) WHERE o.batch_id = $1 AND i.item = $2`,
      [batchId, item],
    );
    return rows[0] ?? null;
  }

  async refused(batchId: string, item: number, message: string): Promise<void> {
    await this.database.query('UPDATE batches.items SET refusal = $3 WHERE batch_id = $1 AND item = $2', [batchId, item, message]);
  }

  /** In the transaction that orders a video: holds off whoever pauses or cancels until that has committed. @returns whether it still goes on */
  async holdRunning(tx: Queryable, batchId: string, item: number, videoId: string): Promise<boolean> {
    const rows = await tx.query<{ status: string }>(`SELECT data->>'status' AS status FROM batches.batches WHERE key = $1 FOR SHARE`, [
      batchId,
    ]);
    if (rows[0]?.status !== 'running') return false;
    await tx.query('UPDATE batches.items SET video_id = $3, refusal = NULL WHERE batch_id = $1 AND item = $2', [batchId, item, videoId]);
    return true;
  }

  async forget(tx: Queryable, batchId: string): Promise<void> {
    await tx.query('DELETE FROM batches.items WHERE batch_id = $1', [batchId]);
    await tx.query('DELETE FROM batches.orders WHERE batch_id = $1', [batchId]);
  }

  /** For whoever resumes, over all organisations: those that wait for room, oldest first. */
  withoutRoom(after: string, limit: number): Promise<{ id: string; orgId: string; resumeAt: string | null }[]> {
    return this.database.query(
      `SELECT key AS id, org_id AS "orgId", data->>'resumeAt' AS "resumeAt" FROM batches.batches
        WHERE data->>'pauseReason' = 'quota_exceeded' AND key > $1 ORDER BY key LIMIT $2`,
      [after, limit],
    );
  }

  /** For whoever drives on what stands still, over all organisations. */
  unfinished(after: string, limit: number): Promise<{ id: string; orgId: string }[]> {
    return this.database.query(
      `SELECT key AS id, org_id AS "orgId" FROM batches.batches WHERE data->>'status' = 'running' AND key > $1 ORDER BY key LIMIT $2`,
      [after, limit],
    );
  }

  /** Over all organisations. @param before RFC 3339 */
  endedBefore(before: string, limit: number): Promise<{ id: string; orgId: string }[]> {
    return this.database.query(
      `SELECT key AS id, org_id AS "orgId" FROM batches.batches WHERE data->>'endedAt' IS NOT NULL AND data->>'endedAt' < $1 ORDER BY key LIMIT $2`,
      [before, limit],
    );
  }
}
