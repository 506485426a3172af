import { type ProcessManager, tell, type Tell } from '#eventing/domain';
import { type ProviderCost, type StoredFile, type VideoJobEvent } from '#jobs';
import { RecordItemEnded } from '../../domain/batch.commands.js';
import { batch } from '../../domain/batch.decider.js';

/** What a batch hears of one of its videos; null: it is of no batch. */
interface VideoOfBatch {
  readonly batchId: string;
  readonly item: number;
  readonly film: StoredFile | null;
  readonly costMicros: number;
}

/** Tells batches how their videos have ended, as often as they do. */
export const recordEnds: ProcessManager<VideoJobEvent, VideoOfBatch | null, Tell> = {
  name: 'batches.record-ends',
  follows: 'video-job',
  reactsTo: ['JobCompleted', 'JobFailed', 'JobCancelled'],
  initialState: null,
  evolve(known, event) {
    if (event.type === 'JobCreated') {
      const { batchId, item } = event.data.origin ?? {};
      return batchId === undefined || item === undefined ? null : { batchId, item, film: null, costMicros: 0 };
    }
    if (!known) return null;
    const paid = { ...known, costMicros: known.costMicros + costIn(event.data) };
    return event.type === 'RenderFinished' ? { ...paid, film: event.data.film } : paid;
  },
  react(known, event) {
    if (!known) return [];
    const { batchId, item, costMicros, film } = known;
    const { videoId } = event.data;
    const end = { batchId, item, videoId, code: null, film: null, costMicros };
    if (event.type === 'JobCompleted') {
      const shown = film && { key: film.key, contentType: film.contentType };
      return [tell(batch, batchId, new RecordItemEnded({ ...end, outcome: 'completed', film: shown }, event.data.completedAt))];
    }
    if (event.type === 'JobFailed') {
      const { code, failedAt } = event.data;
      return [tell(batch, batchId, new RecordItemEnded({ ...end, outcome: 'failed', code }, failedAt))];
    }
    if (event.type !== 'JobCancelled') return [];
    return [tell(batch, batchId, new RecordItemEnded({ ...end, outcome: 'cancelled' }, event.data.cancelledAt))];
  },
};

/** Whatever was paid for is said by the event that records it. */
function costIn(data: object): number {
  const { cost } = data as { readonly cost?: ProviderCost | null };
  return cost?.amountMicros ?? 0;
}
