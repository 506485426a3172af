import { type Database, logger } from '#platform';
import { isWhole } from '../archive/archive-partitions.js';
import { type EventLog } from '../log/event-log.js';
import { type Vault } from '../personal/vault.js';
import { type AnyProjection, type EventingRegistry } from '../registry.js';
import { exchangeAll, exchangeInTurns } from './exchange.js';
import { isCumulative, NewRows } from './new-rows.js';

const log = logger('projections');

/**
 * Makes the rows of a projection again from the first event on: beside the old ones, then in their place. Rows of an asynchronous projection
 * change hands in one transaction, for which its consumer waits. Those of an inline one change hands some hundreds at a time, and appends
 * wait for each of these turns alone, however many rows there are. What only a newer release can read holds up nothing: see `HeldEvents`.
 * @returns the position up to which the log was read
 * @throws what the projection throws, Error when it counts events that were forgotten: rows that have not changed hands stay, and so does
 *   the version that they count as, so that the next start begins anew
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
  const rows = new NewRows(projection, registry, database, eventLog, vault);
  await rows.create();
  const startedAtMs = performance.now();
  try {
    await rows.catchUp();
    const upTo = await (projection.mode === 'inline' ? exchangeInTurns(rows) : exchangeAll(rows));
    const seconds = Math.round((performance.now() - startedAtMs) / 100) / 10;
    log.info({ projection: projection.name, version: projection.version, position: upTo, seconds }, 'rebuilt');
    return upTo;
  } finally {
    await rows.drop();
  }
}
