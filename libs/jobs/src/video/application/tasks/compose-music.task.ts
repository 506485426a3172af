import { Injectable } from '@nestjs/common';
import { keptFile, MusicGenerateStep, StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { FailJob, RecordMusic } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { totalFrames } from '../../domain/video-job.state.js';
import { JobsConfig } from '../../../jobs.config.js';
import { VideoJobReader } from '../video-job-reader.js';
import { OwnSound } from './own-sound.js';
import { withLocalFallback } from './local-fallback.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.compose-music'];

const LOCAL_MUSIC = 'local:music';

/** Has music composed that is as long as the film. */
@Injectable()
export class ComposeMusicTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.compose-music';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly music: MusicGenerateStep,
    private readonly sound: OwnSound,
    private readonly files: StepFiles,
    private readonly config: JobsConfig,
    private readonly clock: Clock,
  ) {}

  /** The local composer stands in for one that nobody can use at the moment. */
  mayWait(): boolean {
    return false;
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan } = task.payload;
    const job = await this.productions.readFor(videoId, context.run);
    const { music: wish, fps, visuals } = job.request;
    if (wish === false || !job.plan) throw new RangeError(`video ${videoId} wants no music or is not planned`);
    const own = this.files.contextOf(context);
    const durationSeconds = totalFrames(job.plan) / fps;
    if (wish.assetId !== undefined) {
      const { audio, master, ...taken } = await this.sound.music(wish.assetId, durationSeconds, own);
      const result = { videoId, plan, ...taken, music: audio, master };
      return taskDecision(videoJob, videoId, new RecordMusic(result, this.clock.now()));
    }
    const wanted = { mood: wish.mood, durationSeconds, seed: visuals.seed, master: true };
    const { source, audio, master, cost } = await withLocalFallback(task, this.config.musicModel, LOCAL_MUSIC, (model) =>
      this.music.run({ model, ...wanted }, own),
    );
    const result = { videoId, plan, source, music: audio, master: keptFile(master), cost };
    return taskDecision(videoJob, videoId, new RecordMusic(result, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The music could not be composed: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}
