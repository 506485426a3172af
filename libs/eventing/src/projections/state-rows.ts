import { type Queryable } from '#platform';
import { type AnyAggregate, type Recorded } from '../domain/index.js';
import { type Vault } from '../personal/vault.js';
import { type AnyStateProjection } from '../registry.js';
import { readStreams } from '../store/event-table.js';
import { emptyStream, foldKnown, type Folded } from '../store/fold-cache.js';
import { type ProjectedRow, type Rows } from './fold-rows.js';
import { readRows } from './row-table.js';

/** Streams folded from their first event on at one time: each may have hundreds of events. */
const STREAMS = 100;

/** The key of a stream's row. */
export const keyOfStream = (aggregate: AnyAggregate, streamId: string): string => streamId.slice(aggregate.name.length + 1);

/** @throws what `rowOf` throws */
export function rowOfState(projection: AnyStateProjection, { state, position }: Folded, orgId: string): ProjectedRow {
  const data = projection.rowOf(state);
  if (data === undefined) throw new Error(`${projection.name} gave nothing for a state of ${projection.aggregate.name}`);
  return { orgId, position, data };
}

/**
 * Rows of the streams of these events as they are now in the store, perhaps ahead of the events; what `table` has as new as the events is
 * left out. Folded without the cache, since a rebuild passes through all streams; up to the first event that this release cannot read.
 * @throws what `evolve` and `rowOf` throw
 */
export async function rowsFromStore(
  db: Queryable,
  vault: Vault,
  projection: AnyStateProjection,
  table: string,
  events: readonly Recorded[],
): Promise<Rows> {
  const { aggregate } = projection;
  const last = new Map(events.map((event) => [event.streamId, event]));
  const known = await readRows(
    db,
    table,
    [...last.keys()].map((streamId) => keyOfStream(aggregate, streamId)),
  );
  const missing = [...last.values()].filter(
    ({ streamId, position }) => (known.get(keyOfStream(aggregate, streamId))?.position ?? 0) < position,
  );
  const rows: Rows = new Map();
  for (let from = 0; from < missing.length; from += STREAMS) {
    const part = missing.slice(from, from + STREAMS);
    const stored = await readStreams(
      db,
      vault,
      part.map(({ streamId }) => ({ streamId, after: 0 })),
    );
    for (const [streamId, ofStream] of Map.groupBy(stored, (row) => row.stream_id)) {
      const orgId = ofStream.at(-1)?.metadata.orgId ?? '';
      const folded = foldKnown(aggregate, emptyStream(aggregate), ofStream);
      if (folded.version > 0) rows.set(keyOfStream(aggregate, streamId), rowOfState(projection, folded, orgId));
    }
  }
  return rows;
}
