import { type Projection } from '#eventing/domain';
import { type ClipSetEvent } from '../../../contracts/clip-set.events.js';

/** That the set is there, and whose it is; the sets themselves are read from their events. */
export interface ClipSetRow {
  /** Null while something is pending. */
  readonly completedAt: string | null;
}

/** Inline, so that a list shows what was just ordered. */
export const clipSets: Projection<ClipSetEvent, ClipSetRow> = {
  name: 'jobs.clip-sets',
  table: 'jobs.clip_sets',
  mode: 'inline',
  version: 1,
  handles: ['ClipSetRequested', 'ClipSetCompleted', 'ClipSetDeleted'],
  keyOf: (event) => event.data.clipSetId,
  evolve(_row, event) {
    if (event.type === 'ClipSetDeleted') return null;
    return { completedAt: event.type === 'ClipSetCompleted' ? event.data.completedAt : null };
  },
};
