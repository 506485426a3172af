/** How the picture of a segment came about: who was asked, in order, and how it ended. Pure. */
import { type LadderRung } from '@kadr/sdk';

export type Rung = Omit<LadderRung, 'state'> & { readonly state: LadderRung['state'] | 'made' };

/** What took over without anybody having given up before is what simply made it. */
export function ladderOf(ladder: readonly LadderRung[]): readonly Rung[] {
  const hasFailed = ladder.some(({ state }) => state === 'gave_up');
  return ladder.map((rung) => (rung.state === 'took_over' && !hasFailed ? { ...rung, state: 'made' } : rung));
}
