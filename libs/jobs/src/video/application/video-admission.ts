import { Injectable } from '@nestjs/common';
import { OverQuota, Quota } from '#billing';
import { type Context, type Decided, type EventTransaction, type Fence, Fenced, UnitOfWork } from '#eventing';
import { Clock } from '#platform';
import { type TaskDecision, taskDecision } from '#tasks';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { FailJob, GiveUpModel, type VideoJobCommand } from '../domain/video-job.commands.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type VideoJob } from '../domain/video-job.state.js';
import { checkCost } from './check-cost.js';
import { itemsOf, Estimates } from './estimates.js';
import { moreWork } from './more-work.js';

/** What a decision has found and made of a job. */
interface Step {
  readonly before: VideoJob;
  readonly decided: Decided<VideoJob, VideoJobEvent>;
}

/**
 * The way of every decision that may lead to more work than is set aside: what it adds is reserved in its own transaction. A person is
 * refused then; what the job does by itself goes on with something that costs no more, or ends.
 */
@Injectable()
export class VideoAdmission {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly quota: Quota,
    private readonly estimates: Estimates,
    private readonly clock: Clock,
  ) {}

  /**
   * As late in the transaction as possible: it locks the account to the commit.
   * @param maxCostMicros of all that the decision adds; null: whatever it costs
   * @throws OverQuota, CostAboveLimit
   */
  async setAside(
    tx: EventTransaction,
    videoId: string,
    { before, decided }: Step,
    context: Context,
    maxCostMicros: number | null = null,
  ): Promise<void> {
    const subject = { kind: 'video' as const, id: videoId };
    const added = moreWork(videoId, before, decided, this.estimates);
    const costMicros = added.reduce((sum, { estimate }) => sum + estimate.quantities.provider_cost_micros, 0);
    checkCost(videoId, costMicros, maxCostMicros);
    for (const { reservationId, estimate, isOnTop } of added) {
      const reservation = { reservationId, orgId: context.orgId, subject, quantities: estimate.quantities };
      if (isOnTop) await this.quota.add(tx, reservation, context);
      else await this.quota.reserve(tx, { ...reservation, items: itemsOf(estimate) }, context);
    }
  }

  /** A decision of a task, recorded together with what it makes necessary; where that has no room, with what follows from it. */
  ofTask(videoId: string, command: VideoJobCommand): TaskDecision {
    return { ...taskDecision(videoJob, videoId, command), record: (context, fence) => this.record(videoId, command, context, fence) };
  }

  private record(videoId: string, command: VideoJobCommand, context: Context, fence: Fence): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const kept = await fence.kind.claim(tx, [{ key: fence.key, token: fence.token }]);
      if (!kept.has(fence.key)) throw new Fenced(fence);
      let before = (await tx.load(videoJob, videoId)).state;
      for (let next: VideoJobCommand | null = command; next !== null;) {
        const decided: Decided<VideoJob, VideoJobEvent> = await tx.decide(videoJob, videoId, next, context);
        next = await this.refusalOf(tx, videoId, { before, decided }, context);
        before = decided.state;
      }
    });
  }

  /** @returns what follows when there is no room for it; null: there is */
  private async refusalOf(tx: EventTransaction, videoId: string, step: Step, context: Context): Promise<VideoJobCommand | null> {
    try {
      await this.setAside(tx, videoId, step, context);
      return null;
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      const { code, message } = error;
      const fallback = step.decided.events.find(({ type }) => type === 'SegmentFellBack');
      if (fallback?.type !== 'SegmentFellBack') return new FailJob({ videoId, code, message, retryable: true }, this.clock.now());
      const { plan, index, take, what, rung } = fallback.data;
      return new GiveUpModel({ videoId, plan, index, take, what, rung, code, message, retryable: true, attempts: 0 }, this.clock.now());
    }
  }
}
