import { Injectable } from '@nestjs/common';
import { type Piece } from '#media';
import { type MontageSource, PieceConformStep, type PieceSource, StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { FailJob, GiveUpRenderer, RecordPiece } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type FilmLook, type LogoLook } from '../../../contracts/film-look.js';
import { PLAIN_LOOK } from '../../../templates/domain/montage-template.js';
import { type VideoJobState } from '../../domain/video-job.state.js';
import { assetIdOf } from '../../domain/fallback-chain.js';
import { cardsFor } from '../../domain/look-of-piece.js';
import { MONTAGE, piecesOf } from '../../domain/pending-tasks.js';
import { VideoJobReader } from '../video-job-reader.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.conform-piece'];

/** Brings one part of the film into its final encoding, captions burned in. */
@Injectable()
export class ConformPieceTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.conform-piece';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly pieces: PieceConformStep,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan, piece: id, madeFrom } = task.payload;
    const job = await this.productions.readFor(videoId, context.run);
    const piece = piecesOf(job).find((p) => p.id === id);
    if (!piece) throw new RangeError(`video ${videoId} has no piece ${id}`);
    const look = job.look ?? PLAIN_LOOK;
    const isMontage = id === MONTAGE;
    const { piece: file, frames } = await this.pieces.run(
      {
        format: { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps },
        piece: isMontage ? asOneShot(piece) : piece,
        sources: isMontage ? [montageOf(job)] : sourcesOf(job, piece),
        captions: captionsOf(job, look),
        cards: { titles: cardsFor(job, piece), captionPosition: look.captions.position },
        logo: look.logo && logoOf(look.logo),
        motion: look.stills,
      },
      this.files.contextOf(context, () => `clips/${id.replace(/^segment-/, '')}.mp4`),
    );
    return taskDecision(videoJob, videoId, new RecordPiece({ videoId, plan, piece: id, madeFrom, file, frames }, this.clock.now()));
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
}

/** All clips, put together elsewhere, as one source of our own encoding: length, captions and cards stay as promised. */
function montageOf(job: VideoJobState): MontageSource {
  const { fps } = job.request;
  const scenes = (job.plan?.segments ?? []).map(({ index, text, startFrame, endFrame }) => {
    const clip = job.segments[index]?.clip;
    if (!clip) throw new RangeError(`video ${job.videoId} has no clip for segment ${index}`);
    return { file: clip.file, text, durationSeconds: (endFrame - startFrame) / fps };
  });
  return { renderer: job.renderer, scenes };
}

function sourcesOf(job: VideoJobState, piece: Piece): PieceSource[] {
  return piece.layers.map(({ segment }) => {
    const clip = job.segments[segment]?.clip;
    const planned = job.plan?.segments[segment];
    if (!clip || !planned) throw new RangeError(`video ${job.videoId} has no clip for segment ${segment}`);
    const own = assetIdOf(clip.source) === null ? undefined : job.request.visuals.assets?.find((asset) => asset.segment === segment);
    const placement = own && { fit: own.fit ?? ('cover' as const), ...(own.focus && { focus: own.focus }) };
    return { file: clip.file, kind: clip.kind, seed: planned.seed, ...(placement && { placement }) };
  });
}

function captionsOf(job: VideoJobState, look: FilmLook) {
  const { subtitles } = job.request;
  if (subtitles === false || !subtitles.burnIn || !job.subtitles) return null;
  const { position, ...theme } = look.captions;
  return { cues: job.subtitles.cues, style: subtitles.style, position, theme };
}

const logoOf = ({ key, sha256, ...place }: LogoLook) => ({ file: { key, sha256 }, ...place });

/** What came back is one shot as long as the film. */
const asOneShot = (piece: Piece): Piece => ({
  ...piece,
  layers: [{ segment: 0, sourceStartFrame: piece.startFrame, sourceEndFrame: piece.endFrame }],
});
