import { type RunEdge, type RunTopology } from '../../contracts/workflow-run.events.js';
import { isSettled, type RunState } from './workflow-run.state.js';

/** What is to become of a node that has not begun. */
export type Fate = 'wait' | 'ready' | 'skip';

/**
 * Readiness waits for all sources, so that what runs never depends on who was faster. A node whose connected inputs are all dead is
 * skipped, and so is one that lacks what it cannot do without.
 */
export function fateOf(run: RunState, index: number): Fate {
  const edges = edgesInto(run.topology, index);
  if (edges.length === 0) return 'ready';
  if (edges.some(({ from }) => !isSettledAt(run, from))) return 'wait';
  const live = edges.filter((edge) => isLive(run, edge));
  if (live.length === 0) return 'skip';
  const lacks = edges.some((edge) => {
    if (edge.need === 'maybe') return false;
    return edge.need === 'one' ? !isLive(run, edge) : !live.some((other) => other.in === edge.in);
  });
  return lacks ? 'skip' : 'ready';
}

/** By topology, which never changes: every fact of a run asks for the fate of every node. */
const comingIn = new WeakMap<RunTopology, ReadonlyMap<number, readonly RunEdge[]>>();
const goingOut = new WeakMap<RunTopology, ReadonlyMap<number, readonly number[]>>();

/** In the order of the edges. */
export function edgesInto(topology: RunTopology, index: number): readonly RunEdge[] {
  const into = comingIn.get(topology) ?? Map.groupBy(topology.edges, ({ to }) => to);
  comingIn.set(topology, into);
  return into.get(index) ?? [];
}

/** Nodes that wait for one, each once, in the order of nodes. */
export function targetsOf(topology: RunTopology, index: number): readonly number[] {
  const out = goingOut.get(topology) ?? targetsIn(topology);
  goingOut.set(topology, out);
  return out.get(index) ?? [];
}

const targetsIn = ({ edges }: RunTopology): ReadonlyMap<number, readonly number[]> =>
  new Map(
    [...Map.groupBy(edges, ({ from }) => from)].map(([index, leaving]) => [
      index,
      [...new Set(leaving.map(({ to }) => to))].sort((a, b) => a - b),
    ]),
  );

/** Whether the port that an edge comes from has left a value. */
export function isLive(run: RunState, { from, out }: Pick<RunEdge, 'from' | 'out'>): boolean {
  const node = run.nodes[from];
  return node !== undefined && isSettled(node) && Object.hasOwn(node.outputs, out);
}

const isSettledAt = (run: RunState, index: number): boolean => {
  const node = run.nodes[index];
  return node !== undefined && isSettled(node);
};

/**
 * Nodes that are skipped now, and those that are skipped because of them, in order.
 * @param settled indexes of the nodes that were settled since all that is to be skipped was: only what waits for them is looked at. Absent:
 *   every node is
 */
export function skipped(run: RunState, settled?: readonly number[]): number[] {
  const found: number[] = [];
  let after = run;
  const isSkipped = (index: number): boolean => {
    const node = run.nodes[index];
    if (node?.status !== 'pending' || fateOf(after, index) !== 'skip') return false;
    found.push(index);
    after = { ...after, nodes: after.nodes.with(index, { ...node, status: 'skipped' }) };
    return true;
  };
  // Sources come first, so one round in the order of nodes sees them all.
  if (!settled) run.nodes.forEach((_, index) => isSkipped(index));
  const near = new Set(settled?.flatMap((index) => targetsOf(run.topology, index)));
  while (near.size > 0) {
    const index = Math.min(...near);
    near.delete(index);
    if (isSkipped(index)) for (const target of targetsOf(run.topology, index)) near.add(target);
  }
  return found;
}
