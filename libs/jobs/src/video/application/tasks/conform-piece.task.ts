import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { type BurnedCaptions, Models } from '#integrations';
import { type Cue, type Piece, type SegmentSource } from '#media';
import { SignedUrls } from '#assets';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { FailJob, GiveUpRenderer, RecordPiece } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type FilmLook } from '../../../contracts/film-look.js';
import { PLAIN_LOOK } from '../../../templates/domain/montage-template.js';
import { type Production } from '../../domain/video-job.state.js';
import { cardsIn } from '../../domain/look-of-piece.js';
import { MONTAGE, piecesOf } from '../../domain/pending-tasks.js';
import { ProductionReader } from '../production-reader.js';
import { ArtifactFiles } from '../../../shared/artifact-files.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.conform-piece'];

/** As long as the engine elsewhere may take to fetch the clips. */
const CLIP_LINK_SECONDS = 2 * 3600;

/** Brings one part of the film into its final encoding, captions burned in. */
@Injectable()
export class ConformPieceTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.conform-piece';
  constructor(
    private readonly productions: ProductionReader,
    private readonly models: Models,
    private readonly files: ArtifactFiles,
    private readonly urls: SignedUrls,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan, piece: id, madeFrom } = task.payload;
    const job = await this.productions.read(videoId);
    const piece = piecesOf(job).find((p) => p.id === id);
    if (!piece) throw new RangeError(`video ${videoId} has no piece ${id}`);
    const look = job.look ?? PLAIN_LOOK;
    const conformed = await this.models.renderer().conform(
      {
        format: { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps },
        piece: id === MONTAGE ? asOneShot(piece) : piece,
        sources: id === MONTAGE ? [await this.montageOf(job, context)] : await this.sourcesOf(job, piece),
        captions: await this.captionsOf(job, look),
        cards: { titles: cardsIn(job, piece), captionPosition: look.captions.position },
        logo: look.logo && { ...look.logo, path: await this.files.pathOf(look.logo) },
        motion: look.stills,
      },
      { path: path.join(context.workDir, 'piece.mp4') },
      context,
    );
    const name = `clips/${id.replace(/^segment-/, '')}.mp4`;
    const file = await this.files.keep(task, context, name, conformed.path, conformed.contentType);
    const result = { videoId, plan, piece: id, madeFrom, file, frames: conformed.frames };
    return taskDecision(videoJob, videoId, new RecordPiece(result, this.clock.now()));
  }

  /** Where the engine elsewhere cannot be used we do it ourselves. */
  mayWait(): boolean {
    return false;
  }

  giveUp({ payload: { videoId, plan, piece } }: Task<Payload>, { code, message, retryable, attempts }: TaskFailure): TaskDecision {
    if (piece === MONTAGE) {
      const given = { videoId, plan, code, message, retryable, attempts };
      return taskDecision(videoJob, videoId, new GiveUpRenderer(given, this.clock.now()));
    }
    const failure = { videoId, code, message: `The piece ${piece} could not be rendered: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }

  /** All clips, put together elsewhere, as one source of our own encoding: length, captions and cards stay as promised. */
  private async montageOf(job: Production, context: TaskContext): Promise<SegmentSource> {
    const { fps } = job.request;
    const scenes = (job.plan?.segments ?? []).map(({ index, text, startFrame, endFrame }) => {
      const clip = job.segments[index]?.clip;
      if (!clip) throw new RangeError(`video ${job.videoId} has no clip for segment ${index}`);
      const { key, contentType } = clip.file;
      return { url: this.urls.sign(key, contentType, CLIP_LINK_SECONDS), text, durationSeconds: (endFrame - startFrame) / fps };
    });
    const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps };
    const output = { path: path.join(context.workDir, 'montage.mp4') };
    const made = await this.models.montage(job.renderer).assemble({ format, scenes }, output, context);
    return { path: made.path, kind: 'video', seed: 0 };
  }

  private async sourcesOf(job: Production, piece: Piece): Promise<SegmentSource[]> {
    return Promise.all(
      piece.layers.map(async ({ segment }) => {
        const clip = job.segments[segment]?.clip;
        const planned = job.plan?.segments[segment];
        if (!clip || !planned) throw new RangeError(`video ${job.videoId} has no clip for segment ${segment}`);
        return { path: await this.files.pathOf(clip.file), kind: clip.kind, seed: planned.seed };
      }),
    );
  }

  private async captionsOf(job: Production, look: FilmLook): Promise<BurnedCaptions | null> {
    const { subtitles } = job.request;
    if (subtitles === false || !subtitles.burnIn || !job.subtitles) return null;
    const cues = JSON.parse(await readFile(await this.files.pathOf(job.subtitles.cues), 'utf8')) as Cue[];
    const { position, ...theme } = look.captions;
    return { cues, style: subtitles.style, position, theme };
  }
}

/** What came back is one shot as long as the film. */
const asOneShot = (piece: Piece): Piece => ({
  ...piece,
  layers: [{ segment: 0, sourceStartFrame: piece.startFrame, sourceEndFrame: piece.endFrame }],
});
