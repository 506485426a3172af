import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '#eventing';
import { videoJob } from '../../domain/video-job.decider.js';
import { VideoIndex } from '../video-index.js';
import { ChangeVideo, type VideoReading } from './messages.js';
import { readingOf } from './reading.js';

@CommandHandler(ChangeVideo)
export class ChangeVideoHandler implements ICommandHandler<ChangeVideo, VideoReading> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly index: VideoIndex,
  ) {}

  /** @throws UnknownVideo also for a video of another organisation; whatever the job refuses */
  async execute({ command, context }: ChangeVideo): Promise<VideoReading> {
    const { videoId } = command.data;
    await this.index.mustHave(context.orgId, videoId);
    return readingOf(videoId, await this.unitOfWork.decide(videoJob, videoId, command, context));
  }
}
