import { createHash } from 'node:crypto';
import { type Database, logger, type Queryable } from '#platform';
import { isWhole } from '../archive/archive-partitions.js';
import { ALL } from '../consumers/checkpoints.js';
import { type Recorded } from '../domain/index.js';
import { type EventLog } from '../log/event-log.js';
import { type Vault } from '../personal/vault.js';
import { type AnyProjection, type EventingRegistry, isOfState } from '../registry.js';
import { foldRows } from './fold-rows.js';
import { HeldEvents } from './held-events.js';
import { readRows, writeRows } from './row-table.js';
import { rowsFromStore } from './state-rows.js';

const PAGE = 2_000;
/** While appends wait for the switch of an inline projection, no more than this is left to fold. */
const LEFT_FOR_SWITCH = 500;

const log = logger('projections');

/**
 * Makes the rows of a projection again from the first event on: beside the old ones, then in their place in one transaction.
 * Readers see the old rows until then; appends wait only while the last few events are folded and the rows are exchanged, and
 * only for an inline projection. What only a newer release can read holds up nothing: see `HeldEvents`.
 * @throws what the projection throws, Error when it counts events that were forgotten: the old rows stay
 */
export async function rebuild(
  database: Database,
  eventLog: EventLog,
  registry: EventingRegistry,
  vault: Vault,
  projection: AnyProjection,
): Promise<number> {
  if (isCumulative(projection) && !(await isWhole(database)))
    throw new Error(`${projection.name} counts events that the archive has forgotten`);
  const beside = await tableBeside(database, projection);
  const startedAtMs = performance.now();
  const held = new HeldEvents(projection, registry, database);
  try {
    let position = 0;
    for (;;) {
      const page = await pageFor(projection, eventLog, position);
      await foldPage(database, held, vault, projection, beside, page.events);
      position = page.position;
      if (page.events.length < LEFT_FOR_SWITCH) break;
    }
    const upTo = await database.transaction(async (tx) => {
      const last = await lockEnd(tx, projection);
      for (;;) {
        const page = await eventLog.readWithin(tx, { after: position, upTo: last, limit: PAGE });
        await foldPage(tx, held, vault, projection, beside, page);
        if (page.length < PAGE) break;
        position = page.at(-1)?.position ?? last;
      }
      await exchange(tx, projection, held, beside, last);
      return last;
    });
    const seconds = Math.round((performance.now() - startedAtMs) / 100) / 10;
    log.info({ projection: projection.name, version: projection.version, position: upTo, seconds }, 'rebuilt');
    return upTo;
  } finally {
    await database.query(`DROP TABLE IF EXISTS ${beside}`);
  }
}

/** Whether it counts what has ever been, so that the archive belongs to it. */
export const isCumulative = (projection: AnyProjection): boolean => !isOfState(projection) && projection.isCumulative === true;

export const pageFor = (projection: AnyProjection, eventLog: EventLog, after: number): ReturnType<EventLog['readAfresh']> =>
  isCumulative(projection) ? eventLog.readWhole({ after, limit: PAGE }) : eventLog.readAfresh({ after, limit: PAGE });

/** Where rows are made again, empty. Whoever asks for it drops it. */
export async function tableBeside(database: Queryable, projection: AnyProjection): Promise<string> {
  const beside = `eventing.rebuild_${createHash('sha256').update(projection.name).digest('hex').slice(0, 16)}`;
  await database.query(`DROP TABLE IF EXISTS ${beside}`);
  await database.query(
    `CREATE UNLOGGED TABLE ${beside} (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)`,
  );
  return beside;
}

/** Up to where the new rows have to go. Nothing that would change the old rows is in flight from here to the commit. */
async function lockEnd(tx: Queryable, projection: AnyProjection): Promise<number> {
  if (projection.mode === 'async') {
    await tx.query(`INSERT INTO eventing.checkpoints (consumer, partition) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [projection.name, ALL]);
    await tx.query('SELECT 1 FROM eventing.checkpoints WHERE consumer = $1 AND partition = $2 FOR UPDATE', [projection.name, ALL]);
  }
  const [row] = await tx.query<{ position: string }>('SELECT eventing.safe_position(5000) AS position', []);
  return Number(row?.position ?? 0);
}

/** Folds what concerns the projection into `table`. @throws what the projection throws */
export async function foldPage(
  db: Queryable,
  held: HeldEvents,
  vault: Vault,
  projection: AnyProjection,
  table: string,
  events: readonly Recorded[],
): Promise<void> {
  const handled = held.sift(events);
  if (handled.length === 0) return;
  if (isOfState(projection)) {
    const fresh = await rowsFromStore(db, vault, projection, table, handled);
    return writeRows(db, table, fresh, fresh.keys());
  }
  const rows = await readRows(db, table, [...new Set(handled.map((event) => projection.keyOf(event)))]);
  const changed = foldRows(projection, rows, handled, true);
  await writeRows(db, table, rows, changed);
}

/**
 * Rows are deleted, not truncated: that would wait for every reader, and every reader for it. An inline row that lacks something stays as
 * the newer release has left it.
 */
async function exchange(tx: Queryable, projection: AnyProjection, held: HeldEvents, beside: string, position: number): Promise<void> {
  const kept = projection.mode === 'inline' ? held.keys : [];
  await tx.query(`DELETE FROM ${projection.table} WHERE NOT key = ANY ($1::text[])`, [kept]);
  await tx.query(
    `INSERT INTO ${projection.table} (key, org_id, position, data) SELECT key, org_id, position, data FROM ${beside} ON CONFLICT (key) DO NOTHING`,
  );
  await tx.query(
    `INSERT INTO eventing.projections (name, version, position) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, position = excluded.position, rebuilt_at = now()`,
    [projection.name, projection.version, position],
  );
  if (projection.mode === 'inline') return;
  await tx.query('UPDATE eventing.checkpoints SET position = $3, updated_at = now() WHERE consumer = $1 AND partition = $2', [
    projection.name,
    ALL,
    position,
  ]);
  await tx.query('DELETE FROM eventing.dead_letters WHERE consumer = $1 AND position <= $2', [projection.name, position]);
  await held.store(tx);
}
