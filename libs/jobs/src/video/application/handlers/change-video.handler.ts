import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Quota } from '#billing';
import { UnitOfWork } from '#eventing';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type Estimate, estimateRegeneration, estimateRest } from '../../domain/estimate.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJob } from '../../domain/video-job.state.js';
import { Estimates, itemsOf } from '../estimates.js';
import { reservationOf } from '../reservations.js';
import { VideoIndex } from '../video-index.js';
import { ChangeVideo, type VideoView } from './messages.js';
import { viewOf } from './view.js';

@CommandHandler(ChangeVideo)
export class ChangeVideoHandler implements ICommandHandler<ChangeVideo> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly index: VideoIndex,
    private readonly quota: Quota,
    private readonly estimates: Estimates,
  ) {}

  /** @throws UnknownVideo also for a video of another organisation; OverQuota for new work; whatever the job refuses */
  async execute({ command, by: context, alongside }: ChangeVideo): Promise<VideoView> {
    const { videoId } = command.data;
    await this.index.mustHave(context.orgId, videoId);
    if (!alongside && command.type !== 'RetryVideo' && command.type !== 'RegenerateSegment') {
      return viewOf(videoId, await this.unitOfWork.decide(videoJob, videoId, command, context));
    }
    return this.unitOfWork.run(async (tx) => {
      const before = await tx.load(videoJob, videoId);
      const decided = await tx.decide(videoJob, videoId, command, context);
      const reading = viewOf(videoId, decided);
      await alongside?.(tx, reading);
      const more = moreWork(videoId, before.state, decided.events, this.estimates);
      if (more) {
        const { orgId } = context;
        const { reservationId, estimate } = more;
        const reservation = { reservationId, orgId, subject: { kind: 'video' as const, id: videoId }, items: itemsOf(estimate) };
        await this.quota.reserve(tx, { ...reservation, quantities: estimate.quantities }, context);
      }
      return reading;
    });
  }
}

/** What has to be reserved before the job may go on with it. @param before as the decision found it */
function moreWork(
  videoId: string,
  before: VideoJob,
  events: readonly VideoJobEvent[],
  estimates: Estimates,
): { readonly reservationId: string; readonly estimate: Estimate } | null {
  if (before.status === 'absent') return null;
  for (const event of events) {
    if (event.type === 'JobRetried') {
      return { reservationId: reservationOf.retry(videoId, event.data.round), estimate: estimateRest(before, estimates) };
    }
    if (event.type === 'SegmentRegenerationRequested') {
      const { index, take } = event.data;
      return {
        reservationId: reservationOf.regeneration(videoId, index, take),
        estimate: estimateRegeneration(before, event.data, estimates),
      };
    }
  }
  return null;
}
