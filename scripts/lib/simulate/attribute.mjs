const ROUNDS = 200;
/** What is done while no task is under way: requests, read models, consumers. */
export const AROUND = 'around';

/**
 * Whose processor time it was, of which only the sum is known at each look: the rates by kind that explain all looks best
 * (expectation maximisation for Poisson counts, which is Richardson and Lucy's rule). What was used is given out to the last second.
 * @param {{ seconds: number, cpuSeconds: number, underWay: Record<string, number> }[]} looks lengths, what was used, tasks by kind
 * @returns {Map<string, number>} processor seconds by kind; what no task can have used: `AROUND`
 */
export function attribute(looks) {
  const rates = new Map();
  const weights = new Map();
  const all = looks.map(({ underWay, ...look }) => ({ ...look, parts: Object.entries(isEmpty(underWay) ? { [AROUND]: 1 } : underWay) }));
  for (const { parts, seconds } of all) {
    for (const [kind, count] of parts) {
      rates.set(kind, 1);
      weights.set(kind, (weights.get(kind) ?? 0) + count * seconds);
    }
  }
  let given = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    given = new Map([...rates.keys()].map((kind) => [kind, 0]));
    for (const { cpuSeconds, parts } of all) {
      const sum = parts.reduce((total, [kind, count]) => total + count * rates.get(kind), 0);
      for (const [kind, count] of parts) if (sum > 0) given.set(kind, given.get(kind) + (cpuSeconds * count * rates.get(kind)) / sum);
    }
    for (const [kind, cpuSeconds] of given) rates.set(kind, weights.get(kind) > 0 ? cpuSeconds / weights.get(kind) : 0);
  }
  return given;
}

const isEmpty = (underWay) => Object.keys(underWay).length === 0;
