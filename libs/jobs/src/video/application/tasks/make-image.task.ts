import { Injectable } from '@nestjs/common';
import { ImageGenerateStep, StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { GiveUpModel, RecordFailedAttempt, RecordImage } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { VideoAdmission } from '../video-admission.js';
import { VideoJobReader } from '../video-job-reader.js';
import { pictureRequest } from './picture-request.js';
import { Thumbnails } from './thumbnails.js';
import { segmentFileName } from './segment-file-name.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.make-image'];

/** Has one model draw the still of one segment. */
@Injectable()
export class MakeImageTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.make-image';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly images: ImageGenerateStep,
    private readonly files: StepFiles,
    private readonly thumbnails: Thumbnails,
    private readonly admission: VideoAdmission,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan, index, take, rung } = task.payload;
    const job = await this.productions.readFor(videoId, context.run);
    const model = job.request.visuals.imageModels[rung] ?? '';
    const wanted = pictureRequest(job, index, job.plan?.segments[index]?.imagePrompt ?? '');
    const own = this.files.contextOf(context, (name) =>
      name === 'thumbnail.jpg' ? segmentFileName('thumbnails', index, 'jpg') : segmentFileName('frames', index, 'png'),
    );
    const made = await this.images.run({ model, ...wanted }, own);
    const thumbnail = await this.thumbnails.of(made.image, own);
    return taskDecision(videoJob, videoId, new RecordImage({ videoId, plan, index, take, ...made, thumbnail }, this.clock.now()));
  }

  mayWait({ payload }: Task<Payload>): boolean {
    return payload.isLast;
  }

  retrying({ payload }: Task<Payload>, { attempts: attempt, code, message }: TaskFailure): TaskDecision {
    const failed = { ...payload, what: 'image' as const, attempt, code, message };
    return taskDecision(videoJob, payload.videoId, new RecordFailedAttempt(failed, this.clock.now()));
  }

  giveUp({ payload }: Task<Payload>, failure: TaskFailure): TaskDecision {
    return this.admission.ofTask(payload.videoId, new GiveUpModel({ ...payload, what: 'image', ...failure }, this.clock.now()));
  }
}
