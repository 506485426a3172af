import { type Projection } from '#eventing/domain';
import { type Stage, type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type VideoRequest } from '../../../contracts/video-request.js';
import { type VideoSource } from '../../../contracts/video.resource.js';
import { type JobStatus, sourceOf } from '../../domain/video-job.state.js';

/** What lists are filtered by; the videos themselves are read from their events. */
export interface VideoIndexRow {
  readonly status: JobStatus;
  readonly stage: Stage;
  /** Title, and how what was asked for begins, in lower case: what `?q=` searches. */
  readonly text: string;
  readonly pendingApprovals: number;
  /** Of the order. Long ones are kept apart by Postgres, and read by lists that ask for them. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly source: VideoSource;
  readonly createdAt: string;
  /** What makes its clips, or its pictures where they are all that is seen. */
  readonly maker: string;
  /** Seconds that the film was asked to have; null: as long as its narration. */
  readonly filmSeconds: number | null;
  /** Seconds of making for a second of film, of its first edition; null: it has none yet, or waited for people or failed in between. */
  readonly pace: number | null;
  /** Nothing but its own work takes its time. */
  readonly isUndisturbed: boolean;
}

export const makerOf = ({ visuals }: Pick<VideoRequest, 'visuals'>): string =>
  (visuals.mode === 'images' ? visuals.imageModels : visuals.models)[0] ?? '';

/**
 * What is kept of title and request to be found by `?q=`, in characters. A row stays so short that Postgres keeps it in place: looking
 * through an organisation's rows reads no texts from elsewhere. A trigram index would have to be written anew with every stage of a video.
 */
const SEARCHED_CHARACTERS = 400;

/** Inline, so that a list shows what was just created. */
export const videoIndex: Projection<VideoJobEvent, VideoIndexRow> = {
  name: 'jobs.video-index',
  table: 'jobs.video_index',
  mode: 'inline',
  version: 5, // 2: 400 characters instead of 2000; 3: metadata; 4: source and time; 5: pace
  handles: [
    'JobCreated',
    'RequestContinued',
    'StageEntered',
    'ScriptDrafted',
    'ApprovalRequested',
    'ApprovalDecided',
    'SegmentRegenerationRequested',
    'SegmentTakeRestored',
    'VideoRenamed',
    'JobCompleted',
    'JobFailed',
    'JobRetried',
    'JobCancelled',
    'ArtifactsDeleted',
  ],
  keyOf: (event) => event.data.videoId,
  evolve(row, event) {
    if (event.type === 'JobCreated') {
      const { title, prompt, script, idea, metadata } = event.data.request;
      const { origin, createdAt } = event.data;
      const text = searchable([title, prompt, script, idea]);
      const paced = {
        maker: makerOf(event.data.request),
        filmSeconds: event.data.request.durationSeconds,
        pace: null,
        isUndisturbed: true,
      };
      const source = sourceOf(origin);
      return { status: 'queued', stage: 'queued', text, pendingApprovals: 0, metadata, source, createdAt, ...paced };
    }
    if (!row) return null;
    switch (event.type) {
      case 'StageEntered': {
        const { stage } = event.data;
        const running = row.pendingApprovals > 0 ? 'awaiting_approval' : 'processing';
        return { ...row, stage, status: stage === 'queued' ? row.status : running };
      }
      case 'RequestContinued':
        return {
          ...row,
          text: searchable([row.text, ...event.data.texts.filter(({ path }) => path[0] === 'script').map(({ text }) => text)]),
        };
      case 'ScriptDrafted':
        return { ...row, text: searchable([event.data.title, row.text]) };
      case 'VideoRenamed':
        return { ...row, text: searchable([event.data.title, row.text]) };
      case 'ApprovalRequested':
        return { ...row, status: 'awaiting_approval', pendingApprovals: row.pendingApprovals + 1, isUndisturbed: false };
      case 'ApprovalDecided':
        return { ...row, status: 'processing', pendingApprovals: row.pendingApprovals - 1 };
      case 'SegmentRegenerationRequested':
      case 'SegmentTakeRestored':
      case 'JobRetried':
        return { ...row, status: 'processing', isUndisturbed: false };
      case 'JobCompleted':
        return { ...row, status: 'completed', pace: row.pace ?? paceOf(row, event.data.completedAt) };
      case 'JobFailed':
        return { ...row, status: 'failed' };
      case 'JobCancelled':
        return { ...row, status: 'cancelled' };
      case 'ArtifactsDeleted':
        return null;
      case 'ScriptContinued':
      case 'FramesReceived':
      case 'SegmentsPlanned':
      case 'StoryboardStored':
      case 'ImageGenerated':
      case 'SegmentGenerated':
      case 'SegmentAttemptFailed':
      case 'RendererFellBack':
      case 'SegmentFellBack':
      case 'VoiceoverGenerated':
      case 'SubtitlesAligned':
      case 'MusicGenerated':
      case 'AudioMixed':
      case 'PieceConformed':
      case 'RenderStarted':
      case 'RenderFinished':
      case 'FilmCopyRequested':
      case 'FilmCopyMade':
      case 'FilmCopyFailed':
      case 'VideoCharged':
      case 'JobResumed':
      case 'FilesRemoved':
        return row;
    }
  },
};

function paceOf({ isUndisturbed, filmSeconds, createdAt }: VideoIndexRow, completedAt: string): number | null {
  if (!isUndisturbed || filmSeconds === null) return null;
  return (Date.parse(completedAt) - Date.parse(createdAt)) / 1000 / filmSeconds;
}

const searchable = (parts: readonly (string | null)[]): string =>
  parts
    .filter((part) => part !== null)
    .join('\n')
    .slice(0, SEARCHED_CHARACTERS)
    .toLowerCase();
