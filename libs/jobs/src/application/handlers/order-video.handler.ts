import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Quota } from '#billing';
import { UnitOfWork } from '#eventing';
import { estimateVideo } from '../../domain/estimate.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { Estimates, itemsOf } from '../estimates.js';
import { reservationOf } from '../reservations.js';
import { OrderVideo, type VideoReading } from './messages.js';
import { readingOf } from './reading.js';

@CommandHandler(OrderVideo)
export class OrderVideoHandler implements ICommandHandler<OrderVideo, VideoReading> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly quota: Quota,
    private readonly estimates: Estimates,
  ) {}

  /**
   * Acceptance, its reservation and what goes alongside commit together; the same video id again changes nothing.
   * @throws OverQuota: nothing was accepted
   */
  execute({ command, context, alongside }: OrderVideo): Promise<VideoReading> {
    const { videoId, request } = command.data;
    const { orgId } = context;
    const estimate = estimateVideo(request, command.data, this.estimates);
    const subject = { kind: 'video' as const, id: videoId };
    const reservation = { reservationId: reservationOf.order(videoId), orgId, subject, items: itemsOf(estimate) };
    return this.unitOfWork.run(async (tx) => {
      const accepted = await tx.decide(videoJob, videoId, command, context);
      const reading = readingOf(videoId, accepted);
      await alongside(tx, reading);
      // Last: from here to the commit nobody else can reserve for this organisation.
      if (accepted.events.length > 0) await this.quota.reserve(tx, { ...reservation, quantities: estimate.quantities }, context);
      return reading;
    });
  }
}
