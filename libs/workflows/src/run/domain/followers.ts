import { type RunState } from './workflow-run.state.js';

/** These nodes and all that follows them, in order; what was given is never made. @param from indexes of nodes */
export function followersOf({ topology, pins }: Pick<RunState, 'topology' | 'pins'>, from: readonly number[]): number[] {
  const reached = new Set(from);
  // Nodes stand in an order in which sources come first, so one round reaches everything.
  const edges = Map.groupBy(topology.edges, (edge) => edge.from);
  for (const index of topology.nodes.keys()) if (reached.has(index)) for (const { to } of edges.get(index) ?? []) reached.add(to);
  return [...reached].filter((index) => topology.nodes[index] && !Object.hasOwn(pins, topology.nodes[index].id)).sort((a, b) => a - b);
}

/** These nodes and all that they need. @param given ids of nodes whose results are there: nothing is needed for them */
export function neededFor(
  { nodes, edges }: RunState['topology'],
  targets: readonly number[],
  given: ReadonlySet<string>,
): ReadonlySet<number> {
  const needed = new Set(targets);
  const into = Map.groupBy(edges, (edge) => edge.to);
  for (const index of [...nodes.keys()].reverse()) {
    if (!needed.has(index) || given.has(nodes[index]?.id ?? '')) continue;
    for (const { from } of into.get(index) ?? []) needed.add(from);
  }
  return needed;
}
