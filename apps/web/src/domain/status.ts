/** What a film is at, in one word and one colour. Pure. */
import { type VideoSummary } from '@kadr/sdk';

export type StatusWord =
  | 'queued'
  | 'drafting'
  | 'pictures'
  | 'clips'
  | 'sound'
  | 'film'
  | 'awaiting_approval'
  | 'completed'
  | 'failed'
  | 'cancelled';
export type StatusTone = 'plain' | 'pencil' | 'live' | 'fail' | 'done';

type Of = Pick<VideoSummary, 'status' | 'stage' | 'progress'>;

export function statusWord({ status, stage, progress }: Of): StatusWord {
  if (status !== 'processing') return status;
  if (stage === 'queued' || stage === 'ready') return 'queued';
  if (stage === 'drafting') return 'drafting';
  if (stage === 'audio') return 'sound';
  if (stage === 'rendering') return 'film';
  const { total, imagesDone, videosDone } = progress.segments;
  return videosDone === 0 && imagesDone < total ? 'pictures' : 'clips';
}

const TONES: Record<Of['status'], StatusTone> = {
  queued: 'plain',
  processing: 'live',
  awaiting_approval: 'pencil',
  completed: 'done',
  failed: 'fail',
  cancelled: 'plain',
};

export const statusTone = ({ status }: Pick<Of, 'status'>): StatusTone => TONES[status];

export const isOver = (status: Of['status']): boolean => status === 'completed' || status === 'failed' || status === 'cancelled';
