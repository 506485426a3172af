import { type Projection } from '#eventing/domain';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';

/** What is counted, and under which labels; labels that a measure does not have are empty. */
export interface VideoMeasureRow {
  readonly measure: 'accepted' | 'finished' | 'resumed' | 'rendered_seconds' | 'segment' | 'fallback';
  /** `completed`, `failed` or `cancelled`; of a fallback what stood in: `model`, `stock` or `local`. */
  readonly outcome: string;
  /** A stable code. */
  readonly reason: string;
  /** `provider:model` that made a segment, or was given up. */
  readonly source: string;
  /** Of the organisation, from its first event on. */
  readonly total: number;
}

const measured = (
  measure: VideoMeasureRow['measure'],
  { outcome = '', reason = '', source = '', by = 1 }: Partial<Omit<VideoMeasureRow, 'measure' | 'total'>> & { readonly by?: number } = {},
) => ({ measure, outcome, reason, source, by });

/** Who stands in: one of Kadr's own drawers, footage that somebody filmed, or another model. */
const kindOf = (source: string): string => {
  if (source.startsWith('local:')) return 'local';
  return source.startsWith('pexels:') ? 'stock' : 'model';
};

type Measured = ReturnType<typeof measured>;

/** One measure an event, so that a row is one number. */
function measureOf(event: VideoJobEvent): Measured | null {
  if (event.type === 'JobCreated') return measured('accepted');
  if (event.type === 'JobCompleted') return measured('finished', { outcome: 'completed' });
  if (event.type === 'JobFailed') return measured('finished', { outcome: 'failed', reason: event.data.code });
  if (event.type === 'JobCancelled') return measured('finished', { outcome: 'cancelled' });
  if (event.type === 'JobRetried') return measured('resumed');
  if (event.type === 'RenderFinished') return measured('rendered_seconds', { by: event.data.renderedSeconds });
  if (event.type === 'SegmentGenerated') return measured('segment', { source: event.data.source });
  if (event.type === 'SegmentFellBack') {
    return measured('fallback', { source: event.data.from, reason: event.data.code, outcome: kindOf(event.data.source) });
  }
  return null;
}

/**
 * What became of all films ever, counted from the log: exact over restarts, processes and deleted videos, which counters in memory are not.
 * One row for each organisation and set of labels.
 */
export const videoMeasures: Projection<VideoJobEvent, VideoMeasureRow> = {
  name: 'jobs.video-measures',
  table: 'jobs.video_measures',
  mode: 'async',
  version: 1,
  isCumulative: true,
  // Read every 15 seconds.
  mayLagMs: 500,
  handles: [
    'JobCreated',
    'JobCompleted',
    'JobFailed',
    'JobCancelled',
    'JobRetried',
    'RenderFinished',
    'SegmentGenerated',
    'SegmentFellBack',
  ],
  keyOf: (event) => {
    const { measure, outcome, reason, source } = measureOf(event) ?? measured('accepted');
    return [event.metadata.orgId, measure, outcome, reason, source].join(' ');
  },
  evolve: (row, event) => {
    const now = measureOf(event);
    if (!now) return row ?? null;
    const { by, ...labels } = now;
    return { ...labels, total: (row?.total ?? 0) + by };
  },
};
