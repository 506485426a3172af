import { Injectable } from '@nestjs/common';
import { FilmJoinStep, keptFile, type PieceSource, StepFiles, storeText } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { digitalSourceTypeOf } from '../../../exports/domain/provenance.js';
import { BeginRender, FailJob, RecordFilm } from '../../domain/video-job.commands.js';
import { chaptersOf } from '../../domain/chapters.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJobState } from '../../domain/video-job.state.js';
import { piecesOf } from '../../domain/pending-tasks.js';
import { VideoJobReader } from '../video-job-reader.js';
import { manifestOf } from './manifest.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.render-film'];

/** Joins the conformed pieces with the sound: copies, encodes nothing. */
@Injectable()
export class RenderFilmTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.render-film';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly films: FilmJoinStep,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  begin({ payload }: Task<Payload>): TaskDecision {
    return taskDecision(videoJob, payload.videoId, new BeginRender(payload, this.clock.now()));
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, edition } = task.payload;
    const job = await this.productions.readFor(videoId, context.run);
    const pieces = piecesOf(job).map(({ id }) => {
      const piece = job.pieces[id];
      if (!piece) throw new RangeError(`video ${videoId} has no conformed piece ${id}`);
      return piece;
    });
    const own = this.files.contextOf(context);
    const cover = coverOf(job);
    const [{ film, thumbnail, frames }, manifest] = await Promise.all([
      this.films.run(
        {
          format: { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps },
          pieces: pieces.map((piece) => ({ file: piece.file, frames: piece.frames })),
          audio: job.mix?.audio ?? null,
          title: job.title ?? '',
          chapters: chaptersOf(job),
          thumbnail: true,
          digitalSourceType: digitalSourceTypeOf(job),
          ...(cover && { cover }),
        },
        own,
      ),
      storeText(own, 'manifest.json', `${JSON.stringify(manifestOf(job, edition), null, 2)}\n`, 'application/json'),
    ]);
    const result = { videoId, edition, film, manifest, thumbnail: keptFile(thumbnail), frames, renderedSeconds: renderedSeconds(job) };
    return taskDecision(videoJob, videoId, new RecordFilm(result, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The film could not be joined: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}

/** Film seconds encoded since the last film of this job: the pieces that are not in its manifest. */
function renderedSeconds(job: VideoJobState): number {
  const frames = piecesOf(job).reduce((sum, { id }) => sum + (job.conformedSinceFilm.includes(id) ? (job.pieces[id]?.frames ?? 0) : 0), 0);
  return frames / job.request.fps;
}

/** The picture of the first segment, before captions were burned into it. */
function coverOf({ segments, plan }: VideoJobState): PieceSource | null {
  const still = segments[0]?.clip?.still;
  return still ? { file: still, kind: 'image', seed: plan?.segments[0]?.seed ?? 0 } : null;
}
