/** From the events of a batch to the frames of its event stream (SSE). Pure. */
import { type EventFrame, type FrameSource } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type BatchEvent } from '../contracts/batch.events.js';
import { type Batch, type BatchState, costOf, countsOf, evolve, isThere } from '../domain/batch.state.js';

type Frame = Omit<EventFrame, 'id'>;

export class BatchFrames implements FrameSource<BatchEvent> {
  private batch: Batch = { status: 'absent' };

  /** Once its last videos have ended, too: those of a cancelled batch end after it. */
  get isOver(): boolean {
    const { batch } = this;
    if (batch.status === 'deleted') return true;
    const isDone = batch.status === 'completed' || batch.status === 'cancelled';
    return isDone && !batch.items.some(({ status }) => status === 'running');
  }

  next(event: Recorded<BatchEvent>): EventFrame[] {
    const before = this.batch;
    const after = (this.batch = evolve(before, event));
    if (!isThere(after)) return [];
    const frames = [...statusFrame(before, after), ...itemFrames(before, after), progressFrame(after), ...closingFrame(after, this.isOver)];
    return frames.map((frame, n) => ({ id: `${event.position}.${n}`, ...frame }));
  }
}

function statusFrame(before: Batch, after: BatchState): Frame[] {
  const { status, pause } = after;
  if (before.status === status) return [];
  return [{ event: 'batch', data: { status, pauseReason: pause && pause.reason !== 'sample' ? pause.reason : null } }];
}

/** One for each item that is otherwise than before; at first all are pending. */
function itemFrames(before: Batch, after: BatchState): Frame[] {
  const known = isThere(before) ? before.items : null;
  return after.items.flatMap((item, index) => {
    if (known === null || known[index] === item) return [];
    const { status, videoId, code } = item;
    return [{ event: 'item', data: { index, status, videoId, code } }];
  });
}

/** The last one, by which clients know that a stream which ends has not been cut. Others follow it when failed items are retried. */
function closingFrame(batch: BatchState, isOver: boolean): Frame[] {
  const { status } = batch;
  return isOver ? [{ event: status, data: { status, ...progressFrame(batch).data } }] : [];
}

function progressFrame(batch: BatchState): Frame {
  const amountMicros = batch.items.reduce((sum, item) => sum + costOf(item), 0);
  return {
    event: 'progress',
    data: { counts: { total: batch.items.length, ...countsOf(batch) }, cost: { amountMicros, currency: 'USD' } },
  };
}
