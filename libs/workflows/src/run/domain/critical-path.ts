import { type RunTopology } from '../../contracts/workflow-run.events.js';

/**
 * The nodes that a run waits for longest, one after another, from one that needs nothing to the end: what has to become faster for the
 * run to become faster. Of several that take as long, the one that stands first. Pure.
 * @param weightOf seconds of a node, by index
 * @returns indexes of nodes
 */
export function criticalPath({ nodes, edges }: Pick<RunTopology, 'nodes' | 'edges'>, weightOf: (index: number) => number): number[] {
  const into = Map.groupBy(edges, ({ to }) => to);
  const followed = new Set(edges.map(({ from }) => from));
  const ends: number[] = [];
  const before: (number | null)[] = [];
  let last: number | null = null;
  // Sources come first in a topology.
  for (const index of nodes.keys()) {
    let latest: number | null = null;
    for (const { from } of into.get(index) ?? []) if (latest === null || (ends[from] ?? 0) > (ends[latest] ?? 0)) latest = from;
    before[index] = latest;
    ends[index] = (latest === null ? 0 : (ends[latest] ?? 0)) + weightOf(index);
    if (!followed.has(index) && (last === null || (ends[index] ?? 0) > (ends[last] ?? 0))) last = index;
  }
  const path: number[] = [];
  for (let at = last; at !== null; at = before[at] ?? null) path.unshift(at);
  return path;
}
