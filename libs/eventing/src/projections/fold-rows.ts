import { type Recorded } from '../domain/index.js';
import { type EventProjection } from '../registry.js';

export interface ProjectedRow {
  readonly orgId: string;
  readonly position: number;
  /** null: removed. */
  readonly data: object | null;
}

/** Rows by key; a key without a row is absent. */
export type Rows = Map<string, ProjectedRow>;

/**
 * Folds events into rows. What may come twice is guarded by position: an event at or below its row's position changes nothing.
 * Inline rows need no guard, and two streams that feed one row may commit against the order of their positions.
 * @returns the keys whose rows changed @throws what `keyOf` or `evolve` throws
 */
export function foldRows(projection: EventProjection, rows: Rows, events: readonly Recorded[], mayRepeat: boolean): Set<string> {
  const changed = new Set<string>();
  for (const event of events) {
    const key = projection.keyOf(event);
    const known = rows.get(key);
    if (mayRepeat && known && known.position >= event.position) continue;
    const data = projection.evolve(known?.data ?? undefined, event);
    if (data === undefined) throw new Error(`${projection.name} gave nothing for ${event.type} ${event.streamId}@${event.version}`);
    rows.set(key, { orgId: event.metadata.orgId, position: Math.max(event.position, known?.position ?? 0), data });
    changed.add(key);
  }
  return changed;
}

export function handledBy(projection: EventProjection, events: readonly Recorded[]): Recorded[] {
  return events.filter((event) => projection.handles.includes(event.type));
}
