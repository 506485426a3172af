/** Which reservation pays for what of a video. Pure; the job and whoever accounts for it fold the same events. */
import { type VideoJobEvent } from '../../contracts/video-job.events.js';

/** What made a reservation necessary, as parts of its name; empty: the order itself. */
export type Payer = readonly string[];

export const ORDER: Payer = [];

export interface Payers {
  /** Pays for whatever no other reservation was made for. */
  readonly base: Payer;
  /** Nothing is set aside any more: whoever makes more of it opens a reservation of its own. */
  readonly isEnded: boolean;
  /** Since the last end, of what was made anew: `clip-3`, `image-3`, `script`. */
  readonly anew: Readonly<Record<string, Payer>>;
  /** Gates that were reached so far. */
  readonly gates: number;
  readonly segments: number;
}

export const NO_PAYERS: Payers = { base: ORDER, isEnded: false, anew: {}, gates: 0, segments: 0 };

/** @param round of the retry, from 1 */
export const retryPayer = (round: number): Payer => ['retry', String(round)];
export const regenerationPayer = (index: number, take: number): Payer => ['regeneration', String(index), String(take)];
export const restorationPayer = (index: number, take: number): Payer => ['restoration', String(index), String(take)];
/** @param gate how many gates were reached, from 1 */
export const rejectionPayer = (gate: number): Payer => ['rejection', String(gate)];

/** Of a copy of the film. */
export const copyPayer = (edition: number, maxBytes: number): Payer => ['copy', String(edition), String(maxBytes)];

/** @param item `clip-3`, `image-3`, `script`, `voice` or `music` */
export const payerOf = ({ base, anew }: Payers, item: string): Payer => anew[item] ?? base;

/** The segments that a rejection has made anew: those that it names, or all. */
export const rejectedSegments = (named: readonly number[], segments: number): readonly number[] =>
  named.length > 0 ? [...new Set(named)] : Array.from({ length: segments }, (_, index) => index);

export function evolvePayers(payers: Payers, event: VideoJobEvent): Payers {
  switch (event.type) {
    case 'SegmentsPlanned':
      return { ...payers, segments: event.data.segments.length };
    case 'ApprovalRequested':
      return { ...payers, gates: payers.gates + 1 };
    case 'ApprovalDecided':
      return event.data.decision === 'rejected' ? rejected(payers, event.data) : payers;
    case 'JobRetried':
      return { ...payers, base: retryPayer(event.data.round), isEnded: false };
    case 'SegmentRegenerationRequested': {
      const { index, take } = event.data;
      const payer = regenerationPayer(index, take);
      const anew = { ...payers.anew, [`image-${index}`]: payer, [`clip-${index}`]: payer };
      return { ...payers, base: payers.isEnded ? payer : payers.base, isEnded: false, anew };
    }
    case 'SegmentTakeRestored': {
      const payer = restorationPayer(event.data.index, event.data.take);
      return { ...payers, base: payers.isEnded ? payer : payers.base, isEnded: false };
    }
    case 'JobCompleted':
    case 'JobFailed':
    case 'JobCancelled':
      return { ...payers, isEnded: true, anew: {} };
    case 'ArtifactsDeleted':
    case 'AudioMixed':
    case 'FilesRemoved':
    case 'FramesReceived':
    case 'ImageGenerated':
    case 'JobCreated':
    case 'RequestContinued':
    case 'ScriptContinued':
    case 'VideoCharged':
    case 'JobResumed':
    case 'MusicGenerated':
    case 'PieceConformed':
    case 'RendererFellBack':
    case 'RenderFinished':
    case 'FilmCopyRequested':
    case 'FilmCopyMade':
    case 'FilmCopyFailed':
    case 'RenderStarted':
    case 'ScriptDrafted':
    case 'SegmentAttemptFailed':
    case 'SegmentFellBack':
    case 'SegmentGenerated':
    case 'StageEntered':
    case 'StoryboardStored':
    case 'SubtitlesAligned':
    case 'VoiceoverGenerated':
    case 'VideoRenamed':
      return payers;
  }
}

function rejected(payers: Payers, { approval, segments }: Extract<VideoJobEvent, { type: 'ApprovalDecided' }>['data']): Payers {
  const payer = rejectionPayer(payers.gates);
  if (approval === 'script') return { ...payers, anew: { ...payers.anew, script: payer } };
  const what = approval === 'images' ? 'image' : 'clip';
  const anew = rejectedSegments(segments, payers.segments).map((index) => [`${what}-${index}`, payer] as const);
  return { ...payers, anew: { ...payers.anew, ...Object.fromEntries(anew) } };
}
