import { type Queryable, storableJson } from '#platform';
import { type Rows } from './fold-rows.js';

/** The rows of some keys. One query. `forUpdate`: locked until the transaction ends, always in the order of keys. */
export async function readRows(db: Queryable, table: string, keys: readonly string[], forUpdate = false): Promise<Rows> {
  if (keys.length === 0) return new Map();
  const rows = await db.query<{ key: string; org_id: string; position: string; data: object }>(
    `SELECT key, org_id, position, data FROM ${table} WHERE key = ANY($1::text[]) ${forUpdate ? 'ORDER BY key FOR UPDATE' : ''}`,
    [keys],
  );
  return new Map(rows.map((row) => [row.key, { orgId: row.org_id, position: Number(row.position), data: row.data }]));
}

/** Stores or removes the rows of some keys, by key, so that two transactions never wait for each other. At most two statements. */
export async function writeRows(tx: Queryable, table: string, rows: Rows, keys: Iterable<string>): Promise<void> {
  const removed: string[] = [];
  const stored: { key: string; orgId: string; position: number; data: string }[] = [];
  for (const key of [...keys].sort()) {
    const row = rows.get(key);
    if (!row) continue;
    if (row.data === null) removed.push(key);
    else stored.push({ key, orgId: row.orgId, position: row.position, data: storableJson(row.data) });
  }
  if (stored.length > 0) {
    await tx.query(
      `INSERT INTO ${table} (key, org_id, position, data)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::jsonb[])
       ON CONFLICT (key) DO UPDATE SET org_id = excluded.org_id, position = excluded.position, data = excluded.data`,
      [stored.map((row) => row.key), stored.map((row) => row.orgId), stored.map((row) => row.position), stored.map((row) => row.data)],
    );
  }
  if (removed.length > 0) await tx.query(`DELETE FROM ${table} WHERE key = ANY($1::text[])`, [removed]);
}
