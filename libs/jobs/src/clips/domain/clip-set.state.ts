import { type ProviderCost, type StoredFile } from '#steps/plan';
import { type OrderedClip } from '../../contracts/clip-set.events.js';

export type ClipOutcome =
  | { readonly status: 'made'; readonly clip: StoredFile; readonly cost: ProviderCost | null }
  | { readonly status: 'failed'; readonly code: string; readonly message: string };

export interface SetClip extends OrderedClip {
  /** Null while it is pending. */
  readonly outcome: ClipOutcome | null;
}

/** A set that was ordered. */
export interface OrderedSet {
  readonly status: 'processing' | 'completed';
  readonly clipSetId: string;
  readonly model: string;
  readonly aspectRatio: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number;
  readonly clips: readonly SetClip[];
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly isForgotten: boolean;
  readonly isDeleted: boolean;
  readonly isErased: boolean;
}

export type ClipSet = { readonly status: 'absent' } | OrderedSet;

export interface ClipSummary {
  readonly total: number;
  readonly pending: number;
  readonly completed: number;
  readonly failed: number;
}

export function summaryOf(clips: readonly SetClip[]): ClipSummary {
  const count = (status: ClipOutcome['status']): number => clips.filter(({ outcome }) => outcome?.status === status).length;
  const completed = count('made');
  const failed = count('failed');
  return { total: clips.length, pending: clips.length - completed - failed, completed, failed };
}
