import { type StateProjection } from '#eventing/domain';
import { type BatchEvent, type BatchPauseReason } from '../contracts/batch.events.js';
import { type BatchCommand } from '../domain/batch.commands.js';
import { batch } from '../domain/batch.decider.js';
import { type Batch, type BatchStatus, costOf, countsOf, isThere, type ItemStatus } from '../domain/batch.state.js';

/** What a list shows of a batch. */
export interface BatchRow {
  readonly status: BatchStatus;
  readonly pauseReason: BatchPauseReason | null;
  readonly resumeAt: string | null;
  readonly counts: Readonly<Record<ItemStatus, number>>;
  readonly costMicros: number;
  readonly concurrency: number;
  readonly sample: number;
  readonly onFailure: 'continue' | 'stop';
  readonly timed: { readonly items: number; readonly seconds: number };
  readonly orderedAt: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
}

/** Inline, so that a read shows what was answered, and an order waits for a pause that is under way. */
export const batchRows: StateProjection<BatchCommand, Batch, BatchEvent, BatchRow> = {
  name: 'batches.batches',
  table: 'batches.batches',
  mode: 'inline',
  version: 1,
  aggregate: batch,
  rowOf(state) {
    if (!isThere(state)) return null;
    const { status, pause, concurrency, sample, onFailure, timed, orderedAt, updatedAt, endedAt } = state;
    return {
      ...{ status, pauseReason: pause?.reason ?? null, resumeAt: pause?.resumeAt ?? null },
      ...{ counts: countsOf(state), costMicros: state.items.reduce((sum, item) => sum + costOf(item), 0) },
      ...{ concurrency, sample, onFailure, timed, orderedAt, updatedAt, endedAt },
    };
  },
};
