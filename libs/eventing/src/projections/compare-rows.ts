import { type Database } from '#platform';
import { isWhole } from '../archive/archive-partitions.js';
import { ALL } from '../consumers/checkpoints.js';
import { type EventLog } from '../log/event-log.js';
import { type Vault } from '../personal/vault.js';
import { type AnyProjection, type EventingRegistry } from '../registry.js';
import { HeldEvents } from './held-events.js';
import { foldPage, isCumulative, pageFor, tableBeside } from './rebuild.js';

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
  const beside = await tableBeside(database, projection);
  const held = new HeldEvents(projection, registry, database);
  try {
    for (let position = 0; ;) {
      const page = await pageFor(projection, eventLog, position);
      const events = page.events.filter((event) => event.position <= upTo);
      await foldPage(database, held, vault, projection, beside, events);
      position = page.position;
      if (page.events.length === 0 || events.length < page.events.length) break;
    }
    const rows = await database.query<{ key: string }>(
      `SELECT key FROM ${projection.table} found FULL JOIN ${beside} made USING (key)
        WHERE found.data IS DISTINCT FROM made.data AND coalesce(found.position, 0) <= $1 AND coalesce(made.position, 0) <= $1
          AND NOT key = ANY ($2::text[])
        ORDER BY key LIMIT ${SHOWN}`,
      [upTo, held.keys],
    );
    return rows.map(({ key }) => key);
  } finally {
    await database.query(`DROP TABLE IF EXISTS ${beside}`);
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
