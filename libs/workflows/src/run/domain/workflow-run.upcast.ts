import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';

/** Events as earlier releases have stored them, as they are written now. @throws RangeError for a version that there never was */
export function upcast(type: WorkflowRunEvent['type'], schemaVersion: number, data: object): object {
  // Version 2 says what has started it, and what it may take over; before it there were only runs by request that made everything.
  // Version 3 says what it shares places with; before it no run waited for one.
  if (type === 'RunRequested' && (schemaVersion === 1 || schemaVersion === 2))
    return { schedule: null, lineage: null, cache: 'use', pins: {}, slot: null, ...data };
  // Version 2 says what the result depends on, and where it was taken from; before it nothing was made use of elsewhere.
  if (type === 'NodeCompleted' && schemaVersion === 1) return { ...data, digest: null, from: null };
  // Version 2 says whether nodes were done in the same decision; before it a run began with nothing done.
  if (type === 'RunStarted' && schemaVersion === 1) return { ...data, more: false };
  // Version 2 says how long nothing is done but to wait; before it whoever worked on a node waited.
  if (type === 'NodeStarted' && schemaVersion === 1) return { ...data, until: null, more: false };
  throw new RangeError(`${type} has no version ${schemaVersion}`);
}
