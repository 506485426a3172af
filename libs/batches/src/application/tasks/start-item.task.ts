import { Injectable } from '@nestjs/common';
import { DomainError, type RefusalKind } from '#eventing/domain';
import { EventStore } from '#eventing';
import { type VideoOrder, Videos } from '#jobs';
import { Clock, listOf, objectOf, type Queryable } from '#platform';
import { Suspended, type Task, type TaskDecision, taskDecision, type TaskFailure, type TaskHandler } from '#tasks';
import { Episodes } from '../../contracts/episodes.js';
import { type Requester } from '../../contracts/requester.js';
import { PassItem, PauseBatch, RecordItemEnded, RecordItemStarted } from '../../domain/batch.commands.js';
import { batch } from '../../domain/batch.decider.js';
import { type BatchItem, isThere } from '../../domain/batch.state.js';
import { columnsIn, compose } from '../../domain/compose.js';
import { BatchTable, type OrderOfItem } from '../batch-table.js';
import { type FoundRefusal, refusalIn } from '../refusals.js';
import { videoIdOf } from '../video-ids.js';
import { type BatchTaskPayloads } from './task-kinds.js';

type Payload = BatchTaskPayloads['batches.start-item'];

/** The batch was paused, cancelled or deleted before the order was committed: nothing was ordered. */
class NotRunning extends DomainError {
  readonly code = 'batch_not_running';
  readonly kind: RefusalKind = 'conflict';
}

/** There is no room at this moment; a key that has spent its day's budget knows when there will be. */
const NO_ROOM: ReadonlySet<string> = new Set(['quota_exceeded', 'key_budget_exceeded']);
/** Many have ordered episodes of one series at this moment. */
const PASSING: ReadonlySet<string> = new Set(['episode_taken']);
/** The video cannot go on: another one takes its place. */
const LOST: ReadonlySet<string> = new Set(['not_retryable', 'video_not_found']);

/** How often it is looked whether other videos of the organisation have made place. */
const PLACE_LOOK_MS = 3_000;

/** Only the number of videos at the same time is too high: that passes. */
const waitsForPlace = ({ code, details }: FoundRefusal): boolean => {
  const refusals = listOf(details['refusals']).map(objectOf);
  return (
    code === 'quota_exceeded' &&
    refusals.length > 0 &&
    refusals.every(({ resource, limit }) => resource === 'concurrent_videos' && limit !== 0)
  );
};

/** Orders the video of one item, or has one that failed go on. Doing it again is doing it once: its id is derived. */
@Injectable()
export class StartItemTask implements TaskHandler<Payload> {
  readonly kind = 'batches.start-item';

  constructor(
    private readonly videos: Videos,
    private readonly episodes: Episodes,
    private readonly store: EventStore,
    private readonly table: BatchTable,
    private readonly clock: Clock,
  ) {}

  async run({ payload, orgId }: Task<Payload>): Promise<TaskDecision> {
    const { batchId, item: index, take } = payload;
    const { state } = await this.store.load(batch, batchId);
    const item = isThere(state) && state.status === 'running' ? state.items[index] : undefined;
    const order = await this.table.orderOf(batchId, index);
    if (!item || !order || item.status !== 'pending' || item.take !== take) return this.pass(batchId);
    try {
      const videoId = await this.start({ orgId, actor: order.actor }, payload, item, order);
      return taskDecision(batch, batchId, new RecordItemStarted({ batchId, item: index, take, videoId }, this.clock.now()));
    } catch (error) {
      if (error instanceof NotRunning) return this.pass(batchId);
      const refusal = refusalIn(error);
      if (!refusal || refusal.kind === 'unavailable' || PASSING.has(refusal.code)) throw error;
      if (waitsForPlace(refusal)) throw new Suspended(PLACE_LOOK_MS, new Date(this.clock.now()), 'all places for videos are taken');
      return NO_ROOM.has(refusal.code) ? this.pause(batchId, refusal) : this.refused(payload, item, refusal);
    }
  }

  giveUp({ payload }: Task<Payload>, { code }: TaskFailure): TaskDecision {
    return this.failed(payload, code, 0);
  }

  private async start(by: Requester, { batchId, item: index, take }: Payload, item: BatchItem, order: OrderOfItem): Promise<string> {
    if (item.videoId !== null) {
      const { videoId } = item;
      const isGoingOn = await this.goOn(by, batchId, index, videoId);
      if (isGoingOn) return videoId;
    }
    // A take that has found no video to go on with has one of its own.
    const videoId = videoIdOf(batchId, index, item.videoId === null ? 0 : take);
    const origin = { batchId, item: index };
    const alongside = this.whileRunning(batchId, index, videoId);
    if (order.seriesId === null) await this.videos.order(by, composed(order), { videoId, origin, alongside });
    else {
      const before = item.videoId === null ? {} : { inPlaceOf: item.videoId };
      await this.episodes.orderFor(by, order.seriesId, { videoId, origin, alongside, order: {}, ...before });
    }
    return videoId;
  }

  /** @returns false: it cannot go on */
  private async goOn(by: Requester, batchId: string, index: number, videoId: string): Promise<boolean> {
    try {
      await this.videos.retry(by, videoId, { alongside: this.whileRunning(batchId, index, videoId) });
      return true;
    } catch (error) {
      const code = refusalIn(error)?.code ?? '';
      // Somebody else has retried it, or the answer of the last attempt was lost.
      if (code === 'not_failed') return true;
      if (LOST.has(code)) return false;
      throw error;
    }
  }

  private whileRunning(batchId: string, item: number, videoId: string): (tx: Queryable) => Promise<void> {
    return async (tx) => {
      if (!(await this.table.holdRunning(tx, batchId, item, videoId))) throw new NotRunning(`batch ${batchId} does not go on`);
    };
  }

  private pass(batchId: string): TaskDecision {
    return taskDecision(batch, batchId, new PassItem({ batchId }, this.clock.now()));
  }

  private pause(batchId: string, { code, details }: FoundRefusal): TaskDecision {
    const resetsAt = typeof details['resetsAt'] === 'string' ? details['resetsAt'] : null;
    const resumeAt = code === 'key_budget_exceeded' ? resetsAt : null;
    return taskDecision(batch, batchId, new PauseBatch({ batchId, reason: 'quota_exceeded', resumeAt }, this.clock.now()));
  }

  private async refused(payload: Payload, { costMicros }: BatchItem, { code, message, errors }: FoundRefusal): Promise<TaskDecision> {
    const faults = errors.map((fault) => `${fault.path} ${fault.message}`).join('; ');
    await this.table.refused(payload.batchId, payload.item, faults === '' ? message : faults);
    return this.failed(payload, code, costMicros);
  }

  private failed({ batchId, item }: Payload, code: string, costMicros: number): TaskDecision {
    const end = { batchId, item, videoId: null, outcome: 'failed' as const, code, film: null, costMicros };
    return taskDecision(batch, batchId, new RecordItemEnded(end, this.clock.now()));
  }
}

const composed = ({ defaults, given }: OrderOfItem): VideoOrder => compose(defaults, given, columnsIn(defaults)).order as VideoOrder;
