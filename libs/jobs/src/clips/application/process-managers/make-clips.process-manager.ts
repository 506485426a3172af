import { type ProcessManager } from '#eventing/domain';
import { type TaskEffect, type TaskRequest } from '#tasks';
import { deriveId } from '#platform';
import { type ClipSetEvent } from '../../../contracts/clip-set.events.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { type ClipSet, type OrderedSet } from '../../domain/clip-set.state.js';
import { queueFor } from '#steps/plan';
import { type ClipTaskPayloads } from '../tasks/task-kinds.js';

/** Storage may be away for a while, and nobody waits for this. */
const FORGET_ATTEMPTS = 10;

/** Has all clips of a set made side by side, and what they were made from forgotten when none is pending. */
export const makeClips: ProcessManager<ClipSetEvent, ClipSet, TaskEffect> = {
  name: 'jobs.make-clips',
  follows: clipSet.name,
  reactsTo: ['ClipSetRequested', 'ClipSetCompleted'],
  initialState: clipSet.initialState,
  evolve: (set, event) => clipSet.evolve(set, event),
  react(set, event) {
    if (set.status === 'absent') return [];
    if (event.type === 'ClipSetCompleted') {
      const { clipSetId } = set;
      const of = { orgId: event.metadata.orgId, subjectId: clipSetId };
      const payload: ClipTaskPayloads['jobs.forget-clip-pictures'] = { clipSetId };
      const taskId = deriveId(clipSetId, 'forget-pictures');
      return [{ request: { ...of, taskId, kind: 'jobs.forget-clip-pictures', queue: 'script', payload, maxAttempts: FORGET_ATTEMPTS } }];
    }
    return pendingClipsOf(set, event.metadata.orgId).map((request) => ({ request }));
  },
};

/** The tasks that make what has neither been made nor failed. */
export const pendingClipsOf = ({ clipSetId, model, clips }: OrderedSet, orgId: string): TaskRequest[] =>
  clips
    .filter(({ outcome }) => outcome === null)
    .map(({ clipId }) => {
      const payload: ClipTaskPayloads['jobs.make-set-clip'] = { clipSetId, clipId };
      return { taskId: clipId, kind: 'jobs.make-set-clip', queue: queueFor(model, 'video'), orgId, subjectId: clipSetId, payload };
    });
