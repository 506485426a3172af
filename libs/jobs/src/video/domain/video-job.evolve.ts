import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { copiesAfter } from './film-copies.js';
import { FOOTAGE_TAKEN } from './video-job.event-factories.js';
import { withText } from './long-texts.js';
import { segmentsOf } from './plan.js';
import { evolvePayers, NO_PAYERS } from './payers.js';
import { seenIn } from './drawings.js';
import { shownAgain, UNTOUCHED, withTake } from './segment-takes.js';
import { type SegmentState, type VideoJob, type VideoJobState, pendingApproval, sourceOf } from './video-job.state.js';

/** Folds one fact into what is known. Pure; the given state is not changed. */
export function evolve(state: VideoJob, event: VideoJobEvent): VideoJob {
  if (event.type === 'JobCreated') return created(event.data);
  if (state.status === 'absent') return state;
  const after = { ...next(state, event), payers: evolvePayers(state.payers, event) };
  return after.resumes === 0 || event.type === 'JobResumed' ? after : { ...after, resumes: 0 };
}

function created({
  videoId,
  request,
  widthPx,
  heightPx,
  transition,
  sectionTransition = transition,
  look,
  origin,
  createdAt,
}: Extract<VideoJobEvent, { type: 'JobCreated' }>['data']): VideoJobState {
  return {
    status: 'queued',
    videoId,
    request,
    widthPx,
    heightPx,
    transition,
    sectionTransition,
    look: look ?? null,
    hasFrames: request.frames === undefined,
    renderer: request.renderer,
    source: sourceOf(origin),
    seriesId: origin?.seriesId ?? null,
    createdAt,
    completedAt: null,
    stage: 'queued',
    stageHistory: [],
    title: request.title,
    renamed: null,
    script: null,
    draft: 1,
    approvals: [],
    plan: null,
    segments: [],
    storyboard: null,
    voiceover: null,
    subtitles: null,
    narrated: false,
    music: null,
    mix: null,
    pieces: {},
    conformedSinceFilm: [],
    filmRevision: 0,
    film: null,
    copies: [],
    costs: [],
    spareCosts: [],
    payers: NO_PAYERS,
    error: null,
    round: 0,
    resumes: 0,
    deleted: false,
    filesRemoved: false,
  };
}

function next(job: VideoJobState, event: Exclude<VideoJobEvent, { type: 'JobCreated' }>): VideoJobState {
  switch (event.type) {
    case 'StageEntered': {
      const { stage, enteredAt } = event.data;
      const left = job.stageHistory.map((s) => (s.leftAt === null ? { ...s, leftAt: enteredAt } : s));
      const running = pendingApproval(job) ? 'awaiting_approval' : 'processing';
      const status = stage === 'queued' || job.status === 'completed' ? job.status : running;
      return { ...job, status, stage, stageHistory: [...left, { stage, enteredAt, leftAt: null }] };
    }
    case 'RequestContinued':
      return { ...job, request: event.data.texts.reduce(withText, job.request) };
    case 'VideoCharged':
      return { ...job, spareCosts: event.data.charges };
    case 'FramesReceived':
      return { ...job, hasFrames: true };
    case 'ScriptDrafted': {
      const { title, script, source, cost, sentenceSeconds = [], sources = [] } = event.data;
      return withCost({ ...job, title, script: { text: script ?? job.request.script ?? '', source, sentenceSeconds, sources } }, cost);
    }
    case 'ScriptContinued':
      return { ...job, script: job.script && { ...job.script, text: job.script.text + event.data.text } };
    case 'SegmentsPlanned': {
      const segments = segmentsOf(event.data, job.request, job.title ?? '', job.script?.text ?? '');
      return {
        ...job,
        plan: { number: event.data.plan, segments, transitions: event.data.transitions },
        segments: segments.map(() => UNTOUCHED),
        storyboard: null,
        voiceover: null,
        subtitles: null,
        narrated: false,
        music: null,
        mix: null,
        pieces: {},
        conformedSinceFilm: [],
        filmRevision: job.filmRevision + 1,
      };
    }
    case 'StoryboardStored':
      return { ...job, storyboard: { storyboard: event.data.storyboard, script: event.data.script } };
    case 'ApprovalRequested': {
      const { approval: type, requestedAt: createdAt, deadlineAt = null, onDeadline = null } = event.data;
      const open = { status: 'pending', decidedAt: null, comment: null, byDeadline: false } as const;
      const pending = { type, createdAt, deadlineAt, onDeadline, ...open };
      return { ...job, status: 'awaiting_approval', approvals: [...job.approvals, pending] };
    }
    case 'ApprovalDecided':
      return decided(job, event.data);
    case 'ImageGenerated': {
      const { index, source, image: file, thumbnail = null, cost } = event.data;
      const image = { source, file, thumbnail, costMicros: microsIn(cost) };
      return withCost(
        onSegment(job, index, (s) => paid({ ...s, image, failedAttempts: 0, lastFailedAt: null }, cost)),
        cost,
      );
    }
    case 'SegmentGenerated': {
      const { index, source, kind, clip: file, still, thumbnail = null, take: generationNumber, cost, attribution = null } = event.data;
      const clip = { source, kind, file, still, thumbnail, costMicros: microsIn(cost), generationNumber, attribution };
      const madeAt = event.data.generatedAt ?? null;
      return withCost(
        onSegment(job, index, (s) => paid(withTake({ ...s, clip }, clip, { madeAt, restored: null }), cost)),
        cost,
      );
    }
    case 'SegmentAttemptFailed': {
      const { index, attempt, code, failedAt: lastFailedAt } = event.data;
      if (code === FOOTAGE_TAKEN) return onSegment(job, index, (s) => ({ ...s, duplicateFootageRetries: s.duplicateFootageRetries + 1 }));
      return onSegment(job, index, (s) => ({ ...s, failedAttempts: attempt, lastFailedAt }));
    }
    case 'RendererFellBack':
      return { ...job, renderer: 'ffmpeg' };
    case 'SegmentFellBack': {
      const { index, what, rung, from: model, code, reason, attempts } = event.data;
      const givenUp = { what, model, code, reason, attempts };
      return onSegment(job, index, (s) => ({
        ...s,
        ...(what === 'image' ? { imageFallbackIndex: rung } : { clipFallbackIndex: rung }),
        givenUp: [...s.givenUp, givenUp],
        failedAttempts: 0,
        lastFailedAt: null,
      }));
    }
    case 'SegmentRegenerationRequested': {
      const { index, take, prompt, model } = event.data;
      return changed(job, index, (s) => ({
        ...UNTOUCHED,
        generationNumber: take,
        costMicros: s.costMicros,
        takes: s.takes,
        prompt: prompt ?? s.prompt,
        model: model ?? s.model,
        comment: s.comment,
      }));
    }
    case 'SegmentTakeRestored': {
      const { index, take, restored, restoredAt } = event.data;
      return changed(job, index, (s) => shownAgain(s, take, restored, restoredAt));
    }
    case 'VideoRenamed':
      return { ...job, renamed: event.data.title };
    case 'VoiceoverGenerated':
      return withCost({ ...job, voiceover: event.data, narrated: true }, event.data.cost);
    case 'SubtitlesAligned':
      return { ...job, subtitles: event.data, narrated: true };
    case 'MusicGenerated':
      return withCost({ ...job, music: event.data }, event.data.cost);
    case 'AudioMixed':
      return { ...job, mix: event.data };
    case 'PieceConformed': {
      const { piece, madeFrom, file, frames } = event.data;
      const conformedSinceFilm = [...new Set([...job.conformedSinceFilm, piece])];
      return {
        ...job,
        segments: seenIn(job.segments, piece, file),
        pieces: { ...job.pieces, [piece]: { inputDigest: madeFrom, file, frames } },
        conformedSinceFilm,
      };
    }
    case 'RenderStarted':
      return job;
    case 'RenderFinished':
      return { ...job, film: event.data, conformedSinceFilm: [] };
    case 'FilmCopyRequested':
    case 'FilmCopyMade':
    case 'FilmCopyFailed':
      return { ...job, copies: copiesAfter(job.copies, event) };
    case 'JobCompleted':
      return { ...job, status: 'completed', completedAt: event.data.completedAt, error: null };
    case 'JobFailed': {
      const { code, message, retryable, segment, failedAt, faults = [] } = event.data;
      return { ...job, status: 'failed', completedAt: failedAt, error: { code, message, retryable, segment, faults } };
    }
    case 'JobRetried':
      return resumed(job, event.data.round);
    case 'JobResumed':
      return { ...job, round: event.data.round, resumes: job.resumes + 1 };
    case 'JobCancelled':
      return { ...job, status: 'cancelled', completedAt: event.data.cancelledAt };
    case 'ArtifactsDeleted':
      return { ...job, deleted: true };
    case 'FilesRemoved':
      return { ...job, filesRemoved: true };
  }
}

/** A failed job goes on: whoever had failed gets another turn. */
function resumed(job: VideoJobState, round: number): VideoJobState {
  const segments = job.segments.map((s) =>
    s.clip === null
      ? { ...s, imageFallbackIndex: s.image ? s.imageFallbackIndex : 0, clipFallbackIndex: 0, failedAttempts: 0, lastFailedAt: null }
      : s,
  );
  return { ...job, status: 'processing', completedAt: null, error: null, round, segments };
}

function decided(job: VideoJobState, data: Extract<VideoJobEvent, { type: 'ApprovalDecided' }>['data']): VideoJobState {
  const { approval, decision, comment, decidedAt, segments, byDeadline = false } = data;
  const approvals = job.approvals.map((a) =>
    a.type === approval && a.status === 'pending' ? { ...a, status: decision, decidedAt, comment, byDeadline } : a,
  );
  const after: VideoJobState = { ...job, status: 'processing', approvals };
  if (decision === 'approved') return after;
  if (approval === 'script') return { ...after, script: null, draft: job.draft + 1 };
  const isConcerned = (index: number): boolean => segments.length === 0 || segments.includes(index);
  return {
    ...after,
    filmRevision: job.filmRevision + 1,
    segments: job.segments.map((s, index) =>
      isConcerned(index)
        ? {
            ...UNTOUCHED,
            generationNumber: s.generationNumber + 1,
            costMicros: s.costMicros,
            takes: s.takes,
            image: approval === 'images' ? null : s.image,
            prompt: s.prompt,
            model: s.model,
            comment,
          }
        : s,
    ),
  };
}

/** The film is out of date: one of its segments is to show something else. */
function changed(job: VideoJobState, index: number, change: (segment: SegmentState) => SegmentState): VideoJobState {
  const after = onSegment(job.status === 'failed' ? resumed(job, job.round + 1) : job, index, change);
  return { ...after, status: 'processing', completedAt: null, error: null, filmRevision: job.filmRevision + 1 };
}

function onSegment(job: VideoJobState, index: number, change: (segment: SegmentState) => SegmentState): VideoJobState {
  return { ...job, segments: job.segments.map((s, i) => (i === index ? change(s) : s)) };
}

const microsIn = (cost: VideoJobState['costs'][number] | null): number => cost?.amountMicros ?? 0;

const paid = (segment: SegmentState, cost: VideoJobState['costs'][number] | null): SegmentState => ({
  ...segment,
  costMicros: segment.costMicros + microsIn(cost),
});

function withCost(job: VideoJobState, cost: VideoJobState['costs'][number] | null): VideoJobState {
  return cost ? { ...job, costs: [...job.costs, cost] } : job;
}
