import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '#eventing';
import { videoJob } from '../../domain/video-job.decider.js';
import { VideoAdmission } from '../video-admission.js';
import { VideoIndex } from '../video-index.js';
import { ChangeVideo, type VideoView } from './messages.js';
import { viewOf } from './view.js';

@CommandHandler(ChangeVideo)
export class ChangeVideoHandler implements ICommandHandler<ChangeVideo> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly index: VideoIndex,
    private readonly admission: VideoAdmission,
  ) {}

  /** @throws UnknownVideo also for a video of another organisation; OverQuota and CostAboveLimit for new work; whatever the job refuses */
  async execute({ command, by: context, alongside, maxCostMicros }: ChangeVideo): Promise<VideoView> {
    const { videoId } = command.data;
    await this.index.mustHave(context.orgId, videoId);
    return this.unitOfWork.run(async (tx) => {
      const before = (await tx.load(videoJob, videoId)).state;
      const decided = await tx.decide(videoJob, videoId, command, context);
      const reading = viewOf(videoId, decided);
      await alongside?.(tx, reading);
      await this.admission.setAside(tx, videoId, { before, decided }, context, maxCostMicros);
      return reading;
    });
  }
}
