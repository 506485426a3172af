import { type ApprovalType } from '../../contracts/video-request.js';

/** The kinds of work of a video job and what each is told; ids and small values only, the handler reads the rest from the job. */
export interface TaskPayloads {
  'jobs.draft-script': { videoId: string; draft: number };
  'jobs.receive-frames': { videoId: string };
  'jobs.store-storyboard': { videoId: string; plan: number };
  /** `isLast`: nobody else can take its place, so it waits for a provider that is closed. */
  'jobs.make-image': { videoId: string; plan: number; index: number; take: number; rung: number; isLast: boolean };
  'jobs.make-clip': { videoId: string; plan: number; index: number; take: number; rung: number; isLast: boolean };
  'jobs.narrate': { videoId: string; plan: number };
  'jobs.compose-music': { videoId: string; plan: number };
  'jobs.mix-audio': { videoId: string; plan: number };
  'jobs.conform-piece': { videoId: string; plan: number; piece: string; madeFrom: string };
  'jobs.lapse-approval': { videoId: string; approval: ApprovalType; requestedAt: string };
  'jobs.render-film': { videoId: string; edition: number };
  'jobs.shrink-film': { videoId: string; edition: number; maxBytes: number };
  'jobs.delete-artifacts': { videoId: string };
}
export type TaskKind = keyof TaskPayloads;

/** Under which name the first or last picture of a pair is kept. */
export const pictureName = (index: number, edge: 'first' | 'last'): string => `pair-${String(index).padStart(3, '0')}-${edge}`;
