import { describe, expect, it } from '@jest/globals';
import { decider } from '#eventing/testing';
import { type BatchEvent, type BatchPauseReason } from '../contracts/batch.events.js';
import { ApproveSample, CancelBatch, DeleteBatch, OrderBatch, PauseBatch, RecordItemEnded } from './batch.commands.js';
import { RecordItemStarted, ResumeBatch, RetryFailedItems } from './batch.commands.js';
import { batch } from './batch.decider.js';
import { costOf, dueItems, isThere } from './batch.state.js';

const given = decider(batch);
const AT = '2026-11-21T10:00:00.000Z';
const batchId = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b31';
const order = (more: object = {}) =>
  new OrderBatch({ batchId, count: 4, digest: 'd', concurrency: 2, sample: 0, onFailure: 'continue', metadata: {}, ...more }, AT);
const ordered = (more: object = {}): BatchEvent => ({ type: 'BatchOrdered', data: { ...order(more).data, orderedAt: AT } });
const video = (item: number, take = 0): string => `video-${item}-${take}`;
const start = (item: number, take = 0) => new RecordItemStarted({ batchId, item, take, videoId: video(item, take) }, AT);
const started = (item: number, take = 0): BatchEvent => ({ type: 'ItemStarted', data: { ...start(item, take).data, startedAt: AT } });
const end = (item: number, outcome: 'completed' | 'failed' | 'cancelled' = 'completed', more: object = {}) => {
  const code = outcome === 'failed' ? 'broken' : null;
  return new RecordItemEnded({ batchId, item, videoId: video(item), outcome, code, film: null, costMicros: 5, ...more }, AT);
};
const ended = (...args: Parameters<typeof end>): BatchEvent => ({
  type: 'ItemEnded',
  data: { ...end(...args).data, seconds: 0, endedAt: AT },
});
const completed = (counts: object): BatchEvent => ({
  type: 'BatchCompleted',
  data: { batchId, completed: 0, failed: 0, cancelled: 0, costMicros: 0, ...counts, completedAt: AT },
});
const pause = (reason: BatchPauseReason = 'requested') => new PauseBatch({ batchId, reason, resumeAt: null }, AT);
const paused = (reason: BatchPauseReason = 'requested'): BatchEvent => ({
  type: 'BatchPaused',
  data: { ...pause(reason).data, pausedAt: AT },
});
const resumed: BatchEvent = { type: 'BatchResumed', data: { batchId, resumedAt: AT } };
const cancelled: BatchEvent = { type: 'BatchCancelled', data: { batchId, cancelledAt: AT } };
const reopened = (...items: number[]): BatchEvent => ({ type: 'ItemsReopened', data: { batchId, items, reopenedAt: AT } });
const approved: BatchEvent = { type: 'SampleApproved', data: { batchId, approvedAt: AT } };
const stateOf = (...events: BatchEvent[]) => events.reduce((state, event) => batch.evolve(state, event), batch.initialState);
const all = (...items: number[]): BatchEvent[] => items.flatMap((item) => [started(item), ended(item)]);

describe('a batch', () => {
  it('is ordered once', () => {
    given().when(order()).then(ordered());
    given(ordered()).when(order()).thenNothing();
  });

  it('makes as many at a time as it says, in their order', () => {
    expect(dueItems(stateOf(ordered()))).toEqual([0, 1]);
    expect(dueItems(stateOf(ordered(), started(0)))).toEqual([1]);
    expect(dueItems(stateOf(ordered(), started(0), started(1)))).toEqual([]);
    expect(dueItems(stateOf(ordered(), started(0), started(1), ended(1)))).toEqual([2]);
  });

  it('starts each item once, and takes its end as often as it ends otherwise', () => {
    given(ordered(), started(0)).when(start(0)).thenNothing();
    given(ordered(), started(0), ended(0)).when(start(0)).thenNothing();
    given(ordered(), started(0), ended(0)).when(end(0)).thenNothing();
    given(ordered(), started(0), ended(0))
      .when(end(0, 'completed', { costMicros: 9 }))
      .then(ended(0, 'completed', { costMicros: 9 }));
    // Sooner than whoever ordered it could say that it did.
    given(ordered()).when(end(0)).then(ended(0));
    given(ordered(), ended(0)).when(start(0)).thenNothing();
  });

  it('is completed with its last item', () => {
    given(ordered(), ...all(0, 1, 2), started(3))
      .when(end(3, 'failed'))
      .then(ended(3, 'failed'), completed({ completed: 3, failed: 1, costMicros: 20 }));
    given(ordered(), ...all(0, 1, 2, 3), completed({ completed: 4, costMicros: 20 }))
      .when(end(3))
      .thenNothing();
  });

  it('starts nothing while it is paused, and all of it afterwards', () => {
    given(ordered()).when(pause()).then(paused());
    given(ordered(), paused()).when(pause()).thenNothing();
    expect(dueItems(stateOf(ordered(), paused()))).toEqual([]);
    given(ordered(), paused()).when(new ResumeBatch({ batchId }, AT)).then(resumed);
    expect(dueItems(stateOf(ordered(), started(0), paused(), resumed))).toEqual([1]);
    given(ordered()).when(new ResumeBatch({ batchId }, AT)).thenNothing();
    // A video that was ordered in that moment is there all the same.
    given(ordered(), paused()).when(start(0)).then(started(0));
  });

  it('does not go on by itself after a person has paused it', () => {
    const bySelf = new ResumeBatch({ batchId, after: 'quota_exceeded' }, AT);
    given(ordered(), paused('quota_exceeded')).when(bySelf).then(resumed);
    given(ordered(), paused('quota_exceeded')).when(pause()).then(paused());
    given(ordered(), paused('quota_exceeded'), paused()).when(bySelf).thenNothing();
    given(ordered(), paused()).when(pause('quota_exceeded')).thenNothing();
  });

  it('stops after a failure where it was told to', () => {
    given(ordered({ onFailure: 'stop' }), started(0))
      .when(end(0, 'failed'))
      .then(ended(0, 'failed'), paused('item_failed'));
    given(ordered({ onFailure: 'stop' }), started(0), ended(0, 'failed'), paused('item_failed'))
      .when(new RetryFailedItems({ batchId }, AT))
      .then(reopened(0));
    expect(dueItems(stateOf(ordered(), started(0), ended(0, 'failed'), paused('item_failed'), reopened(0)))).toEqual([0, 1]);
  });

  it('waits for approval after its sample', () => {
    const sampled = ordered({ sample: 1 });
    expect(dueItems(stateOf(sampled))).toEqual([0]);
    given(sampled, started(0)).when(end(0)).then(ended(0), paused('sample'));
    const waiting = [sampled, ...all(0), paused('sample')];
    expect(stateOf(...waiting).status).toBe('awaiting_approval');
    given(...waiting)
      .when(new ResumeBatch({ batchId }, AT))
      .thenRefused('awaiting_approval');
    given(...waiting)
      .when(new ApproveSample({ batchId }, AT))
      .then(approved);
    given(sampled).when(new ApproveSample({ batchId }, AT)).thenRefused('not_awaiting_approval');
    expect(dueItems(stateOf(...waiting, approved))).toEqual([1, 2]);
    // The sample has ended while it was paused.
    given(sampled, started(0), paused(), ended(0)).when(new ResumeBatch({ batchId }, AT)).then(resumed, paused('sample'));
    given(ordered({ sample: 4 }), ...all(0, 1, 2), started(3))
      .when(end(3))
      .then(ended(3), completed({ completed: 4, costMicros: 20 }));
  });

  it('has failed items made again, with the costs of both', () => {
    const over = [ordered(), ...all(0, 1, 2), started(3), ended(3, 'failed'), completed({ completed: 3, failed: 1, costMicros: 20 })];
    given(...over)
      .when(new RetryFailedItems({ batchId }, AT))
      .then(reopened(3));
    expect(dueItems(stateOf(...over, reopened(3)))).toEqual([3]);
    given(...over, reopened(3))
      .when(start(3))
      .thenNothing(); // of the first take
    const again = stateOf(...over, reopened(3), started(3, 1), ended(3, 'completed', { videoId: video(3, 1), costMicros: 2 }));
    expect(isThere(again) && again.items[3] && costOf(again.items[3])).toBe(7);
    // The video that was given up tells of nothing any more.
    given(...over, reopened(3), started(3, 1))
      .when(end(3, 'failed', { costMicros: 6 }))
      .thenNothing();
    given(ordered(), started(0)).when(new RetryFailedItems({ batchId }, AT)).thenRefused('not_failed');
    given(ordered(), cancelled).when(new RetryFailedItems({ batchId }, AT)).thenRefused('already_finished');
  });

  it('is cancelled with everything that was not started', () => {
    given(ordered(), started(0)).when(new CancelBatch({ batchId }, AT)).then(cancelled);
    const over = stateOf(ordered(), started(0), cancelled);
    expect(isThere(over) && over.items.map(({ status }) => status)).toEqual(['running', 'cancelled', 'cancelled', 'cancelled']);
    given(ordered(), started(0), cancelled).when(end(0, 'cancelled')).then(ended(0, 'cancelled'));
    given(ordered(), cancelled).when(start(1)).then(started(1));
    given(ordered(), cancelled).when(new CancelBatch({ batchId }, AT)).thenRefused('already_finished');
    given(ordered(), cancelled).when(pause()).thenRefused('already_finished');
  });

  it('is deleted when its videos have ended, and is not there then', () => {
    const deleted: BatchEvent = { type: 'BatchDeleted', data: { batchId, deletedAt: AT } };
    given(ordered(), started(0), cancelled).when(new DeleteBatch({ batchId }, AT)).thenRefused('not_finished');
    given(ordered(), paused()).when(new DeleteBatch({ batchId }, AT)).thenRefused('not_finished');
    given(ordered(), cancelled).when(new DeleteBatch({ batchId }, AT)).then(deleted);
    given(ordered(), cancelled, deleted).when(new CancelBatch({ batchId }, AT)).thenRefused('batch_not_found');
    given(ordered(), cancelled, deleted).when(end(0)).thenNothing();
    given().when(pause()).thenRefused('batch_not_found');
  });
});
