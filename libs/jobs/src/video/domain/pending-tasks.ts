/** What a video job waits for right now, seen from its state alone. Pure: the same state always gives the same work. */
import { type QueueName } from '#tasks/contracts';
import { ENGINE_VERSION, type Piece, planPieces } from '#media/plan';
import { assetIdOf, clipChain, needsImages } from './fallback-chain.js';
import {
  type FilmPlanState,
  type VideoJobState,
  allClipsDone,
  allImagesDone,
  isPast,
  isTerminal,
  totalFrames,
  wantsImage,
} from './video-job.state.js';
import { queueFor } from '#steps/plan';
import { lookDigest } from './look-of-piece.js';
import { type TaskKind, type TaskPayloads } from './task-kinds.js';

export type PendingTask = {
  [K in TaskKind]: {
    readonly kind: K;
    readonly queue: QueueName;
    /** Unique within the job: the same work never gets two names, other work never the same. */
    readonly key: string;
    readonly payload: TaskPayloads[K];
    /** RFC 3339; not before. */
    readonly notBefore?: string;
  };
}[TaskKind];

const piecesByPlan = new WeakMap<FilmPlanState, readonly Piece[]>();

/** @returns the pieces the film of this job is joined from; the same array for the same plan. */
export function piecesOf(job: VideoJobState): readonly Piece[] {
  if (!job.plan) return [];
  if (job.renderer !== 'ffmpeg') return [montageOf(job.plan)];
  let pieces = piecesByPlan.get(job.plan);
  if (!pieces) {
    const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps };
    pieces = planPieces({ format, segments: job.plan.segments, transitions: job.plan.transitions });
    piecesByPlan.set(job.plan, pieces);
  }
  return pieces;
}

/** The one piece of a film that is put together elsewhere: all of it. */
export const MONTAGE = 'montage';

function montageOf(plan: FilmPlanState): Piece {
  const layers = plan.segments.map(({ index, startFrame, endFrame }) => ({
    segment: index,
    sourceStartFrame: startFrame,
    sourceEndFrame: endFrame,
  }));
  return { id: MONTAGE, startFrame: 0, endFrame: totalFrames(plan), layers, transition: null };
}

const digests = new WeakMap<Piece, { readonly from: readonly unknown[]; readonly digest: string | null }>();

/**
 * @returns a name for all that a piece's pixels depend on, or null while something of it is missing. Asked of every piece after every event,
 * most of which change nothing about most pieces.
 */
export function inputDigestOf(job: VideoJobState, piece: Piece): string | null {
  const clips = piece.layers.map(({ segment }) => job.segments[segment]?.clip);
  const from = [job.request, job.plan, job.subtitles, job.look, job.title, ...clips];
  const known = digests.get(piece);
  if (known?.from.every((part, index) => part === from[index])) return known.digest;
  const digest = digestAnew(job, piece);
  digests.set(piece, { from, digest });
  return digest;
}

function digestAnew(job: VideoJobState, piece: Piece): string | null {
  const burnIn = job.request.subtitles !== false && job.request.subtitles.burnIn;
  if (burnIn && !job.subtitles) return null;
  const parts = [`e${ENGINE_VERSION}`];
  for (const { segment } of piece.layers) {
    const clip = job.segments[segment]?.clip;
    if (!clip) return null;
    const captions = burnIn ? (job.subtitles?.segmentDigests[segment] ?? '') : 'none';
    parts.push(`${segment}.${clip.generationNumber}.${clip.file.sha256.slice(0, 16)}.${captions.slice(0, 16)}`);
  }
  const look = lookDigest(job, piece, burnIn);
  return look === '' ? parts.join('+') : `${parts.join('+')}~${look}`;
}

/** @returns whether the piece stands as it should look now. */
const isConformed = (job: VideoJobState, piece: Piece): boolean => job.pieces[piece.id]?.inputDigest === inputDigestOf(job, piece);

/** @returns all work that may run now and has no result yet. */
export function pendingTasks(job: VideoJobState): PendingTask[] {
  const { videoId } = job;
  if (job.deleted && job.filesRemoved) return [];
  if (job.deleted) return [{ kind: 'jobs.delete-artifacts', queue: 'conform', key: 'delete', payload: { videoId } }];
  if (isTerminal(job.status)) return copyTasks(job);
  const early = [...frameTasks(job), ...deadlineTasks(job)];
  if (!job.script) {
    const { draft } = job;
    return [...early, { kind: 'jobs.draft-script', queue: 'script', key: `draft-${draft}`, payload: { videoId, draft } }];
  }
  if (!job.plan || !isPast(job, 'script')) return early;
  return [...early, ...soundTasks(job, job.plan.number), ...pictureTasks(job, job.plan.number), ...filmTasks(job, job.plan.number)];
}

/** Of the film as it is; one that is made anew needs other copies, if any. */
function copyTasks({ videoId, status, copies, filmRevision: edition }: VideoJobState): PendingTask[] {
  if (status !== 'completed') return [];
  return copies
    .filter((copy) => copy.edition === edition && copy.status === 'asked-for')
    .map(({ maxBytes }) => ({
      ...{ kind: 'jobs.shrink-film', queue: 'render', key: `copy-${edition}-${maxBytes}` },
      payload: { videoId, edition, maxBytes },
    }));
}

function frameTasks({ videoId, hasFrames }: VideoJobState): PendingTask[] {
  return hasFrames ? [] : [{ kind: 'jobs.receive-frames', queue: 'import', key: 'frames', payload: { videoId } }];
}

/** A gate that must be decided in time has an alarm clock, which rings in vain when somebody was earlier. */
function deadlineTasks(job: VideoJobState): PendingTask[] {
  const { videoId, approvals } = job;
  return approvals.flatMap(({ type, status, createdAt, deadlineAt }, number): PendingTask[] => {
    if (status !== 'pending' || deadlineAt === null) return [];
    const payload = { videoId, approval: type, requestedAt: createdAt };
    return [{ kind: 'jobs.lapse-approval', queue: 'script', key: `deadline-${number}`, payload, notBefore: deadlineAt }];
  });
}

function soundTasks(job: VideoJobState, plan: number): PendingTask[] {
  const { videoId, request } = job;
  const of = { videoId, plan };
  const work: PendingTask[] = [];
  const wantsNarration = request.voice !== false || request.subtitles !== false;
  if (wantsNarration && !job.narrated) {
    const queue = request.voice === false ? 'voice' : queueFor(`${request.voice.provider}:`, 'voice');
    work.push({ kind: 'jobs.narrate', queue, key: `narrate-${plan}`, payload: of });
  }
  if (request.music !== false && !job.music) work.push({ kind: 'jobs.compose-music', queue: 'music', key: `music-${plan}`, payload: of });
  if (!job.storyboard) work.push({ kind: 'jobs.store-storyboard', queue: 'script', key: `storyboard-${plan}`, payload: of });
  // Narrated without a voice: nobody here speaks the language.
  const hasVoice = request.voice === false || job.narrated;
  const hasMusic = request.music === false || job.music !== null;
  if (hasVoice && hasMusic && !job.mix) work.push({ kind: 'jobs.mix-audio', queue: 'voice', key: `mix-${plan}`, payload: of });
  return work;
}

function pictureTasks(job: VideoJobState, plan: number): PendingTask[] {
  const { videoId, request } = job;
  const work: PendingTask[] = [];
  const maySeeClips = !needsImages(request) || isPast(job, 'images');
  job.segments.forEach((segment, index) => {
    const { generationNumber: take } = segment;
    if (wantsImage(job, index) && !segment.image) {
      const rung = segment.imageFallbackIndex;
      const chain = request.visuals.imageModels;
      const model = chain[rung];
      if (model !== undefined) {
        const payload = { videoId, plan, index, take, rung, isLast: rung === chain.length - 1 };
        work.push({ kind: 'jobs.make-image', queue: queueFor(model, 'image'), key: `image-${plan}-${index}-${take}-${rung}`, payload });
      }
      return;
    }
    if (segment.clip || !maySeeClips || !job.hasFrames || (request.approvals.includes('images') && !allImagesDone(job))) return;
    const rung = segment.clipFallbackIndex;
    const chain = clipChain(request, index, segment.model);
    const source = chain[rung];
    if (source === undefined) return;
    const payload = { videoId, plan, index, take, rung, isLast: rung === chain.length - 1 };
    const queue = assetIdOf(source) === null ? queueFor(source, 'video') : 'video';
    const again = segment.duplicateFootageRetries > 0 ? `-${segment.duplicateFootageRetries}` : '';
    work.push({ kind: 'jobs.make-clip', queue, key: `clip-${plan}-${index}-${take}-${rung}${again}`, payload });
  });
  return work;
}

function filmTasks(job: VideoJobState, plan: number): PendingTask[] {
  const { videoId, filmRevision: edition } = job;
  const work: PendingTask[] = [];
  const mayRender = isPast(job, 'videos');
  if (!mayRender) return work;
  const pieces = piecesOf(job);
  let missing = 0;
  for (const piece of pieces) {
    if (isConformed(job, piece)) continue;
    missing++;
    const from = inputDigestOf(job, piece);
    if (from === null) continue;
    const payload = { videoId, plan, piece: piece.id, madeFrom: from };
    const queue = piece.id === MONTAGE ? 'remote' : 'conform';
    work.push({ kind: 'jobs.conform-piece', queue, key: `piece-${plan}-${piece.id}-${from}`, payload });
  }
  if (missing === 0 && allClipsDone(job) && job.mix && job.storyboard && job.film?.edition !== edition) {
    work.push({ kind: 'jobs.render-film', queue: 'render', key: `film-${edition}`, payload: { videoId, edition } });
  }
  return work;
}
