/** How the picture of a segment came about: who was asked, in order, and how it ended. Pure. */
import { type VideoReplacement, type VideoSegment } from '@kadr/sdk';

export interface Rung {
  readonly model: string;
  readonly state: 'waiting' | 'trying' | 'gave_up' | 'took_over' | 'made' | 'not_needed';
  readonly tries: number;
  readonly code: string | null;
  readonly reason: string | null;
  readonly costMicros: number | null;
}

type Laddered = Pick<VideoSegment, 'source' | 'isFallback' | 'attempts' | 'videoStatus'> & {
  readonly ladder?: readonly (Omit<Rung, 'state'> & { readonly state: Exclude<Rung['state'], 'made'> })[];
};

/** What took over without anybody having given up before is what simply made it. */
export function ladderOf(segment: Laddered, replacement: VideoReplacement | undefined): readonly Rung[] {
  const rungs: readonly Rung[] = segment.ladder ?? told(segment, replacement);
  const hasFailed = rungs.some(({ state }) => state === 'gave_up');
  return rungs.map((rung) => (rung.state === 'took_over' && !hasFailed ? { ...rung, state: 'made' } : rung));
}

function told({ source, videoStatus, attempts }: Laddered, replacement: VideoReplacement | undefined): Rung[] {
  const failed = (replacement?.reasons ?? []).map(({ model, code, reason, attempts: tries }): Rung => ({
    model,
    state: 'gave_up',
    tries,
    code,
    reason,
    costMicros: null,
  }));
  if (source === null || videoStatus !== 'completed') return failed;
  return [...failed, { model: source, state: 'took_over', tries: Math.max(1, attempts), code: null, reason: null, costMicros: null }];
}
