import { type BatchEvent, type BatchFile, type BatchPauseReason } from '../contracts/batch.events.js';

export type ItemStatus = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled';
export const ITEM_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const satisfies readonly ItemStatus[];
export type BatchStatus = 'running' | 'paused' | 'awaiting_approval' | 'completed' | 'cancelled';
export const BATCH_STATUSES = [
  ...(['running', 'paused', 'awaiting_approval', 'completed', 'cancelled'] as const),
] satisfies readonly BatchStatus[];

export interface BatchItem {
  readonly status: ItemStatus;
  /** How often it was begun anew. */
  readonly take: number;
  readonly videoId: string | null;
  /** Of its present video. */
  readonly costMicros: number;
  /** Of videos before it. */
  readonly earlierMicros: number;
  readonly code: string | null;
  readonly film: BatchFile | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface BatchState {
  readonly status: BatchStatus;
  readonly batchId: string;
  readonly concurrency: number;
  readonly sample: number;
  readonly isApproved: boolean;
  readonly onFailure: 'continue' | 'stop';
  readonly pause: { readonly reason: BatchPauseReason; readonly resumeAt: string | null } | null;
  /** How often it was resumed: what was asked for before then is not waited for. */
  readonly turn: number;
  readonly items: readonly BatchItem[];
  /** Of videos that were completed: how many, and how long they took together. */
  readonly timed: { readonly items: number; readonly seconds: number };
  readonly orderedAt: string;
  readonly updatedAt: string;
  /** Null: it goes on. */
  readonly endedAt: string | null;
}

export type Batch = { readonly status: 'absent' } | { readonly status: 'deleted'; readonly batchId: string } | BatchState;

const PENDING: BatchItem = {
  ...{ status: 'pending', take: 0, videoId: null, costMicros: 0, earlierMicros: 0 },
  ...{ code: null, film: null, startedAt: null, endedAt: null },
};

export const isThere = (batch: Batch): batch is BatchState => batch.status !== 'absent' && batch.status !== 'deleted';

export const costOf = ({ costMicros, earlierMicros }: BatchItem): number => costMicros + earlierMicros;

export function countsOf({ items }: BatchState): Record<ItemStatus, number> {
  const counts = { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
  for (const { status } of items) counts[status] += 1;
  return counts;
}

/** Items whose video should be ordered now, in their order; the same ones until one of them is there. */
export function dueItems(batch: Batch): number[] {
  if (batch.status !== 'running' || !isThere(batch)) return [];
  const places = batch.concurrency - batch.items.filter(({ status }) => status === 'running').length;
  return pendingOf(batch).slice(0, Math.max(0, places));
}

/** Items that may be started at all: before the sample is approved, those of the sample. */
function pendingOf({ items, sample, isApproved }: BatchState): number[] {
  const last = sample > 0 && !isApproved ? sample : items.length;
  return items.slice(0, last).flatMap(({ status }, item) => (status === 'pending' ? [item] : []));
}

export const hasEnded = ({ status }: BatchItem): boolean => status !== 'pending' && status !== 'running';

/** All of the sample has ended, nobody has said that it is good, and there is more to make. */
export const isSampleDue = ({ sample, isApproved, items }: BatchState): boolean =>
  sample > 0 && !isApproved && sample < items.length && items.slice(0, sample).every(hasEnded);

export function evolve(batch: Batch, event: BatchEvent): Batch {
  if (event.type === 'BatchOrdered') {
    const { batchId, count, concurrency, sample, onFailure, orderedAt } = event.data;
    return {
      ...{ status: 'running', batchId, concurrency, sample, onFailure, isApproved: false, pause: null, turn: 0 },
      ...{ items: Array.from({ length: count }, () => PENDING), timed: { items: 0, seconds: 0 } },
      ...{ orderedAt, updatedAt: orderedAt, endedAt: null },
    };
  }
  if (!isThere(batch)) return batch;
  switch (event.type) {
    case 'ItemStarted':
      return started(batch, event.data);
    case 'ItemEnded':
      return ended(batch, event.data);
    case 'BatchPaused': {
      const { reason, resumeAt, pausedAt } = event.data;
      const status = reason === 'sample' ? 'awaiting_approval' : 'paused';
      return { ...batch, status, pause: { reason, resumeAt }, updatedAt: pausedAt };
    }
    case 'BatchResumed':
      return { ...batch, status: 'running', pause: null, turn: batch.turn + 1, updatedAt: event.data.resumedAt };
    case 'SampleApproved':
      return { ...batch, status: 'running', pause: null, isApproved: true, turn: batch.turn + 1, updatedAt: event.data.approvedAt };
    case 'ItemsReopened':
      return reopened(batch, event.data.items, event.data.reopenedAt);
    case 'BatchCancelled': {
      const { cancelledAt } = event.data;
      const items = batch.items.map((item): BatchItem => {
        return item.status === 'pending' ? { ...item, status: 'cancelled', endedAt: cancelledAt } : item;
      });
      return { ...batch, status: 'cancelled', pause: null, items, updatedAt: cancelledAt, endedAt: cancelledAt };
    }
    case 'BatchCompleted':
      return { ...batch, status: 'completed', pause: null, updatedAt: event.data.completedAt, endedAt: event.data.completedAt };
    case 'BatchDeleted':
      return { status: 'deleted', batchId: batch.batchId };
  }
}

type DataOf<Type extends BatchEvent['type']> = Extract<BatchEvent, { type: Type }>['data'];

function started(batch: BatchState, { item, take, videoId, startedAt }: DataOf<'ItemStarted'>): BatchState {
  const before = batch.items[item] ?? PENDING;
  const isSame = before.videoId === videoId || before.videoId === null;
  const costs = isSame ? {} : { costMicros: 0, earlierMicros: costOf(before) };
  const after: BatchItem = { ...before, ...costs, status: 'running', take, videoId, code: null, film: null, startedAt, endedAt: null };
  return { ...batch, items: batch.items.with(item, after), updatedAt: startedAt };
}

function ended(batch: BatchState, data: DataOf<'ItemEnded'>): BatchState {
  const { item, videoId, outcome, code, film, costMicros, seconds, endedAt } = data;
  const before = batch.items[item] ?? PENDING;
  const after: BatchItem = { ...before, status: outcome, videoId: videoId ?? before.videoId, code, film, costMicros, endedAt };
  const { timed } = batch;
  return {
    ...batch,
    items: batch.items.with(item, after),
    timed: outcome === 'completed' ? { items: timed.items + 1, seconds: timed.seconds + seconds } : timed,
    updatedAt: endedAt,
  };
}

function reopened(batch: BatchState, numbers: readonly number[], at: string): BatchState {
  const again = new Set(numbers);
  const items = batch.items.map((item, number): BatchItem => {
    return again.has(number) ? { ...item, status: 'pending', take: item.take + 1, code: null, endedAt: null } : item;
  });
  const isOver = batch.status === 'completed' || batch.pause?.reason === 'item_failed';
  const goesOn = isOver ? { status: 'running' as const, pause: null, turn: batch.turn + 1, endedAt: null } : {};
  return { ...batch, ...goesOn, items, updatedAt: at };
}
