import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Models } from '#integrations';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { BeginRender, FailJob, RecordFilm } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type Production } from '../../domain/video-job.state.js';
import { piecesOf } from '../../domain/pending-tasks.js';
import { ProductionReader } from '../production-reader.js';
import { ArtifactFiles } from '../../../shared/artifact-files.js';
import { manifestOf } from './manifest.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.render-film'];

/** Widest thumbnail, in pixels. */
const THUMBNAIL_WIDTH = 720;

/** Joins the conformed pieces with the sound: copies, encodes nothing. */
@Injectable()
export class RenderFilmTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.render-film';
  constructor(
    private readonly productions: ProductionReader,
    private readonly models: Models,
    private readonly files: ArtifactFiles,
    private readonly clock: Clock,
  ) {}

  begin({ payload }: Task<Payload>): TaskDecision {
    return taskDecision(videoJob, payload.videoId, new BeginRender(payload, this.clock.now()));
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, edition } = task.payload;
    const job = await this.productions.read(videoId);
    const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps };
    const renderer = this.models.renderer();
    const pieces = await Promise.all(
      piecesOf(job).map(async ({ id }) => {
        const piece = job.pieces[id];
        if (!piece) throw new RangeError(`video ${videoId} has no conformed piece ${id}`);
        return { path: await this.files.pathOf(piece.file), frames: piece.frames };
      }),
    );
    const join = async () => {
      const output = { path: path.join(context.workDir, 'final.mp4') };
      const audioPath = job.mix ? await this.files.pathOf(job.mix.audio) : null;
      const joined = await renderer.join({ format, pieces, audioPath, title: job.title ?? '' }, output, context);
      return { frames: joined.frames, file: await this.files.keep(task, context, 'final.mp4', joined.path, joined.contentType) };
    };
    // The thumbnail comes from a piece, so it can be taken while the pieces are being joined.
    const thumbnail = async () => {
      const output = { path: path.join(context.workDir, 'thumbnail.jpg') };
      const sourcePath = pieces[0]?.path ?? '';
      const widthPx = Math.min(THUMBNAIL_WIDTH, job.widthPx);
      const still = await renderer.still({ sourcePath, atSeconds: (pieces[0]?.frames ?? 0) / format.fps / 2, widthPx }, output, context);
      return this.files.keep(task, context, 'thumbnail.jpg', still.path, still.contentType);
    };
    const manifest = () => {
      const text = `${JSON.stringify(manifestOf(job, edition), null, 2)}\n`;
      return this.files.keepText(task, context, 'manifest.json', text, 'application/json');
    };
    const [film, thumbnailFile, manifestFile] = await Promise.all([join(), thumbnail(), manifest()]);
    const result = {
      videoId,
      edition,
      film: film.file,
      manifest: manifestFile,
      thumbnail: thumbnailFile,
      frames: film.frames,
      renderedSeconds: renderedSeconds(job),
    };
    return taskDecision(videoJob, videoId, new RecordFilm(result, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The film could not be joined: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}

/** Film seconds encoded since the last film of this job: the pieces that are not in its manifest. */
function renderedSeconds(job: Production): number {
  const frames = piecesOf(job).reduce((sum, { id }) => sum + (job.conformedSinceFilm.includes(id) ? (job.pieces[id]?.frames ?? 0) : 0), 0);
  return frames / job.request.fps;
}
