import { type BatchPauseReason } from '../contracts/batch.events.js';
import { type BatchStatus, type ItemStatus } from '../domain/batch.state.js';
import { type BatchRow } from './batch-rows.projection.js';

export interface BatchView {
  readonly id: string;
  readonly name: string | null;
  readonly status: BatchStatus;
  /** Null: it is not paused. */
  readonly pauseReason: Exclude<BatchPauseReason, 'sample'> | null;
  /** When it is looked at again at the earliest; null: as soon as there is room, or never by itself. */
  readonly resumeAt: string | null;
  readonly counts: Readonly<Record<ItemStatus | 'total', number>>;
  readonly cost: { readonly amountMicros: number; readonly estimatedMicros: number; readonly currency: 'USD' };
  readonly concurrency: number;
  readonly sample: number;
  readonly onFailure: 'continue' | 'stop';
  readonly maxCostMicros: number | null;
  /** Null: nothing has shown yet how long a video takes, or nothing goes on. */
  readonly etaSeconds: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
}

/** What stands in `batches.orders` of it. */
export interface BatchOrderFacts {
  readonly name: string | null;
  readonly maxCostMicros: number | null;
  readonly estimatedMicros: number;
}

export interface ItemView {
  readonly index: number;
  readonly key: string | null;
  readonly status: ItemStatus;
  readonly videoId: string | null;
  /** Of the film; works without a key, for a while. */
  readonly videoUrl: string | null;
  readonly cost: { readonly amountMicros: number; readonly currency: 'USD' };
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export function batchView(id: string, row: BatchRow, { name, maxCostMicros, estimatedMicros }: BatchOrderFacts): BatchView {
  const { counts, costMicros, concurrency, sample, onFailure, orderedAt, updatedAt, endedAt } = row;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    ...{ id, name, status: row.status, pauseReason: row.pauseReason === 'sample' ? null : row.pauseReason, resumeAt: row.resumeAt },
    counts: { total, ...counts },
    cost: { amountMicros: costMicros, estimatedMicros, currency: 'USD' },
    ...{ concurrency, sample, onFailure, maxCostMicros, etaSeconds: etaOf(row) },
    ...{ createdAt: orderedAt, updatedAt, endedAt },
  };
}

/** As long as its videos took so far, as many at a time as it makes. */
function etaOf({ status, timed, counts, concurrency }: BatchRow): number | null {
  const left = counts.pending + counts.running;
  if (status !== 'running' || timed.items === 0 || left === 0) return null;
  return Math.ceil(((timed.seconds / timed.items) * left) / Math.min(concurrency, left));
}
