import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BatchedAcceptance } from '#billing';
import { estimateVideo } from '../../domain/estimate.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { checkCost } from '../check-cost.js';
import { Estimates, itemsOf } from '../estimates.js';
import { reservationOf } from '../reservations.js';
import { OrderVideo, type VideoView } from './messages.js';
import { viewOf } from './view.js';

@CommandHandler(OrderVideo)
export class OrderVideoHandler implements ICommandHandler<OrderVideo> {
  constructor(
    private readonly admissions: BatchedAcceptance,
    private readonly estimates: Estimates,
  ) {}

  /**
   * Acceptance, its reservation and what goes alongside commit together; the same video id again changes nothing.
   * @throws OverQuota, CostAboveLimit: nothing was accepted
   */
  async execute({ command, by: context, alongside, maxCostMicros }: OrderVideo): Promise<VideoView> {
    const { videoId, request } = command.data;
    const estimate = estimateVideo(request, command.data, this.estimates);
    checkCost(videoId, estimate.quantities.provider_cost_micros, maxCostMicros);
    const reservation = {
      reservationId: reservationOf.order(videoId),
      orgId: context.orgId,
      subject: { kind: 'video' as const, id: videoId },
      quantities: estimate.quantities,
      items: itemsOf(estimate),
    };
    return this.admissions.accept(reservation, context, async (tx) => {
      const accepted = await tx.decide(videoJob, videoId, command, context);
      const reading = viewOf(videoId, accepted);
      await alongside(tx, reading);
      return reading;
    });
  }
}
