import { type Event, type Recorded } from './event.js';

/**
 * A read model as a pure fold of events into rows, one row a key. The runtime owns loading, storing, order and checkpoint;
 * each row remembers the position it was last changed at, so an event delivered again changes nothing.
 * `inline` rows commit with the events themselves (read your writes); `async` rows follow within milliseconds.
 */
export interface Projection<E extends Event, Row extends object> {
  /** `<lib>.<read-model>`. */
  readonly name: string;
  /** Table the rows live in (schema-qualified), with the columns `key text primary key, org_id uuid, position bigint, data jsonb`. */
  readonly table: string;
  readonly mode: 'inline' | 'async';
  /** Raise it with any change of shape or meaning: the rows are then rebuilt from the log at the next start. */
  readonly version: number;
  /**
   * Its rows count what has ever been, also of what was deleted since: a rebuild reads the archive of the log as well, and is refused once a
   * part of that was forgotten.
   */
  readonly isCumulative?: true;
  /**
   * Its rows may be so far behind, where nobody looks at them more often: events of that time are folded together. Less than the second after
   * which everybody looks anyway. Without: within milliseconds.
   */
  readonly mayLagMs?: number;
  readonly handles: readonly E['type'][];
  keyOf(event: Recorded<E>): string;
  /** @returns the new row, or null to remove it. */
  evolve(row: Row | undefined, event: Recorded<E>): Row | null;
}
