/** What a video job makes of the results of its tasks. A result that comes too late or twice changes nothing. */
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { clipChain } from './fallback-chain.js';
import { joints } from '#steps/plan';
import { hasRoom } from './film-length.js';
import { planFilm } from './plan.js';
import {
  type BeginRender,
  type GiveUpModel,
  type GiveUpRenderer,
  type RecordClip,
  type RecordFailedAttempt,
  type RecordFilm,
  type RecordImage,
  type RecordNarration,
  type RecordScript,
} from './video-job.commands.js';
import { evolve } from './video-job.evolve.js';
import {
  FOOTAGE_TAKEN,
  drafted,
  entered,
  failed,
  isStale,
  isStaleTake,
  mustRun,
  notReady,
  requested,
} from './video-job.event-factories.js';
import { type VideoJobState, allClipsDone, allImagesDone, isPast, isTerminal, takenFootage } from './video-job.state.js';

export function recordScript({ data, issuedAt }: RecordScript, job: VideoJobState): VideoJobEvent[] {
  if (isTerminal(job.status) || data.draft !== job.draft || job.script) return [];
  const { title, script, source, cost, sentenceSeconds = [], sources = [] } = data;
  const named = sources.map(({ title: work, pageUrl, author, license }) => ({ title: work, pageUrl, author, license }));
  const events = drafted(job, {
    ...{ title, script, source, cost },
    ...(sentenceSeconds.length > 0 && { sentenceSeconds }),
    ...(named.length > 0 && { sources: named }),
  });
  if (!hasRoom(job.request, script, sentenceSeconds)) {
    const message = 'The script takes longer to say than the film lasts, however fast it is spoken. Shorten it, or ask for a longer film.';
    return [...events, failed(job, 'script_too_long', message, false, null, issuedAt)];
  }
  if (!isPast(job, 'script')) return [...events, requested(job, 'script', issuedAt)];
  return [...events, ...plan(job, { title, script, sentenceSeconds }, issuedAt)];
}

/** What a plan is made of. */
export interface Drafted {
  readonly title: string;
  readonly script: string;
  readonly sentenceSeconds: readonly number[];
}

export function plan(job: VideoJobState, { title, script, sentenceSeconds }: Drafted, at: string): VideoJobEvent[] {
  const { segments, prompts } = planFilm(job.request, title, script, sentenceSeconds);
  const number = (job.plan?.number ?? 0) + 1;
  const planned: VideoJobEvent = {
    type: 'SegmentsPlanned',
    data: { videoId: job.videoId, plan: number, segments, prompts, transitions: joints(segments, job.transition, job.sectionTransition) },
  };
  return [planned, entered(job.videoId, 'assets', at)];
}

export function recordImage({ data, issuedAt }: RecordImage, job: VideoJobState): VideoJobEvent[] {
  if (isStaleTake(job, data)) return [];
  const { plan: number, index, take, source, image, thumbnail, cost } = data;
  const generated: VideoJobEvent = {
    type: 'ImageGenerated',
    data: { videoId: job.videoId, plan: number, index, take, source, image, ...(thumbnail && { thumbnail }), cost },
  };
  const after = evolve(job, generated) as VideoJobState;
  if (allImagesDone(job) || !allImagesDone(after) || isPast(job, 'images')) return [generated];
  return [generated, requested(job, 'images', issuedAt)];
}

export function recordClip({ data, issuedAt }: RecordClip, job: VideoJobState): VideoJobEvent[] {
  if (isStaleTake(job, data) || job.segments[data.index]?.clip) return [];
  if (!isPast(job, 'images')) throw notReady(job, 'The images are not approved.');
  const { plan: number, index, take, rung, source, kind, clip, still, thumbnail, cost, attribution } = data;
  // Two segments may find the same footage at the same time: the later one looks again.
  if (attribution && takenFootage(job).includes(attribution.id)) {
    const of = { videoId: job.videoId, plan: number, index, take, what: 'clip', model: source, rung } as const;
    const attempt = (job.segments[index]?.duplicateFootageRetries ?? 0) + 1;
    const reason = 'the same footage was taken for another segment in the meantime';
    return [{ type: 'SegmentAttemptFailed', data: { ...of, attempt, code: FOOTAGE_TAKEN, reason, failedAt: issuedAt } }];
  }
  const generated: VideoJobEvent = {
    type: 'SegmentGenerated',
    data: {
      ...{ videoId: job.videoId, plan: number, index, take, source, kind, clip, still, cost, generatedAt: issuedAt },
      ...(thumbnail && { thumbnail }),
      ...(attribution && { attribution }),
    },
  };
  const after = evolve(job, generated) as VideoJobState;
  if (!allClipsDone(after)) return [generated];
  if (!isPast(job, 'videos')) return [generated, requested(job, 'videos', issuedAt)];
  return [generated, entered(job.videoId, 'audio', issuedAt)];
}

/** The rung a result or a failure belongs to, when it is still that one's turn; else null: the news comes too late or twice. */
function currentRung(job: VideoJobState, data: { what: 'image' | 'clip'; plan: number; index: number; take: number; rung: number }) {
  const segment = job.segments[data.index];
  if (isStaleTake(job, data) || !segment) return null;
  const current = data.what === 'image' ? segment.imageFallbackIndex : segment.clipFallbackIndex;
  if (data.rung !== current || (data.what === 'image' ? segment.image : segment.clip)) return null;
  const chain = data.what === 'image' ? job.request.visuals.imageModels : clipChain(job.request, data.index, segment.model);
  return { segment, model: chain[data.rung] ?? '', next: chain[data.rung + 1] };
}

export function recordFailedAttempt({ data, issuedAt }: RecordFailedAttempt, job: VideoJobState): VideoJobEvent[] {
  const current = currentRung(job, data);
  const { plan: number, index, take, what, rung, attempt, code, message: reason } = data;
  if (!current || attempt <= current.segment.failedAttempts) return [];
  const of = { videoId: job.videoId, plan: number, index, take, what, rung };
  return [{ type: 'SegmentAttemptFailed', data: { ...of, model: current.model, attempt, code, reason, failedAt: issuedAt } }];
}

/** The next rung of the chain, or the end of the job where replacing is forbidden or nothing is left. */
export function giveUpModel({ data, issuedAt }: GiveUpModel, job: VideoJobState): VideoJobEvent[] {
  const current = currentRung(job, data);
  if (!current) return [];
  const { what, index, take, rung, code, message, retryable, attempts } = data;
  const { model: from, next: source } = current;
  if (source === undefined) {
    const text = `No model could make the ${what} of segment ${index}; the last one, ${from}, failed: ${message}`;
    return [failed(job, 'segment_failed', `${text} (${code})`, retryable, index, issuedAt)];
  }
  return [
    {
      type: 'SegmentFellBack',
      data: { videoId: job.videoId, plan: data.plan, index, take, what, from, source, rung: rung + 1, code, reason: message, attempts },
    },
  ];
}

/** Where replacing is not forbidden, we put the film together ourselves. */
export function giveUpRenderer({ data, issuedAt }: GiveUpRenderer, job: VideoJobState): VideoJobEvent[] {
  const { renderer, videoId, request } = job;
  if (isStale(job, data.plan) || renderer === 'ffmpeg') return [];
  const { code, message, retryable, attempts } = data;
  if (request.visuals.fallback.length === 0) {
    return [failed(job, 'render_failed', `${renderer} could not put the film together: ${message} (${code})`, retryable, null, issuedAt)];
  }
  return [{ type: 'RendererFellBack', data: { videoId, from: renderer, code, reason: message, attempts, fellBackAt: issuedAt } }];
}

export function recordNarration({ data }: RecordNarration, job: VideoJobState): VideoJobEvent[] {
  if (isStale(job, data.plan) || job.narrated) return [];
  const of = { videoId: job.videoId, plan: data.plan };
  const { voiceover, subtitles } = data;
  const events: VideoJobEvent[] = [];
  if (voiceover) {
    const { source, voiceover: file, master, lines, cost, sections } = voiceover;
    events.push({
      type: 'VoiceoverGenerated',
      data: { ...of, source, voiceover: file, master, lines, cost, ...(sections && { sections }) },
    });
  }
  if (subtitles) {
    const { srt, vtt, cues, segmentDigests } = subtitles;
    events.push({ type: 'SubtitlesAligned', data: { ...of, srt, vtt, cues, segmentDigests } });
  }
  return events;
}

export function beginRender({ data, issuedAt }: BeginRender, job: VideoJobState): VideoJobEvent[] {
  mustRun(job);
  if (data.edition !== job.filmRevision) throw notReady(job, 'The film has changed since this render was asked for.');
  if (!allClipsDone(job) || !isPast(job, 'videos')) throw notReady(job, 'Clips or their approval are missing.');
  const started: VideoJobEvent = { type: 'RenderStarted', data: { videoId: job.videoId, startedAt: issuedAt } };
  return job.stage === 'rendering' ? [started] : [started, entered(job.videoId, 'rendering', issuedAt)];
}

export function recordFilm({ data, issuedAt }: RecordFilm, job: VideoJobState): VideoJobEvent[] {
  if (isTerminal(job.status) || data.edition !== job.filmRevision) return [];
  const { edition, film, manifest, thumbnail, frames, renderedSeconds } = data;
  return [
    { type: 'RenderFinished', data: { videoId: job.videoId, edition, film, manifest, thumbnail, frames, renderedSeconds } },
    entered(job.videoId, 'ready', issuedAt),
    { type: 'JobCompleted', data: { videoId: job.videoId, completedAt: issuedAt } },
  ];
}
