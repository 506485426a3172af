import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type BatchEvent } from '../contracts/batch.events.js';
import { BatchFrames } from './batch-frames.js';

const batchId = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b31';
const videoId = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b32';
const at = '2026-11-21T10:00:00.000Z';
const ordered = { type: 'BatchOrdered', data: { count: 2, digest: 'd', concurrency: 2, sample: 0, onFailure: 'continue', orderedAt: at } };
const started = (item: number, take = 0) => ({ type: 'ItemStarted', data: { item, take, videoId, startedAt: at } });
const ended = (item: number, outcome = 'completed') => ({
  type: 'ItemEnded',
  data: { item, videoId, outcome, code: outcome === 'failed' ? 'render_failed' : null, film: null, costMicros: 5, seconds: 1, endedAt: at },
});
const completed = { type: 'BatchCompleted', data: { completed: 1, failed: 1, cancelled: 0, costMicros: 10, completedAt: at } };
const cancelled = { type: 'BatchCancelled', data: { cancelledAt: at } };
const reopened = { type: 'ItemsReopened', data: { items: [1], reopenedAt: at } };

/** Names of the frames of each event, and whether the stream may end after it. */
function told(...events: { type: string; data: object }[]): [string, boolean][] {
  const frames = new BatchFrames();
  return events.map(({ type, data }, position) => {
    const event = { type, data: { batchId, ...data }, position } as unknown as Recorded<BatchEvent>;
    const names = frames.next(event).map((frame) => frame.event);
    return [names.join(' '), frames.isOver];
  });
}

describe('the event stream of a batch', () => {
  it('is closed by a frame of its own, after which nothing comes', () => {
    expect(told(ordered, started(0), started(1), ended(0), ended(1, 'failed'), completed).slice(-2)).toEqual([
      ['item progress', false],
      ['batch progress completed', true],
    ]);
  });

  it('goes on after it when failed items are made again, and is closed anew', () => {
    const again = told(
      ordered,
      started(0),
      started(1),
      ended(0),
      ended(1, 'failed'),
      completed,
      reopened,
      started(1, 1),
      ended(1),
      completed,
    );
    expect(again.slice(-5).map(([names, isOver]) => [names.split(' ').at(-1), isOver])).toEqual([
      ['completed', true],
      ['progress', false],
      ['progress', false],
      ['progress', false],
      ['completed', true],
    ]);
  });

  it('of a cancelled batch is closed when its last video has ended, and ends with that frame whatever comes late', () => {
    expect(
      told(ordered, started(0), cancelled, ended(0, 'cancelled'), ended(0)).map(([names, isOver]) => [names.split(' ').at(-1), isOver]),
    ).toEqual([
      ['progress', false],
      ['progress', false],
      ['progress', false],
      ['cancelled', true],
      ['cancelled', true],
    ]);
  });

  it('says with its last frame how things stand', () => {
    const frames = new BatchFrames();
    const last = [ordered, started(0), started(1), ended(0), ended(1), completed]
      .flatMap(({ type, data }, position) => frames.next({ type, data: { batchId, ...data }, position } as unknown as Recorded<BatchEvent>))
      .at(-1);
    expect(last).toEqual({
      ...{ id: '5.2', event: 'completed' },
      data: {
        status: 'completed',
        counts: { total: 2, pending: 0, running: 0, completed: 2, failed: 0, cancelled: 0 },
        cost: { amountMicros: 10, currency: 'USD' },
      },
    });
  });
});
