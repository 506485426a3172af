import { setTimeout as sleep } from 'node:timers/promises';
import { type Queryable } from '#platform';
import { ALL } from '../consumers/checkpoints.js';
import { type AnyProjection } from '../registry.js';
import { isLockTimeout } from '../store/database-errors.js';
import { type NewRows } from './new-rows.js';

/** Keys whose rows change hands while appends wait: some tens of milliseconds. */
const KEYS_AT_ONCE = 500;
/** While it waits for the appends in flight new ones wait behind it: briefly, and not again at once. */
const LOCK_TIMEOUT_MS = 50;
const LOCK_PAUSE_MS = 100;

/**
 * Rows of an asynchronous projection: all at once, while its consumer waits at its checkpoint. Appends go on.
 * @returns the position up to which they are complete
 */
export function exchangeAll(rows: NewRows): Promise<number> {
  const { projection, database } = rows;
  return database.transaction(async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query(`INSERT INTO eventing.checkpoints (consumer, partition) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [projection.name, ALL]);
    const [known] = await tx.query<{ position: string }>(
      'SELECT position FROM eventing.checkpoints WHERE consumer = $1 AND partition = $2 FOR UPDATE',
      [projection.name, ALL],
    );
    // The consumer may have come further; up to where it stands everything is decided.
    const last = Math.max(rows.position, Number(known?.position ?? 0));
    await rows.foldWithin(tx, last);
    await replace(tx, rows, { after: '', upTo: null });
    await noteVersion(tx, projection, last);
    await tx.query('UPDATE eventing.checkpoints SET position = $3, updated_at = now() WHERE consumer = $1 AND partition = $2', [
      projection.name,
      ALL,
      last,
    ]);
    await tx.query('DELETE FROM eventing.dead_letters WHERE consumer = $1 AND position <= $2', [projection.name, last]);
    await rows.held.store(tx);
    return last;
  });
}

/**
 * Rows of an inline projection, in the order of their keys: a row belongs to one stream, so each may change hands by itself. From then on
 * whoever appends to its stream keeps it. @returns the position up to which they are complete
 */
export async function exchangeInTurns(rows: NewRows): Promise<number> {
  for (let after: string | null = ''; after !== null;) {
    if (rows.isBehind) await rows.catchUp();
    after = await oneTurn(rows, after);
  }
  return rows.position;
}

/** @returns the last key that has changed hands; null: it was the last of all */
async function oneTurn(rows: NewRows, after: string): Promise<string | null> {
  const { projection, database } = rows;
  for (;;) {
    try {
      const turn = await database.transaction(async (tx) => {
        // Nothing that would change a row is in flight from here to the commit.
        const [safe] = await tx.query<{ position: string }>('SELECT eventing.safe_position($1) AS position', [LOCK_TIMEOUT_MS]);
        const position = Number(safe?.position ?? 0);
        await rows.foldWithin(tx, position);
        const upTo = await lastKey(tx, rows, after);
        await replace(tx, rows, { after, upTo });
        if (upTo === null) await noteVersion(tx, projection, position);
        return { upTo, position };
      });
      rows.position = turn.position;
      return turn.upTo;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      await sleep(LOCK_PAUSE_MS);
    }
  }
}

/** @returns the last of the next keys, of old rows and new ones; null: no more are left than may change hands at once */
async function lastKey(tx: Queryable, { projection, table }: NewRows, after: string): Promise<string | null> {
  const next = (from: string): string => `(SELECT key FROM ${from} WHERE key > $1 ORDER BY key LIMIT $2)`;
  const keys = await tx.query<{ key: string }>(`${next(projection.table)} UNION ${next(table)} ORDER BY key LIMIT $2`, [
    after,
    KEYS_AT_ONCE,
  ]);
  return keys.length < KEYS_AT_ONCE ? null : (keys.at(-1)?.key ?? null);
}

/**
 * The new rows in the place of the old ones, between two keys. Rows are deleted, not truncated: that would wait for every reader, and every
 * reader for it. What is the same stays as it is. An inline row that lacks something stays as the newer release has left it.
 */
async function replace(tx: Queryable, rows: NewRows, { after, upTo }: { after: string; upTo: string | null }): Promise<void> {
  const { projection, table, held } = rows;
  const kept = projection.mode === 'inline' ? held.keys : [];
  const between = (of: string): string => `${of}.key > $2 AND ($3::text IS NULL OR ${of}.key <= $3)`;
  const params = [kept, after, upTo];
  await tx.query(
    `DELETE FROM ${projection.table} AS standing WHERE ${between('standing')} AND NOT standing.key = ANY ($1::text[])
       AND NOT EXISTS (SELECT FROM ${table} AS fresh WHERE fresh.key = standing.key)`,
    params,
  );
  await tx.query(
    `INSERT INTO ${projection.table} AS standing (key, org_id, position, data)
     SELECT fresh.key, fresh.org_id, fresh.position, fresh.data FROM ${table} AS fresh WHERE ${between('fresh')}
     ON CONFLICT (key) DO UPDATE SET org_id = excluded.org_id, position = excluded.position, data = excluded.data
       WHERE NOT excluded.key = ANY ($1::text[])
         AND (standing.org_id, standing.position, standing.data) IS DISTINCT FROM (excluded.org_id, excluded.position, excluded.data)`,
    params,
  );
}

async function noteVersion(tx: Queryable, { name, version }: AnyProjection, position: number): Promise<void> {
  await tx.query(
    `INSERT INTO eventing.projections (name, version, position) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, position = excluded.position, rebuilt_at = now()`,
    [name, version, position],
  );
}
