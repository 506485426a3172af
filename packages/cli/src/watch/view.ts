/** What is known of a video that is watched, folded from what it says itself and from its events. Pure. */
import { type Video, type VideoEvent, type VideoSegment } from '@kadr/sdk';

export type Status = Video['status'];
export type Stage = Video['stage'];
export type GateType = 'script' | 'images' | 'videos';
export type CellState = 'pending' | 'generating' | 'completed' | 'failed';

export interface SegmentView {
  readonly image: CellState;
  readonly video: CellState;
  /** Something else stands in for what was ordered. */
  readonly isReplaced: boolean;
}

export interface VideoView {
  readonly id: string;
  readonly title: string | null;
  readonly status: Status;
  readonly stage: Stage;
  readonly percent: number;
  readonly message: string;
  readonly segments: readonly SegmentView[];
  readonly total: number;
  readonly costMicros: number;
  readonly currency: string;
  readonly gate: GateType | null;
  readonly createdAtMs: number;
  /** Null: it goes on. */
  readonly endedAtMs: number | null;
}

const ENDED: ReadonlySet<Status> = new Set(['completed', 'failed', 'cancelled']);

export const isEnded = ({ status }: Pick<Video, 'status'>): boolean => ENDED.has(status);

export function viewOf(video: Video, segments: readonly VideoSegment[]): VideoView {
  const { id, title, status, stage, progress, cost, createdAt, updatedAt, completedAt } = video;
  return {
    ...{ id, title, status, stage },
    percent: progress.percent,
    message: progress.message,
    segments: segments.reduce<SegmentView[]>((all, segment) => withSegment(all, segment), []),
    total: Math.max(progress.segments.total, segments.length),
    costMicros: cost.amountMicros,
    currency: cost.currency,
    gate: video.approvals.find((gate) => gate.status === 'pending')?.type ?? null,
    createdAtMs: Date.parse(createdAt),
    endedAtMs: isEnded(video) ? Date.parse(completedAt ?? updatedAt) : null,
  };
}

/** What an event says; what it does not say, such as the cost, is asked for. */
export function after(view: VideoView, event: VideoEvent): VideoView {
  switch (event.event) {
    case 'stage':
      return { ...view, stage: event.data.stage };
    case 'progress':
      return { ...view, percent: event.data.percent, message: event.data.message, total: event.data.segments.total };
    case 'segment':
      return { ...view, segments: withSegment(view.segments, event.data) };
    case 'approval':
      return { ...view, gate: event.data.status === 'pending' ? event.data.type : view.gate === event.data.type ? null : view.gate };
    case 'completed':
    case 'failed':
    case 'cancelled':
      return view;
  }
}

const UNKNOWN: SegmentView = { image: 'pending', video: 'pending', isReplaced: false };

type Said = Pick<VideoSegment, 'index' | 'imageStatus' | 'videoStatus' | 'isFallback'>;

function withSegment(segments: readonly SegmentView[], { index, imageStatus, videoStatus, isFallback }: Said): SegmentView[] {
  const all = Array.from({ length: Math.max(segments.length, index + 1) }, (_, at) => segments[at] ?? UNKNOWN);
  all[index] = { image: imageStatus, video: videoStatus, isReplaced: isFallback };
  return all;
}
