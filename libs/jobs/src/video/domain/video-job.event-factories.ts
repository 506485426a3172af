/** Events and refusals that several decisions of a video job share. */
import { type JobFault, type Stage, type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type ApprovalType, type VideoRequest } from '../../contracts/video-request.js';
import { MAX_FILM_SECONDS, neededSeconds } from './film-length.js';
import { inParts } from './long-texts.js';
import { IllegalTransition, ScriptDoesNotFit } from './video-job.errors.js';
import { type VideoJobState, isTerminal } from './video-job.state.js';

export const entered = (videoId: string, stage: Stage, at: string): VideoJobEvent => ({
  type: 'StageEntered',
  data: { videoId, stage, enteredAt: at },
});

/** A narration, in as many events as it takes; what the request says already is not said again. */
export function drafted(
  { videoId, request }: VideoJobState,
  {
    title,
    script,
    source,
    cost,
    sentenceSeconds,
    sources,
  }: Omit<Extract<VideoJobEvent, { type: 'ScriptDrafted' }>['data'], 'videoId' | 'script'> & { script: string },
): VideoJobEvent[] {
  const isKnown = script === request.script;
  const [first = '', ...rest] = isKnown ? [] : inParts(script);
  return [
    {
      type: 'ScriptDrafted',
      data: {
        ...{ videoId, title, script: isKnown ? null : first, source, cost },
        ...(sentenceSeconds && { sentenceSeconds }),
        ...(sources && { sources }),
      },
    },
    ...rest.map((text): VideoJobEvent => ({ type: 'ScriptContinued', data: { videoId, text } })),
  ];
}

export const requested = (job: VideoJobState, approval: ApprovalType, at: string): VideoJobEvent => ({
  type: 'ApprovalRequested',
  data: { videoId: job.videoId, approval, requestedAt: at, ...deadlineOf(job, approval, at) },
});

/** Code of an attempt whose footage another segment of the film had taken in the meantime. */
export const FOOTAGE_TAKEN = 'footage_taken';

function deadlineOf({ request }: VideoJobState, approval: ApprovalType, at: string) {
  const deadline = request.deadlines?.find(({ type }) => type === approval);
  if (!deadline) return {};
  const deadlineAt = new Date(Date.parse(at) + deadline.deadlineSeconds * 1000).toISOString();
  return { deadlineAt, onDeadline: deadline.onDeadline };
}

export const failed = (
  job: VideoJobState,
  code: string,
  message: string,
  retryable: boolean,
  segment: number | null,
  at: string,
  faults: readonly JobFault[] = [],
): VideoJobEvent => ({
  type: 'JobFailed',
  data: { videoId: job.videoId, code, message, retryable, segment, failedAt: at, ...(faults.length > 0 && { faults }) },
});

/** @throws ScriptDoesNotFit when there is no time to speak it */
export function mustFit({ videoId, request }: { videoId: string; request: VideoRequest }, script: string): void {
  // How long a recording is, is known, and was held against the film when it was named.
  if (request.voice !== false && request.voice.assetId !== undefined) return;
  const needed = neededSeconds(request, script);
  const room = request.durationSeconds ?? MAX_FILM_SECONDS;
  if (needed > room) throw new ScriptDoesNotFit(videoId, needed, room);
}

/** A result for a job that has ended, or for a plan that was replaced. */
export const isStale = (job: VideoJobState, number: number): boolean => isTerminal(job.status) || job.plan?.number !== number;

export const isStaleTake = (job: VideoJobState, of: { plan: number; index: number; take: number }): boolean =>
  isStale(job, of.plan) || job.segments[of.index]?.generationNumber !== of.take;

export const notReady = (job: VideoJobState, reason: string): IllegalTransition =>
  new IllegalTransition('not_ready_to_render', job.videoId, job.status, reason);

export function mustRun(job: VideoJobState): void {
  if (isTerminal(job.status)) throw new IllegalTransition('already_finished', job.videoId, job.status, 'The video is finished.');
}
