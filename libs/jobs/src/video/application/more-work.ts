import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import {
  dearerBy,
  type Estimate,
  estimateGrowth,
  estimateRegeneration,
  estimateRejection,
  estimateRest,
  estimateRestoration,
} from '../domain/estimate.js';
import { payerOf } from '../domain/payers.js';
import { evolve } from '../domain/video-job.evolve.js';
import { type VideoJob, type VideoJobState } from '../domain/video-job.state.js';
import { type Estimates } from './estimates.js';
import { reservationOf } from './reservations.js';

/** What has to be set aside before a job may go on with a decision. */
export interface MoreWork {
  readonly reservationId: string;
  readonly estimate: Pick<Estimate, 'quantities' | 'costs'>;
  /** On top of what that reservation holds already. */
  readonly isOnTop: boolean;
}

const NOTHING = { videos: 0, video_seconds: 0, render_seconds: 0, provider_cost_micros: 0, storage_bytes: 0, concurrent_videos: 0 };

/** @param before as the decision found the job @returns only what is more than nothing */
export function moreWork(
  videoId: string,
  before: VideoJob,
  { events, state: after }: { readonly events: readonly VideoJobEvent[]; readonly state: VideoJob },
  estimates: Estimates,
): MoreWork[] {
  if (before.status === 'absent' || after.status === 'absent') return [];
  const together = events.flatMap((event) => (event.type === 'SegmentRegenerationRequested' ? [event.data.index] : []));
  let job: VideoJobState = before;
  return events
    .flatMap((event) => {
      const more = workOf(videoId, { before: job, after, together }, event, estimates) ?? [];
      job = evolve(job, event) as VideoJobState;
      return more;
    })
    .filter(({ estimate }) => Object.values(estimate.quantities).some((quantity) => quantity > 0));
}

interface Decision {
  /** As the event found it. */
  readonly before: VideoJobState;
  /** After all events of the decision. */
  readonly after: VideoJobState;
  /** Segments that the decision makes anew. */
  readonly together: readonly number[];
}

function workOf(videoId: string, { before, after, together }: Decision, event: VideoJobEvent, estimates: Estimates): MoreWork | null {
  switch (event.type) {
    case 'JobRetried': {
      const reservationId = reservationOf.retry(videoId, event.data.round);
      return { reservationId, estimate: estimateRest(before, estimates), isOnTop: false };
    }
    case 'SegmentRegenerationRequested': {
      const { index, take } = event.data;
      const reservationId = reservationOf.regeneration(videoId, index, take);
      return { reservationId, estimate: estimateRegeneration(before, event.data, estimates, together), isOnTop: false };
    }
    case 'SegmentTakeRestored': {
      const { index, take } = event.data;
      const reservationId = reservationOf.restoration(videoId, index, take);
      return { reservationId, estimate: estimateRestoration(before, index, estimates), isOnTop: false };
    }
    case 'ApprovalDecided': {
      // Their own script is there already; what it needs is set aside when it is planned.
      const isOwn = event.data.approval === 'script' && after.script !== null;
      if (event.data.decision !== 'rejected' || isOwn) return null;
      const reservationId = reservationOf.rejection(videoId, before.payers.gates);
      return { reservationId, estimate: estimateRejection(before, event.data, estimates), isOnTop: false };
    }
    case 'SegmentsPlanned': {
      const reservationId = reservationOf.payer(videoId, after.payers.base);
      return { reservationId, estimate: estimateGrowth(before, after, estimates), isOnTop: true };
    }
    case 'SegmentFellBack': {
      const { index, what } = event.data;
      const reservationId = reservationOf.payer(videoId, payerOf(after.payers, `${what}-${index}`));
      const quantities = { ...NOTHING, provider_cost_micros: dearerBy(after, event.data, estimates) };
      return { reservationId, estimate: { quantities, costs: [] }, isOnTop: true };
    }
    case 'FilmCopyRequested': {
      const { edition, maxBytes } = event.data;
      const estimate = { quantities: { ...NOTHING, storage_bytes: maxBytes }, costs: [] };
      return { reservationId: reservationOf.copy(videoId, edition, maxBytes), estimate, isOnTop: false };
    }
    // Ordering reserves the whole of it; of all others what they lead to is set aside, or costs nothing.
    case 'ApprovalRequested':
    case 'ArtifactsDeleted':
    case 'AudioMixed':
    case 'FilesRemoved':
    case 'FilmCopyFailed':
    case 'FilmCopyMade':
    case 'FramesReceived':
    case 'ImageGenerated':
    case 'JobCancelled':
    case 'JobCompleted':
    case 'JobCreated':
    case 'RequestContinued':
    case 'ScriptContinued':
    case 'JobFailed':
    case 'VideoCharged':
    case 'JobResumed':
    case 'MusicGenerated':
    case 'PieceConformed':
    case 'RendererFellBack':
    case 'RenderFinished':
    case 'RenderStarted':
    case 'ScriptDrafted':
    case 'SegmentAttemptFailed':
    case 'SegmentGenerated':
    case 'StageEntered':
    case 'StoryboardStored':
    case 'SubtitlesAligned':
    case 'VoiceoverGenerated':
    case 'VideoRenamed':
      return null;
  }
}
