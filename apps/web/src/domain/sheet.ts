/** What the contact sheet says of a film. Pure. */
import { type Video, type VideoSegment } from '@kadr/sdk';

export type Segment = VideoSegment;
export type SegmentState = 'waiting' | 'image' | 'making' | 'done' | 'replaced' | 'failed';
export type Filter = 'all' | 'making' | 'waiting' | 'replaced' | 'failed';

type Made = Pick<VideoSegment, 'imageStatus' | 'videoStatus' | 'isFallback'>;

export function stateOf({ imageStatus, videoStatus, isFallback }: Made): SegmentState {
  if (videoStatus === 'completed') return isFallback ? 'replaced' : 'done';
  if (videoStatus === 'failed' || imageStatus === 'failed') return 'failed';
  if (videoStatus === 'generating') return 'making';
  return imageStatus === 'generating' ? 'image' : 'waiting';
}

export function isShown(filter: Filter, state: SegmentState): boolean {
  if (filter === 'all') return true;
  return filter === 'making' ? state === 'making' || state === 'image' : filter === state;
}

export function countsOf(segments: readonly Made[]): Record<Filter, number> {
  const states = segments.map(stateOf);
  const counted = (filter: Filter) => states.filter((state) => isShown(filter, state)).length;
  return {
    all: states.length,
    making: counted('making'),
    waiting: counted('waiting'),
    replaced: counted('replaced'),
    failed: counted('failed'),
  };
}

export const STEPS = ['script', 'pictures', 'clips', 'sound', 'film'] as const;
export type Step = (typeof STEPS)[number];

export interface StepView {
  readonly step: Step;
  readonly state: 'waiting' | 'now' | 'yours' | 'done' | 'stopped';
  /** Seconds it took; null: not known by itself. */
  readonly seconds: number | null;
  /** How many of them are there, while they are made. */
  readonly count: { readonly done: number; readonly total: number } | null;
}

const STEP_OF_GATE: Record<string, Step> = { script: 'script', images: 'pictures', videos: 'clips' };

/** The strip: what is done, what is being made, what waits and for whom. */
export function stepsOf(video: Pick<Video, 'status' | 'stage' | 'stageHistory' | 'progress' | 'approvals' | 'request'>): StepView[] {
  const { total, imagesDone, videosDone } = video.progress.segments;
  const reached = (stage: string) => video.stageHistory.some((entry) => entry.stage === stage);
  const isOver = video.status === 'completed';
  const gate = video.approvals.findLast(({ status }) => status === 'pending');
  const yours = gate ? STEP_OF_GATE[gate.type] : null;
  const hasPictures = total > 0 && imagesDone >= total;
  const hasClips = total > 0 && videosDone >= total;
  const done: Record<Step, boolean> = {
    script: isOver || reached('assets'),
    pictures: isOver || hasPictures || hasClips,
    clips: isOver || hasClips,
    sound: isOver || reached('rendering'),
    film: isOver,
  };
  const begun: Record<Step, boolean> = {
    script: reached('drafting'),
    pictures: reached('assets') && imagesDone < total,
    clips: reached('assets') && videosDone < total && (videosDone > 0 || hasPictures),
    sound: reached('audio'),
    film: reached('rendering'),
  };
  const current = STEPS.find((step) => !done[step]);
  const stopped = video.status === 'failed' || video.status === 'cancelled';
  const stateOfStep = (step: Step): StepView['state'] => {
    if (step === yours) return 'yours';
    if (done[step]) return 'done';
    if (stopped) return step === current ? 'stopped' : 'waiting';
    if (yours) return 'waiting';
    return begun[step] || (step === current && video.status === 'processing') ? 'now' : 'waiting';
  };
  const counts: Partial<Record<Step, number>> = { pictures: imagesDone, clips: videosDone };
  return STEPS.map((step) => {
    const state = stateOfStep(step);
    const counted = counts[step];
    return {
      step,
      state,
      seconds: state === 'done' ? secondsOf(video.stageHistory, step) : null,
      count: state === 'now' && counted !== undefined && total > 0 ? { done: counted, total } : null,
    };
  });
}

const STAGE_OF: Partial<Record<Step, string>> = { script: 'drafting', clips: 'assets', sound: 'audio', film: 'rendering' };

function secondsOf(history: Video['stageHistory'], step: Step): number | null {
  const entry = history.find(({ stage }) => stage === STAGE_OF[step]);
  if (!entry?.leftAt) return null;
  return Math.max(0, Math.round((Date.parse(entry.leftAt) - Date.parse(entry.enteredAt)) / 1000));
}

/** What was held down while a segment was pressed. */
export interface PressedWith {
  readonly isOneMore: boolean;
  readonly isRange: boolean;
}

interface Picking {
  readonly picked: readonly number[];
  /** Where a range begins. */
  readonly from: number;
  /** Indexes in the order of the sheet. */
  readonly shown: readonly number[];
}

/** In order: one more or one less, or all from there to here. */
export function pickedAfter({ picked, from, shown }: Picking, index: number, { isRange }: PressedWith): readonly number[] {
  const [a, b] = [shown.indexOf(from), shown.indexOf(index)].sort((x, y) => x - y);
  const isOff = picked.includes(index) && !isRange;
  const added = isRange && a !== undefined && b !== undefined && a >= 0 ? shown.slice(a, b + 1) : [index];
  const next = isOff ? picked.filter((one) => one !== index) : [...new Set([...picked, ...added])];
  return next.sort((x, y) => x - y);
}
