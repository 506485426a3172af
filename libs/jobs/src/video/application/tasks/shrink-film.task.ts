import { Injectable } from '@nestjs/common';
import { FilmShrinkStep, StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { GiveUpFilmCopy, RecordFilmCopy } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { VideoJobReader } from '../video-job-reader.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.shrink-film'];

/** Encodes the film again, small enough for where it is sent. */
@Injectable()
export class ShrinkFilmTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.shrink-film';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly shrink: FilmShrinkStep,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  async run({ payload }: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, maxBytes } = payload;
    const { film, widthPx, heightPx, request } = await this.productions.readFor(videoId, context.run);
    // One that is being made anew has no use for a copy of what it was.
    if (film?.edition !== payload.edition) return this.failed(payload, 'film_changed');
    const format = { widthPx, heightPx, fps: request.fps };
    const made = await this.shrink.run({ film: film.film, format, frames: film.frames, maxBytes }, this.files.contextOf(context));
    return taskDecision(videoJob, videoId, new RecordFilmCopy({ ...payload, ...made }, this.clock.now()));
  }

  giveUp({ payload }: Task<Payload>, { code }: TaskFailure): TaskDecision {
    return this.failed(payload, code);
  }

  private failed(payload: Payload, code: string): TaskDecision {
    return taskDecision(videoJob, payload.videoId, new GiveUpFilmCopy({ ...payload, code }, this.clock.now()));
  }
}
