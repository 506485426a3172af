import { type ProcessManager } from '#eventing/domain';
import { type Announcement } from '#webhooks';
import { type BatchCompletedV1 } from '../../contracts/batch.announcements.js';
import { type BatchEvent } from '../../contracts/batch.events.js';

/** Says that everything of a batch has ended. */
export const announceBatch: ProcessManager<BatchEvent, null, Announcement> = {
  name: 'batches.announce-batch',
  follows: 'batch',
  reactsTo: ['BatchCompleted'],
  initialState: null,
  evolve: () => null,
  react(_state, event) {
    if (event.type !== 'BatchCompleted') return [];
    const { batchId, completed, failed, cancelled, costMicros, completedAt } = event.data;
    const data: BatchCompletedV1 = { batchId, completed, failed, cancelled, cost: { amountMicros: costMicros, currency: 'USD' } };
    const subject = { idName: 'batchId', id: batchId, path: `/v1/batches/${batchId}` };
    return [{ type: 'batch.completed', subject, occurredAt: completedAt, metadata: {}, data: { ...data } }];
  },
};
