import { type Aggregate } from '#eventing/domain';
import { type BatchEvent, type BatchPauseReason } from '../contracts/batch.events.js';
import { type BatchCommand, type OrderBatch, type RecordItemEnded, type RecordItemStarted } from './batch.commands.js';
import { BatchEnded, BatchNotEnded, NoSampleIsDue, NothingFailed, SampleIsDue, UnknownBatch } from './batch.errors.js';
import { type Batch, type BatchState, costOf, countsOf, evolve, hasEnded, isSampleDue, isThere } from './batch.state.js';

/** Rows that become videos: some at a time, each of them once, until all have ended. */
export const batch: Aggregate<BatchCommand, Batch, BatchEvent> = {
  name: 'batch',
  module: 'batches',
  schemaVersions: {
    BatchOrdered: 2,
    ItemStarted: 1,
    ItemEnded: 1,
    BatchPaused: 1,
    BatchResumed: 1,
    SampleApproved: 1,
    ItemsReopened: 1,
    BatchCancelled: 1,
    BatchCompleted: 1,
    BatchDeleted: 1,
  },
  personal: { BatchOrdered: ['metadata'] },
  initialState: { status: 'absent' },
  upcast(type, schemaVersion, data) {
    // Version 2 says what all of its videos carry.
    if (type === 'BatchOrdered' && schemaVersion === 1) return { ...data, metadata: {} };
    throw new RangeError(`${type} has no version ${schemaVersion}`);
  },
  evolve,
  decide(command, state) {
    if (command.type === 'OrderBatch') return ordered(command, state);
    // What tasks and videos tell of a batch that is gone leads to nothing.
    const isTold = ['RecordItemStarted', 'RecordItemEnded', 'PassItem'].includes(command.type);
    if (!isThere(state)) {
      if (isTold) return [];
      throw new UnknownBatch(command.data.batchId);
    }
    return decideOn(command, state);
  },
};

function decideOn(command: Exclude<BatchCommand, OrderBatch>, state: BatchState): BatchEvent[] {
  const { batchId } = state;
  const at = command.issuedAt;
  switch (command.type) {
    case 'PassItem':
      return [];
    case 'RecordItemStarted':
      return itemStarted(command, state);
    case 'RecordItemEnded':
      return itemEnded(command, state);
    case 'PauseBatch':
      return paused(state, command.data.reason, command.data.resumeAt, at);
    case 'ResumeBatch':
      return resumed(state, command.data.after ?? null, at);
    case 'ApproveSample':
      mustGoOn(state);
      if (state.status !== 'awaiting_approval') throw new NoSampleIsDue(batchId);
      return [{ type: 'SampleApproved', data: { batchId, approvedAt: at } }];
    case 'RetryFailedItems': {
      if (state.status === 'cancelled') throw new BatchEnded(batchId, state.status);
      const items = state.items.flatMap(({ status }, item) => (status === 'failed' ? [item] : []));
      if (items.length === 0) throw new NothingFailed(batchId);
      return [{ type: 'ItemsReopened', data: { batchId, items, reopenedAt: at } }];
    }
    case 'CancelBatch':
      mustGoOn(state);
      return [{ type: 'BatchCancelled', data: { batchId, cancelledAt: at } }];
    case 'DeleteBatch':
      if (!isOver(state) || !state.items.every(hasEnded)) throw new BatchNotEnded(batchId);
      return [{ type: 'BatchDeleted', data: { batchId, deletedAt: at } }];
  }
}

const isOver = ({ status }: BatchState): boolean => status === 'completed' || status === 'cancelled';

function mustGoOn(state: BatchState): void {
  if (isOver(state)) throw new BatchEnded(state.batchId, state.status);
}

function ordered({ data, issuedAt }: OrderBatch, state: Batch): BatchEvent[] {
  if (state.status !== 'absent') return []; // the same again
  const { batchId, count, digest, concurrency, sample, onFailure, metadata } = data;
  return [{ type: 'BatchOrdered', data: { batchId, count, digest, concurrency, sample, onFailure, metadata, orderedAt: issuedAt } }];
}

/** Also while it is paused or cancelled: the video is there. What has ended meanwhile was told of its end already. */
function itemStarted({ data, issuedAt }: RecordItemStarted, { items, batchId, status }: BatchState): BatchEvent[] {
  const { item, take, videoId } = data;
  const found = items[item];
  const isAwaited = found?.status === 'pending' || (found?.status === 'cancelled' && status === 'cancelled' && found.videoId === null);
  if (!isAwaited || found.take !== take) return [];
  return [{ type: 'ItemStarted', data: { batchId, item, take, videoId, startedAt: issuedAt } }];
}

function itemEnded(command: RecordItemEnded, state: BatchState): BatchEvent[] {
  const { batchId } = state;
  const { item, videoId, outcome, code, film, costMicros } = command.data;
  const at = command.issuedAt;
  const found = state.items[item];
  // Another video has taken its place: what it cost is counted already.
  if (!found || (videoId !== null && found.videoId !== null && videoId !== found.videoId)) return [];
  if (videoId === null && found.status !== 'pending') return [];
  const isKnown = found.status === outcome && found.code === code && found.costMicros === costMicros && found.film?.key === film?.key;
  if (isKnown && found.videoId === videoId) return [];
  const seconds = found.startedAt === null ? 0 : Math.max(0, (Date.parse(at) - Date.parse(found.startedAt)) / 1000);
  const end: BatchEvent = { type: 'ItemEnded', data: { batchId, item, videoId, outcome, code, film, costMicros, seconds, endedAt: at } };
  const after = evolve(state, end);
  return [end, ...(isThere(after) ? whatFollows(after, state, outcome, at) : [])];
}

/** The end of all, the pause after a sample, or after a failure. */
function whatFollows(after: BatchState, before: BatchState, outcome: string, at: string): BatchEvent[] {
  const { batchId } = after;
  if (isOver(before)) return [];
  if (after.items.every(hasEnded)) {
    const { completed, failed, cancelled } = countsOf(after);
    const costMicros = after.items.reduce((sum, item) => sum + costOf(item), 0);
    return [{ type: 'BatchCompleted', data: { batchId, completed, failed, cancelled, costMicros, completedAt: at } }];
  }
  if (before.status !== 'running') return [];
  if (isSampleDue(after)) return [pauseOf(batchId, 'sample', null, at)];
  return outcome === 'failed' && after.onFailure === 'stop' ? [pauseOf(batchId, 'item_failed', null, at)] : [];
}

const pauseOf = (batchId: string, reason: BatchPauseReason, resumeAt: string | null, pausedAt: string): BatchEvent => ({
  type: 'BatchPaused',
  data: { batchId, reason, resumeAt, pausedAt },
});

/** What somebody has asked for goes before any other reason: it does not end by itself. */
function paused(state: BatchState, reason: BatchPauseReason, resumeAt: string | null, at: string): BatchEvent[] {
  if (reason === 'requested') mustGoOn(state);
  const isNew = state.status === 'running' || (state.status === 'paused' && reason === 'requested' && state.pause?.reason !== 'requested');
  return isNew ? [pauseOf(state.batchId, reason, resumeAt, at)] : [];
}

function resumed(state: BatchState, after: BatchPauseReason | null, at: string): BatchEvent[] {
  const { batchId } = state;
  if (after !== null && state.pause?.reason !== after) return [];
  mustGoOn(state);
  if (state.status === 'awaiting_approval') throw new SampleIsDue(batchId);
  if (state.status === 'running') return [];
  const resumption: BatchEvent = { type: 'BatchResumed', data: { batchId, resumedAt: at } };
  return isSampleDue(state) ? [resumption, pauseOf(batchId, 'sample', null, at)] : [resumption];
}
