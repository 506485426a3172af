import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { type StockTaker } from '../../nodes/input/stock.node.js';

/** Of one node of the last runs; a list of a thousand has more than anybody can leave out. */
const MOST = 2_000;

/** Who has taken what out of libraries of stock. A row is written once, by whoever is first: which of two that is says the database alone. */
@Injectable()
export class StockTaken {
  constructor(private readonly database: Database) {}

  /** Twice is once. @returns whether it is this taker's, and nobody else's of the run */
  async take(orgId: string, { runId, node, place, take }: StockTaker, stockId: string): Promise<boolean> {
    const rows = await this.database.query(
      `WITH taken AS (
         INSERT INTO workflows.stock_taken (org_id, run_id, stock_id, node, place, take) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING RETURNING 1 AS one)
       SELECT one FROM taken
       UNION ALL
       SELECT 1 FROM workflows.stock_taken WHERE run_id = $2 AND stock_id = $3 AND org_id = $1 AND place = $5 AND take = $6`,
      [orgId, runId, stockId, node, place, take],
    );
    return rows.length > 0;
  }

  /** @returns by others of its run, or of the run that this one goes on from, and by other takes of this one */
  async inRun(orgId: string, { runId, origin, place, take }: StockTaker): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT stock_id AS id FROM workflows.stock_taken
        WHERE run_id = ANY ($2::uuid[]) AND org_id = $1 AND (place <> $3 OR (run_id = $4 AND take <> $5))`,
      [orgId, origin === null ? [runId] : [runId, origin], place, runId, take],
    );
    return rows.map(({ id }) => id);
  }

  /** @returns by this node in other runs */
  async inRuns(orgId: string, runIds: readonly string[], node: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT stock_id AS id FROM workflows.stock_taken WHERE run_id = ANY ($2::uuid[]) AND org_id = $1 AND node = $3 LIMIT $4',
      [orgId, runIds, node, MOST],
    );
    return rows.map(({ id }) => id);
  }

  /** A result was taken over, with what it shows. @param place of the node, or of the map around it */
  async takeOver(orgId: string, from: string, runId: string, place: string): Promise<void> {
    await this.database.query(
      `INSERT INTO workflows.stock_taken (org_id, run_id, stock_id, node, place, take)
       SELECT org_id, $3, stock_id, node, place, take FROM workflows.stock_taken
        WHERE org_id = $1 AND run_id = $2 AND (place = $4 OR starts_with(place, $4 || '/'))
       ON CONFLICT DO NOTHING`,
      [orgId, from, runId, place],
    );
  }

  async forgetRun(runId: string): Promise<void> {
    await this.database.query('DELETE FROM workflows.stock_taken WHERE run_id = $1', [runId]);
  }
}
