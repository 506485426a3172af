import { type ProcessManager } from '#eventing/domain';
import { deriveId } from '#platform';
import { type TaskEffect } from '#tasks';
import { type BatchEvent } from '../../contracts/batch.events.js';
import { batch } from '../../domain/batch.decider.js';
import { type Batch, dueItems, isThere } from '../../domain/batch.state.js';
import { type BatchTaskPayloads } from '../tasks/task-kinds.js';
import { videoIdOf } from '../video-ids.js';

/** Has as many videos ordered as may be made at the same time, those of a cancelled batch cancelled, and the words of a deleted one erased. */
export const startItems: ProcessManager<BatchEvent, Batch, TaskEffect> = {
  name: 'batches.start-items',
  follows: batch.name,
  reactsTo: [
    'BatchOrdered',
    'ItemStarted',
    'ItemEnded',
    'BatchResumed',
    'SampleApproved',
    'ItemsReopened',
    'BatchCancelled',
    'BatchDeleted',
  ],
  initialState: batch.initialState,
  evolve: (state, event) => batch.evolve(state, event),
  react(state, event) {
    const { orgId } = event.metadata;
    if (event.type === 'BatchDeleted') return [erasure(event.data.batchId, orgId)];
    if (!isThere(state)) return [];
    if (event.type === 'BatchCancelled') return cancellations(state, orgId);
    // It was ordered in the moment in which the batch was cancelled.
    if (event.type === 'ItemStarted' && state.status === 'cancelled') return [cancellation(state.batchId, event.data.videoId, orgId)];
    return requestsOf(state, orgId);
  },
};

/** Tasks for the items that are due. Their ids are derived, so asking again is asking once, until the batch is resumed. */
export function requestsOf(state: Batch, orgId: string): TaskEffect[] {
  if (!isThere(state)) return [];
  const { batchId, turn } = state;
  return dueItems(state).map((item): TaskEffect => {
    const take = state.items[item]?.take ?? 0;
    const payload: BatchTaskPayloads['batches.start-item'] = { batchId, item, take };
    const taskId = deriveId(batchId, 'start', String(item), String(take), String(turn));
    return { request: { taskId, kind: 'batches.start-item', queue: 'script', orgId, subjectId: batchId, payload } };
  });
}

/** Of those that are there, and of those that may be: the first ones that were pending. */
function cancellations(state: Exclude<Batch, { status: 'absent' | 'deleted' }>, orgId: string): TaskEffect[] {
  const { batchId, items, concurrency } = state;
  const there = items.flatMap(({ status, videoId }) => (status === 'running' && videoId !== null ? [videoId] : []));
  const pending = items.flatMap(({ status, videoId, startedAt }, item) =>
    status === 'cancelled' && startedAt === null && videoId === null ? [item] : [],
  );
  const perhaps = pending.slice(0, concurrency).map((item) => videoIdOf(batchId, item, 0));
  return [...there, ...perhaps].map((videoId) => cancellation(batchId, videoId, orgId));
}

function cancellation(batchId: string, videoId: string, orgId: string): TaskEffect {
  const payload: BatchTaskPayloads['batches.cancel-video'] = { batchId, videoId };
  // Not of the video: what is left of its work is cancelled with it.
  const request = { taskId: deriveId(videoId, 'cancel-of-batch'), kind: 'batches.cancel-video', queue: 'script' as const, payload };
  return { request: { ...request, orgId, subjectId: batchId } };
}

function erasure(batchId: string, orgId: string): TaskEffect {
  const payload: BatchTaskPayloads['batches.erase'] = { batchId };
  return { request: { taskId: deriveId(batchId, 'erase'), kind: 'batches.erase', queue: 'script', orgId, subjectId: batchId, payload } };
}
