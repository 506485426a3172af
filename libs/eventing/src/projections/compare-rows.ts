import { type Database } from '#platform';
import { isWhole } from '../archive/archive-partitions.js';
import { ALL } from '../consumers/checkpoints.js';
import { type EventLog } from '../log/event-log.js';
import { type Vault } from '../personal/vault.js';
import { type AnyProjection, type EventingRegistry } from '../registry.js';
import { isCumulative, NewRows } from './new-rows.js';

const SHOWN = 5;

/** What is read of the log for it. */
export interface ComparedWith {
  readonly database: Database;
  readonly registry: EventingRegistry;
  readonly vault: Vault;
  readonly eventLog: EventLog;
}

/**
 * Makes the rows of a projection again beside those that are there, and compares. Rows behind the projection's checkpoint count, and none
 * of a projection that waits for a dead letter. @returns keys of rows that differ, the first few; null: they cannot be made again
 */
export async function differingRows(
  { database, registry, vault, eventLog }: ComparedWith,
  projection: AnyProjection,
): Promise<readonly string[] | null> {
  if ((isCumulative(projection) && !(await isWhole(database))) || (await waits(database, projection))) return null;
  const upTo = await reached(database, projection);
  const made = new NewRows(projection, registry, database, eventLog, vault);
  await made.create();
  try {
    await made.foldUpTo(upTo);
    const differing = await database.query<{ key: string }>(
      `SELECT key FROM ${projection.table} found FULL JOIN ${made.table} made USING (key)
        WHERE found.data IS DISTINCT FROM made.data AND coalesce(found.position, 0) <= $1 AND coalesce(made.position, 0) <= $1
          AND NOT key = ANY ($2::text[])
        ORDER BY key LIMIT ${SHOWN}`,
      [upTo, made.held.keys],
    );
    return differing.map(({ key }) => key);
  } finally {
    await made.drop();
  }
}

async function waits(database: Database, { name }: AnyProjection): Promise<boolean> {
  return (await database.query('SELECT FROM eventing.dead_letters WHERE consumer = $1 LIMIT 1', [name])).length > 0;
}

/** Position up to which its rows are complete. */
async function reached(database: Database, { name, mode }: AnyProjection): Promise<number> {
  const [row] = await database.query<{ position: string }>(
    mode === 'inline'
      ? 'SELECT coalesce(max(position), 0) AS position FROM eventing.events WHERE $1::text IS NOT NULL AND $2::int IS NOT NULL'
      : 'SELECT coalesce(max(position), 0) AS position FROM eventing.checkpoints WHERE consumer = $1 AND partition = $2',
    [name, ALL],
  );
  return Number(row?.position ?? 0);
}
