import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '#eventing';
import { videoJob } from '../../domain/video-job.decider.js';
import { OrderVideo, type VideoReading } from './messages.js';
import { readingOf } from './reading.js';

@CommandHandler(OrderVideo)
export class OrderVideoHandler implements ICommandHandler<OrderVideo, VideoReading> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Acceptance and what goes alongside commit together; the same video id again changes nothing. */
  execute({ command, context, alongside }: OrderVideo): Promise<VideoReading> {
    return this.unitOfWork.run(async (tx) => {
      const accepted = await tx.decide(videoJob, command.data.videoId, command, context);
      const reading = readingOf(command.data.videoId, accepted);
      await alongside(tx, reading);
      return reading;
    });
  }
}
