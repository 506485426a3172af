import { Injectable } from '@nestjs/common';
import { AudioMixStep, StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { FailJob, RecordMix } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { totalFrames } from '../../domain/video-job.state.js';
import { VideoJobReader } from '../video-job-reader.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.mix-audio'];

/** Makes the film's sound track from voice and music, while the pictures are still being made. */
@Injectable()
export class MixAudioTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.mix-audio';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly mix: AudioMixStep,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan } = task.payload;
    const job = await this.productions.readFor(videoId, context.run);
    if (!job.plan) throw new RangeError(`video ${videoId} is not planned`);
    const { music, fps } = job.request;
    const mixed = await this.mix.run(
      {
        voice: job.voiceover?.master ?? null,
        music: job.music?.master ?? null,
        musicGainDb: music === false ? 0 : music.gainDb,
        ...(job.look && { ducking: job.look.ducking }),
        durationSeconds: totalFrames(job.plan) / fps,
      },
      this.files.contextOf(context),
    );
    return taskDecision(videoJob, videoId, new RecordMix({ videoId, plan, ...mixed }, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The sound could not be mixed: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}
