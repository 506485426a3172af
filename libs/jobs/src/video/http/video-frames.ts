/** From the events of a job to the frames of its event stream (SSE). Pure but for the signing of links in the closing frames. */
import { type EventFrame, type FrameSource } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type SignedUrls } from '#assets';
import { piecesOf } from '../domain/pending-tasks.js';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { progressOf } from '../domain/progress.js';
import { evolve } from '../domain/video-job.evolve.js';
import { type VideoJobState, type VideoJob } from '../domain/video-job.state.js';
import { segmentView, videoView } from '../application/views/video.view.js';

export interface Frame extends EventFrame {
  readonly event: 'stage' | 'progress' | 'segment' | 'approval' | 'completed' | 'failed' | 'cancelled';
  readonly data: object;
}

/** Turns events into frames one after another; holds the fold in between. */
export class VideoFrames implements FrameSource<VideoJobEvent> {
  private job: VideoJob = { status: 'absent' };
  private lastProgress = '';

  constructor(private readonly urls: SignedUrls) {}

  /** Whether the job has ended, as far as it was told. */
  get isOver(): boolean {
    return this.job.status === 'completed' || this.job.status === 'failed' || this.job.status === 'cancelled';
  }

  /** @returns the frames this event leads to, in order. */
  next(event: Recorded<VideoJobEvent>): Frame[] {
    this.job = evolve(this.job, event);
    const { job } = this;
    if (job.status === 'absent') return [];
    const frames: Omit<Frame, 'id'>[] = [];
    const own = this.ownFrame(event, job);
    if (own) frames.push(own);
    const progress = progressOf(job, piecesOf(job).length);
    const seen = JSON.stringify(progress);
    if (seen !== this.lastProgress) frames.push({ event: 'progress', data: progress });
    this.lastProgress = seen;
    const end = this.closingFrame(event, job);
    if (end) frames.push(end);
    return frames.map((frame, n) => ({ id: `${event.position}.${n}`, ...frame }));
  }

  private ownFrame(event: Recorded<VideoJobEvent>, job: VideoJobState): Omit<Frame, 'id'> | null {
    switch (event.type) {
      case 'StageEntered':
        return { event: 'stage', data: { stage: event.data.stage } };
      case 'ApprovalRequested':
        return { event: 'approval', data: { type: event.data.approval, status: 'pending' } };
      case 'ApprovalDecided':
        return { event: 'approval', data: { type: event.data.approval, status: event.data.decision } };
      case 'ImageGenerated':
      case 'SegmentGenerated':
      case 'SegmentAttemptFailed':
      case 'SegmentFellBack':
      case 'SegmentRegenerationRequested':
      case 'SegmentTakeRestored': {
        const { index, imageStatus, videoStatus, source, isFallback } = segmentView(job, event.data.index, this.urls);
        return { event: 'segment', data: { index, imageStatus, videoStatus, source, isFallback } };
      }
      case 'JobCreated':
      case 'RequestContinued':
      case 'ScriptContinued':
      case 'FramesReceived':
      case 'RendererFellBack':
      case 'ScriptDrafted':
      case 'SegmentsPlanned':
      case 'StoryboardStored':
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
      case 'JobCompleted':
      case 'JobFailed':
      case 'JobRetried':
      case 'VideoCharged':
      case 'JobResumed':
      case 'JobCancelled':
      case 'ArtifactsDeleted':
      case 'FilesRemoved':
      case 'VideoRenamed':
        return null;
    }
  }

  private closingFrame(event: Recorded<VideoJobEvent>, job: VideoJobState): Omit<Frame, 'id'> | null {
    const names = { JobCompleted: 'completed', JobFailed: 'failed', JobCancelled: 'cancelled' } as const;
    if (event.type !== 'JobCompleted' && event.type !== 'JobFailed' && event.type !== 'JobCancelled') return null;
    return { event: names[event.type], data: videoView(job, event.recordedAt, this.urls) };
  }
}
