import { type SignedUrls } from '#assets';
import { type EventStore, type Loaded, type LiveFrame, type LiveSource } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '../contracts/video-job.events.js';
import { summaryView } from '../video/application/views/summary.view.js';
import { segmentView } from '../video/application/views/video.view.js';
import { videoJob } from '../video/domain/video-job.decider.js';
import { type VideoJob, type VideoJobState } from '../video/domain/video-job.state.js';

const PIECE_OF_SEGMENT = /^segment-(\d{3})$/;

/** `<id>`: the video; `<id>/3`: one of its segments; `<id>/*`: all of them. */
const KEY = /^([0-9a-f-]{36})(?:\/(\*|\d+))?$/;

/** Summaries of videos, and their segments. */
export class LiveVideos implements LiveSource {
  readonly aggregate = videoJob.name;
  readonly scope = 'videos:read';

  constructor(
    private readonly store: EventStore,
    private readonly urls: SignedUrls,
  ) {}

  keysOf(event: Recorded): readonly string[] {
    const told = event as Recorded<VideoJobEvent>;
    const { videoId } = told.data;
    return [...segmentsOf(told).map((segment) => `${videoId}/${segment}`), videoId];
  }

  async framesOf(orgId: string, keys: readonly string[]): Promise<ReadonlyMap<string, readonly LiveFrame[]>> {
    const parsed = keys.flatMap((key) => {
      const [, videoId, segment] = KEY.exec(key) ?? [];
      return videoId === undefined ? [] : [{ key, videoId, segment: segment ?? null }];
    });
    const videos = await this.store.loadMany(videoJob, [...new Set(parsed.map(({ videoId }) => videoId))]);
    return new Map(
      parsed.map(({ key, videoId, segment }) => {
        const loaded = videos.get(videoId);
        const frames = loaded && loaded.state.status !== 'absent' ? this.framesFor(loaded.state, loaded, segment) : [];
        return [key, frames];
      }),
    );
  }

  private framesFor(job: VideoJobState, { recordedAt }: Loaded<VideoJob>, segment: string | null): LiveFrame[] {
    const { videoId } = job;
    if (segment === null) {
      const data = job.deleted ? { id: videoId, deleted: true } : summaryView(job, recordedAt ?? job.createdAt, this.urls);
      return [{ event: 'video', data }];
    }
    if (job.deleted) return [];
    const indexes = segment === '*' ? job.segments.keys() : [Number(segment)];
    return [...indexes]
      .filter((index) => job.segments[index])
      .map((index) => ({ event: 'segment', data: { videoId, segment: segmentView(job, index, this.urls) } }));
  }
}

/** Those whose picture, clip or state an event changes. */
function segmentsOf(event: VideoJobEvent): readonly (number | '*')[] {
  switch (event.type) {
    case 'ImageGenerated':
    case 'SegmentGenerated':
    case 'SegmentAttemptFailed':
    case 'SegmentFellBack':
    case 'SegmentRegenerationRequested':
    case 'SegmentTakeRestored':
      return [event.data.index];
    case 'PieceConformed': {
      const index = PIECE_OF_SEGMENT.exec(event.data.piece)?.[1];
      return index === undefined ? [] : [Number(index)];
    }
    case 'SegmentsPlanned':
    case 'FramesReceived':
    case 'ApprovalDecided':
    case 'JobCancelled':
    case 'JobFailed':
    case 'JobRetried':
      return ['*'];
    case 'JobCreated':
    case 'RequestContinued':
    case 'StageEntered':
    case 'ScriptDrafted':
    case 'ScriptContinued':
    case 'StoryboardStored':
    case 'ApprovalRequested':
    case 'RendererFellBack':
    case 'VoiceoverGenerated':
    case 'SubtitlesAligned':
    case 'MusicGenerated':
    case 'AudioMixed':
    case 'RenderStarted':
    case 'RenderFinished':
    case 'FilmCopyRequested':
    case 'FilmCopyMade':
    case 'FilmCopyFailed':
    case 'JobCompleted':
    case 'VideoCharged':
    case 'JobResumed':
    case 'ArtifactsDeleted':
    case 'FilesRemoved':
    case 'VideoRenamed':
      return [];
  }
}
