/** Takes back cuts inside sentences where a segment can hold what stands on both sides. Pure. */

/** As far as it is looked at here. */
export interface TimedAtom {
  readonly seconds: number;
  readonly ends: 'sentence' | 'clause' | null;
}

/** How unwelcome a cut after this atom is, in the unit of the squared deviation (1 = a whole share off). */
export const cutPenalty = ({ ends }: Pick<TimedAtom, 'ends'>): number => (ends === 'sentence' ? 0 : ends === 'clause' ? 0.6 : 2.5);

/** Share of the shortest segment that speech fills at least. */
const HARDLY_SAID = 0.75;
/** Less than any cut inside a sentence. */
const SHORT_PENALTY = 0.1;

/**
 * @param cuts indexes into `atoms`, from 0 to atoms.length, never falling
 * A part that is spoken much faster than the shortest segment lasts goes to a neighbour as well: it would take the others' time.
 * @param bounds of a segment, in the time of the atoms
 * @returns the cuts that stay: the worst one goes first, of two alike the one that makes the shorter segment
 */
export function withoutTears(
  atoms: readonly TimedAtom[],
  cuts: readonly number[],
  bounds: { readonly leastSeconds: number; readonly mostSeconds: number },
): number[] {
  const elapsed = [0];
  for (const { seconds } of atoms) elapsed.push((elapsed.at(-1) ?? 0) + seconds);
  const between = (from: number | undefined, to: number | undefined): number => (elapsed[to ?? 0] ?? 0) - (elapsed[from ?? 0] ?? 0);
  const kept = [...cuts];
  for (;;) {
    const worst = kept
      .flatMap((at, place) => {
        const [last, seconds] = [atoms[at - 1], between(kept[place - 1], kept[place + 1])];
        const isEmpty = at === kept[place - 1] || at === kept[place + 1];
        if (place === 0 || place === kept.length - 1 || seconds > bounds.mostSeconds) return [];
        const shorter = Math.min(between(kept[place - 1], at), between(at, kept[place + 1]));
        const hardship = shorter < bounds.leastSeconds * HARDLY_SAID ? SHORT_PENALTY : 0;
        const penalty = isEmpty ? Infinity : Math.max(last ? cutPenalty(last) : 0, hardship);
        return penalty > 0 ? [{ place, penalty, seconds }] : [];
      })
      .sort((a, b) => (a.penalty === b.penalty ? 0 : b.penalty - a.penalty) || a.seconds - b.seconds)[0];
    if (!worst) return kept;
    kept.splice(worst.place, 1);
  }
}
