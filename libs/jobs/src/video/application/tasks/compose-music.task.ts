import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Models } from '#integrations';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { FailJob, RecordMusic } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { totalFrames } from '../../domain/video-job.state.js';
import { JobsConfig } from '../../../jobs.config.js';
import { ProductionReader } from '../production-reader.js';
import { ArtifactFiles } from '../../../shared/artifact-files.js';
import { costOf } from '../../../shared/cost.js';
import { withStandIn } from './stand-in.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.compose-music'];

const LOCAL_MUSIC = 'local:music';

/** Has music composed that is as long as the film. */
@Injectable()
export class ComposeMusicTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.compose-music';
  constructor(
    private readonly productions: ProductionReader,
    private readonly models: Models,
    private readonly files: ArtifactFiles,
    private readonly config: JobsConfig,
    private readonly clock: Clock,
  ) {}

  /** The local composer stands in for one that nobody can use at the moment. */
  mayWait(): boolean {
    return false;
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan } = task.payload;
    const job = await this.productions.read(videoId);
    const { music: wish, fps, visuals } = job.request;
    if (wish === false || !job.plan) throw new RangeError(`video ${videoId} wants no music or is not planned`);
    const request = { mood: wish.mood, durationSeconds: totalFrames(job.plan) / fps, seed: visuals.seed };
    const output = { path: path.join(context.workDir, 'music.wav') };
    const { source, value: made } = await withStandIn(task, this.config.musicModel, LOCAL_MUSIC, (model) =>
      this.models.music(model).compose(request, output, context),
    );
    const encoded = await this.models.renderer().encodeAudio(made.path, { path: path.join(context.workDir, 'music.m4a') }, context);
    const music = await this.files.keep(task, context, 'music.m4a', encoded.path, encoded.contentType);
    const master = await this.files.keep(task, context, 'music.wav', made.path, made.contentType);
    const result = { videoId, plan, source, music, master, cost: costOf(made.cost) };
    return taskDecision(videoJob, videoId, new RecordMusic(result, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The music could not be composed: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}
