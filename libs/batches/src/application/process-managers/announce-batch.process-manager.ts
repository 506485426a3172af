import { type ProcessManager } from '#eventing/domain';
import { type Announcement } from '#webhooks';
import { type BatchCompletedV1 } from '../../contracts/batch.announcements.js';
import { type BatchEvent } from '../../contracts/batch.events.js';
import { type Pairs } from '../../domain/common-pairs.js';

/** Says that everything of a batch has ended. */
export const announceBatch: ProcessManager<BatchEvent, Pairs, Announcement> = {
  name: 'batches.announce-batch',
  follows: 'batch',
  reactsTo: ['BatchCompleted'],
  initialState: {},
  evolve: (metadata, event) => (event.type === 'BatchOrdered' ? event.data.metadata : metadata),
  react(metadata, event) {
    if (event.type !== 'BatchCompleted') return [];
    const { batchId, completed, failed, cancelled, costMicros, completedAt } = event.data;
    const cost = { amountMicros: costMicros, currency: 'USD' as const };
    const data: BatchCompletedV1 = { batchId, completed, failed, cancelled, cost, metadata };
    const subject = { idName: 'batchId', id: batchId, path: `/v1/batches/${batchId}` };
    return [{ type: 'batch.completed', subject, occurredAt: completedAt, metadata, data: { ...data } }];
  },
};
