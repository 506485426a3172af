/** The kinds of work of a video job and what each is told; ids and small values only, the handler reads the rest from the job. */
export interface TaskPayloads {
  'jobs.draft-script': { videoId: string; draft: number };
  'jobs.store-storyboard': { videoId: string; plan: number };
  'jobs.make-image': { videoId: string; plan: number; index: number; take: number; rung: number };
  'jobs.make-clip': { videoId: string; plan: number; index: number; take: number; rung: number };
  'jobs.narrate': { videoId: string; plan: number };
  'jobs.compose-music': { videoId: string; plan: number };
  'jobs.mix-audio': { videoId: string; plan: number };
  'jobs.conform-piece': { videoId: string; plan: number; piece: string; madeFrom: string };
  'jobs.render-film': { videoId: string; edition: number };
  'jobs.delete-artifacts': { videoId: string };
}
export type TaskKind = keyof TaskPayloads;
