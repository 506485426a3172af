import { type Queryable } from './queryable.js';

const BATCH = 1000;

/**
 * Deletes in small bites, so that nobody waits for its locks.
 * @param sql a DELETE of at most `$1` rows that ends in RETURNING. @returns rows deleted
 */
export async function deleteInBatches(database: Queryable, sql: string, params: readonly unknown[]): Promise<number> {
  for (let deleted = 0; ;) {
    const rows = await database.query(sql, [BATCH, ...params]);
    deleted += rows.length;
    if (rows.length < BATCH) return deleted;
  }
}
