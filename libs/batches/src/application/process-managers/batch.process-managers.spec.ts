import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '#jobs';
import { type BatchEvent } from '../../contracts/batch.events.js';
import { videoIdOf } from '../video-ids.js';
import { announceBatch } from './announce-batch.process-manager.js';
import { recordEnds } from './record-ends.process-manager.js';
import { startItems } from './start-items.process-manager.js';

const batchId = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b31';
const at = '2026-11-21T10:00:00.000Z';
const recorded = <E>(type: string, data: object): Recorded & E =>
  ({ type, data, eventId: 'e', metadata: { orgId: 'o' } }) as unknown as Recorded & E;
const ofBatch = (type: BatchEvent['type'], data: object = {}) => recorded<BatchEvent>(type, { batchId, ...data }) as Recorded<BatchEvent>;
const ordered = (count = 3) =>
  ofBatch('BatchOrdered', {
    count,
    digest: 'd',
    concurrency: 2,
    sample: 0,
    onFailure: 'continue',
    metadata: { sku: 'A-1' },
    orderedAt: at,
  });
const started = (item: number) => ofBatch('ItemStarted', { item, take: 0, videoId: videoIdOf(batchId, item, 0), startedAt: at });

function effectsOf(...events: Recorded<BatchEvent>[]) {
  const state = events.reduce((before, event) => startItems.evolve(before, event), startItems.initialState);
  const last = events.at(-1);
  return last ? startItems.react(state, last).map((effect) => ('request' in effect ? effect.request : null)) : [];
}

describe('starting the items of a batch', () => {
  it('asks for the same tasks until they are done, and for new ones when it was resumed', () => {
    const first = effectsOf(ordered());
    expect(first.map((request) => [request?.kind, request?.payload])).toEqual([
      ['batches.start-item', { batchId, item: 0, take: 0 }],
      ['batches.start-item', { batchId, item: 1, take: 0 }],
    ]);
    expect(effectsOf(ordered(), started(0)).map((request) => request?.taskId)).toEqual([first[1]?.taskId]);
    const pause = ofBatch('BatchPaused', { reason: 'requested', resumeAt: null, pausedAt: at });
    const resumed = effectsOf(ordered(), pause, ofBatch('BatchResumed', { resumedAt: at }));
    expect(resumed.map((request) => request?.payload)).toEqual(first.map((request) => request?.payload));
    expect(resumed[0]?.taskId).not.toBe(first[0]?.taskId);
  });

  it('cancels what is there, what may be there, and what comes to be there', () => {
    const cancelled = ofBatch('BatchCancelled', { cancelledAt: at });
    const asked = effectsOf(ordered(), started(0), cancelled);
    expect(asked.map((request) => [request?.kind, (request?.payload as { videoId: string }).videoId])).toEqual(
      [0, 1, 2].map((item) => ['batches.cancel-video', videoIdOf(batchId, item, 0)]),
    );
    expect(effectsOf(ordered(), cancelled, started(1)).map((request) => request?.taskId)).toEqual([asked[1]?.taskId]);
  });
});

it('a batch that is deleted has its words erased', () => {
  const asked = effectsOf(ordered(1), ofBatch('BatchDeleted', { deletedAt: at }));
  expect(asked.map((request) => [request?.kind, request?.payload, request?.subjectId])).toEqual([['batches.erase', { batchId }, batchId]]);
});

describe('the ends of videos', () => {
  const ofVideo = (type: VideoJobEvent['type'], data: object) =>
    recorded<VideoJobEvent>(type, { videoId: 'v', ...data }) as Recorded<VideoJobEvent>;
  const told = (...events: Recorded<VideoJobEvent>[]) => {
    const state = events.reduce((before, event) => recordEnds.evolve(before, event), recordEnds.initialState);
    const last = events.at(-1);
    return last ? recordEnds.react(state, last).map(({ tell }) => tell.command.data) : [];
  };
  const created = (origin?: object) => ofVideo('JobCreated', { request: {}, ...(origin && { origin }) });

  it('are told with all that they have cost', () => {
    const film = { key: 'k', contentType: 'video/mp4', sizeBytes: 1, sha256: 's' };
    const paid = [
      ofVideo('ScriptDrafted', { cost: { amountMicros: 3 } }),
      ofVideo('SegmentGenerated', { cost: { amountMicros: 40 } }),
      ofVideo('RenderFinished', { film }),
    ];
    const end = {
      batchId,
      item: 7,
      videoId: 'v',
      outcome: 'completed',
      code: null,
      film: { key: 'k', contentType: 'video/mp4' },
      costMicros: 43,
    };
    expect(told(created({ batchId, item: 7 }), ...paid, ofVideo('JobCompleted', { completedAt: at }))).toEqual([end]);
    const failed = ofVideo('JobFailed', { code: 'broken', message: 'words of somebody', failedAt: at });
    expect(told(created({ batchId, item: 0 }), failed)).toEqual([
      { batchId, item: 0, videoId: 'v', outcome: 'failed', code: 'broken', film: null, costMicros: 0 },
    ]);
  });

  it('are nothing to a batch that has not ordered them', () => {
    expect(told(created(), ofVideo('JobCancelled', { cancelledAt: at }))).toEqual([]);
    expect(told(created({ seriesId: 's', item: 1 }), ofVideo('JobCancelled', { cancelledAt: at }))).toEqual([]);
  });
});

it('the end of a batch is announced', () => {
  const completed = ofBatch('BatchCompleted', { completed: 2, failed: 1, cancelled: 0, costMicros: 9, completedAt: at });
  const metadata = { sku: 'A-1' };
  const known = [ordered(), started(0)].reduce((before, event) => announceBatch.evolve(before, event), announceBatch.initialState);
  expect(announceBatch.react(known, completed)).toMatchObject([
    { type: 'batch.completed', subject: { id: batchId }, metadata, data: { completed: 2, failed: 1, cost: { amountMicros: 9 }, metadata } },
  ]);
});
