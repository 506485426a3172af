export interface Work {
  readonly kind: string;
  readonly queue: string;
  readonly key: string;
  /** Places in the list that it stands in. */
  readonly after: readonly number[];
}
export const RENDERER_QUEUES: readonly string[];
export function workOfFilm(order: { segments: number; hasJoints: boolean; sources: 'local' | 'providers' }): Work[];
export function secondsOf(work: { kind: string }, shape: { seconds: number; segments: number; hasJoints: boolean }): number;
