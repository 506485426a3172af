import { type SignedUrls } from '#assets';
import { type PreviewFile } from '../../../contracts/videos.js';
import {
  type Video,
  type VideoApproval,
  type VideoCost,
  type VideoError,
  type VideoReplacement,
  type SegmentTake,
  type VideoSegment,
} from '../../../contracts/video.resource.js';
import { type StoredFile } from '#steps';
import { microsOf } from '../../../contracts/micros.js';
import { progressOf } from '../../domain/progress.js';
import { clipChain, isFallback } from '../../domain/fallback-chain.js';
import { shownAlone } from '../../domain/drawings.js';
import { type SegmentState, type VideoJobState, promptSent, titleOf, wantsImage } from '../../domain/video-job.state.js';
import { piecesOf } from '../../domain/pending-tasks.js';
import { reasonIn } from '../../domain/reasons.js';
import { attemptOf, ladderOf } from './ladder.view.js';
import { warningsOf } from './warnings.view.js';
import { segmentFileName } from '../tasks/segment-file-name.js';

/** Links in answers work this long (api.md, "Artifacts"). */
export const LINK_SECONDS = 3600;
/** How many pictures and clips a pending approval shows. */
const PREVIEWED_IMAGES = 5;
const PREVIEWED_CLIPS = 3;

export interface Artifact {
  readonly name: string;
  readonly file: StoredFile;
}

/** @returns every file of the job that can be had, by the name it is served under. */
export function artifactsOf(job: VideoJobState): Artifact[] {
  const artifacts: Artifact[] = [];
  const add = (name: string, file: StoredFile | null | undefined): void => {
    if (file) artifacts.push({ name, file });
  };
  add('storyboard.json', job.storyboard?.storyboard);
  add('script.txt', job.storyboard?.script);
  job.segments.forEach((s, i) => add(segmentFileName('frames', i, 'png'), s.image?.file ?? s.clip?.still));
  job.segments.forEach((_, i) => add(segmentFileName('clips', i, 'mp4'), job.pieces[`segment-${String(i).padStart(3, '0')}`]?.file));
  add('voiceover.m4a', job.voiceover?.voiceover);
  for (const { section, file } of job.voiceover?.sections ?? []) add(`voice/${section}.m4a`, file);
  add('music.m4a', job.music?.music);
  add('subtitles.srt', job.subtitles?.srt);
  add('subtitles.vtt', job.subtitles?.vtt);
  add('manifest.json', job.film?.manifest);
  add('thumbnail.jpg', job.film?.thumbnail);
  add('final.mp4', job.film?.film);
  return artifacts;
}

/** What systems of files do not take in a name, and what reverses the direction of writing. */
const UNFIT_FOR_NAMES = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029"*/:<>?\\|]/gu;
const MAX_NAME_CHARACTERS = 120;

/** The film is saved under its title, everything else under its own name. */
export function downloadNameOf(title: string | null, name: string): string {
  const own = name.split('/').at(-1) ?? name;
  const fit = [...(title ?? '').replace(UNFIT_FOR_NAMES, '')]
    .slice(0, MAX_NAME_CHARACTERS)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  return name === 'final.mp4' && fit !== '' ? `${fit}.mp4` : own;
}

/**
 * The video as the API shows it. `updatedAt` is when its last event was recorded.
 * @param language of what is said about it; default: its own
 */
export function videoView(job: VideoJobState, updatedAt: string, urls: SignedUrls, language = job.request.language): Video {
  const link = (file: StoredFile): string => urls.sign(file.key, file.contentType, LINK_SECONDS);
  const { request, film } = job;
  const told = { ...job, request: { ...request, language } };
  const isCurrent = film !== null && film.edition === job.filmRevision;
  return {
    id: job.videoId,
    status: job.status,
    stage: job.stage,
    stageHistory: job.stageHistory,
    progress: progressOf(told, piecesOf(job).length),
    title: titleOf(job),
    request,
    eventsUrl: urls.signPath(`/v1/videos/${job.videoId}/events/live`, LINK_SECONDS),
    exportUrl: isCurrent ? urls.signPath(`/v1/videos/${job.videoId}/export/signed`, LINK_SECONDS) : null,
    approvals: job.approvals.map((approval) => approvalView(job, approval, link)),
    artifacts: artifactsOf(job).map(({ name, file }) => ({
      name,
      url: link(file),
      contentType: file.contentType,
      bytes: file.sizeBytes,
      sha256: file.sha256,
    })),
    video:
      film && isCurrent
        ? {
            url: link(film.film),
            durationSeconds: film.frames / request.fps,
            width: job.widthPx,
            height: job.heightPx,
            fps: request.fps,
            bytes: film.film.sizeBytes,
          }
        : null,
    replacements: replacementsOf(job),
    warnings: warningsOf(told),
    cost: costOf(job),
    error: errorOf(told),
    createdAt: job.createdAt,
    updatedAt,
    completedAt: job.completedAt,
  };
}

function approvalView(job: VideoJobState, approval: VideoJobState['approvals'][number], link: (file: StoredFile) => string): VideoApproval {
  const { type } = approval;
  const isPending = approval.status === 'pending';
  if (type === 'script') return { ...approval, type, ...(isPending && { preview: { script: job.script?.text ?? '' } }) };
  return { ...approval, type, ...(isPending && { preview: previewOf(job, type, link) }) };
}

function previewOf(job: VideoJobState, type: 'images' | 'videos', link: (file: StoredFile) => string) {
  return previewFilesOf(job, type).map(({ segment, file }) => {
    const thumbnail = thumbnailOf(job.segments[segment]);
    return { segment, url: link(file), thumbnailUrl: thumbnail && link(thumbnail) };
  });
}

/** The small picture of what a segment shows, or of the still it begins with. Videos of earlier releases have none. */
export const thumbnailOf = (segment: VideoJobState['segments'][number] | undefined): StoredFile | null =>
  segment?.clip?.thumbnail ?? segment?.image?.thumbnail ?? null;

/** The first pictures or clips there are. */
export function previewFilesOf(job: VideoJobState, type: 'images' | 'videos'): PreviewFile[] {
  const files = job.segments.flatMap((s, segment) => {
    const file = type === 'images' ? s.image?.file : s.clip?.file;
    return file ? [{ segment, file, thumbnail: thumbnailOf(s) }] : [];
  });
  return files.slice(0, type === 'images' ? PREVIEWED_IMAGES : PREVIEWED_CLIPS);
}

/** The segments that show something else than was asked for, and why. */
export function replacementsOf(job: VideoJobState): VideoReplacement[] {
  return job.segments.flatMap((segment, index) => {
    const { clip, givenUp } = segment;
    if (!clip || !isFallback(job.request, segment.model, clip.source)) return [];
    const reasons = givenUp.map(({ what, model, code, reason, attempts }) => ({ what, model, code, reason, attempts }));
    return [{ segment: index, source: clip.source, reasons }];
  });
}

export function errorOf({ error, request: { language } }: VideoJobState): VideoError | null {
  if (!error) return null;
  const { faults, ...shown } = error;
  const told = { ...shown, message: reasonIn(language, shown) };
  if (faults.length === 0) return told;
  return { ...told, errors: faults.map((fault) => ({ ...fault, message: reasonIn(language, fault) })) };
}

/** All that providers were paid for it, whatever came of it. */
export const paidFor = ({ costs, spareCosts }: VideoJobState): readonly VideoJobState['costs'][number][] => [...costs, ...spareCosts];

function costOf(job: VideoJobState): VideoCost {
  const items = new Map<string, { provider: string; model: string; units: number; amountMicros: number }>();
  const paid = paidFor(job);
  for (const cost of paid) {
    const item = items.get(cost.model) ?? { provider: cost.provider, model: cost.model, units: 0, amountMicros: 0 };
    items.set(cost.model, { ...item, units: item.units + cost.units, amountMicros: item.amountMicros + cost.amountMicros });
  }
  return { amountMicros: microsOf(paid), currency: 'USD', items: [...items.values()] };
}

/** One segment as the API shows it. */
export function segmentView(job: VideoJobState, index: number, urls: SignedUrls): VideoSegment {
  const planned = job.plan?.segments[index];
  const state = job.segments[index];
  if (!planned || !state) throw new RangeError(`video ${job.videoId} has no segment ${index}`);
  const link = (file: StoredFile | undefined): string | null => (file ? urls.sign(file.key, file.contentType, LINK_SECONDS) : null);
  const chain = clipChain(job.request, index, state.model);
  const ended = job.status === 'failed' || job.status === 'cancelled';
  const hasFailed = job.error?.segment === index;
  const image = state.image?.file ?? state.clip?.still;
  const hasOwnImage = wantsImage(job, index);
  const imageIsDone = hasOwnImage ? state.image !== null : state.clip !== null;
  const mayStart =
    !ended && (!hasOwnImage || state.image !== null) && job.approvals.every((a) => a.type !== 'images' || a.status === 'approved');
  const lastFailure = state.givenUp.at(-1);
  const ladder = ladderOf(job, index, mayStart);
  return {
    index,
    section: planned.section,
    text: planned.text,
    imagePrompt: promptSent(state, planned.imagePrompt),
    videoPrompt: promptSent(state, planned.videoPrompt),
    seed: planned.seed,
    durationSeconds: (planned.endFrame - planned.startFrame) / job.request.fps,
    imageStatus: imageIsDone ? 'completed' : hasFailed ? 'failed' : ended ? 'pending' : 'generating',
    videoStatus: state.clip ? 'completed' : hasFailed ? 'failed' : mayStart ? 'generating' : 'pending',
    source: state.clip?.source ?? chain[state.clipFallbackIndex] ?? null,
    attempts: state.givenUp.reduce((sum, g) => sum + g.attempts, 0) + state.failedAttempts + (state.clip ? 1 : 0),
    isFallback: state.clip ? isFallback(job.request, state.model, state.clip.source) : false,
    attribution: state.clip?.attribution ?? null,
    imageUrl: link(image),
    thumbnailUrl: link(thumbnailOf(state) ?? undefined),
    videoUrl: link(job.pieces[`segment-${String(index).padStart(3, '0')}`]?.file ?? shownAlone(state.clip)),
    costMicros: state.costMicros,
    takes: takesOf(state, link),
    attempt: attemptOf(ladder, state),
    ladder,
    error: hasFailed
      ? { code: job.error?.code ?? '', message: errorOf(job)?.message ?? '' }
      : lastFailure
        ? { code: lastFailure.code, message: lastFailure.reason, model: lastFailure.model }
        : null,
  };
}

/** What it has shown, oldest first; the clip of a restored one is that of the take it was restored from. */
const takesOf = ({ takes, clip: shown }: SegmentState, link: (file: StoredFile | undefined) => string | null): SegmentTake[] =>
  takes.map(({ clip, image, piece = null, madeAt, restored, prompt }) => ({
    take: clip.generationNumber,
    source: clip.source,
    at: madeAt,
    restoredFrom: restored,
    isShown: clip.generationNumber === shown?.generationNumber,
    prompt,
    costMicros: restored === null ? clip.costMicros + (image?.costMicros ?? 0) : 0,
    thumbnailUrl: link(clip.thumbnail ?? image?.thumbnail ?? undefined),
    imageUrl: link(image?.file ?? clip.still),
    videoUrl: clip.kind === 'image' ? null : link(piece ?? shownAlone(clip)),
  }));
