import { Command } from '#eventing/domain';
import { type BatchFile, type BatchPauseReason } from '../contracts/batch.events.js';

export interface OrderedBatch {
  readonly batchId: string;
  readonly count: number;
  readonly digest: string;
  readonly concurrency: number;
  readonly sample: number;
  readonly onFailure: 'continue' | 'stop';
  readonly metadata: Readonly<Record<string, string>>;
}

/** Rows that were found without fault, and that fit, are to be made. */
export class OrderBatch extends Command<OrderedBatch> {
  readonly type = 'OrderBatch';
}
/** The video of an item is there. */
export class RecordItemStarted extends Command<{ batchId: string; item: number; take: number; videoId: string }> {
  readonly type = 'RecordItemStarted';
}
export class RecordItemEnded extends Command<{
  batchId: string;
  item: number;
  videoId: string | null;
  outcome: 'completed' | 'failed' | 'cancelled';
  code: string | null;
  film: BatchFile | null;
  costMicros: number;
}> {
  readonly type = 'RecordItemEnded';
}
/** Ends a task whose item is not to be started any more: nothing follows. */
export class PassItem extends Command<{ batchId: string }> {
  readonly type = 'PassItem';
}
export class PauseBatch extends Command<{ batchId: string; reason: BatchPauseReason; resumeAt: string | null }> {
  readonly type = 'PauseBatch';
}
export class ResumeBatch extends Command<{ batchId: string; /** Only what has paused for this reason. */ after?: BatchPauseReason }> {
  readonly type = 'ResumeBatch';
}
export class ApproveSample extends Command<{ batchId: string }> {
  readonly type = 'ApproveSample';
}
export class RetryFailedItems extends Command<{ batchId: string }> {
  readonly type = 'RetryFailedItems';
}
export class CancelBatch extends Command<{ batchId: string }> {
  readonly type = 'CancelBatch';
}
export class DeleteBatch extends Command<{ batchId: string }> {
  readonly type = 'DeleteBatch';
}
export type BatchCommand =
  | OrderBatch
  | RecordItemStarted
  | RecordItemEnded
  | PassItem
  | PauseBatch
  | ResumeBatch
  | ApproveSample
  | RetryFailedItems
  | CancelBatch
  | DeleteBatch;
