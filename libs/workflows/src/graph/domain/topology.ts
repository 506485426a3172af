/** Order, cycles and levels of a graph whose nodes are numbers. Pure, and linear in nodes and edges but for the search within a cycle. */

export interface Arc {
  readonly from: number;
  readonly to: number;
}

/** Targets of each node, each once. */
export function targetsOf(count: number, arcs: readonly Arc[]): readonly (readonly number[])[] {
  const sets = Array.from({ length: count }, () => new Set<number>());
  for (const { from, to } of arcs) sets[from]?.add(to);
  return sets.map((set) => [...set]);
}

/**
 * How many nodes stand before each one at most, one after another; nodes of cycles, and behind them, have none (null). Among nodes of a
 * level the order is that in which they were given.
 */
export function levelsOf(count: number, targets: readonly (readonly number[])[]): (number | null)[] {
  const waiting = Array.from({ length: count }, () => 0);
  for (const list of targets) for (const to of list) waiting[to] = (waiting[to] ?? 0) + 1;
  const levels: (number | null)[] = waiting.map(() => null);
  let ready = waiting.flatMap((sources, node) => (sources === 0 ? [node] : []));
  for (let level = 0; ready.length > 0; level += 1) {
    const next: number[] = [];
    for (const node of ready) {
      levels[node] = level;
      for (const to of targets[node] ?? []) {
        waiting[to] = (waiting[to] ?? 0) - 1;
        if (waiting[to] === 0) next.push(to);
      }
    }
    ready = next.sort((a, b) => a - b);
  }
  return levels;
}

/** Nodes in an order in which each comes after all its sources; what stands on a cycle is left out. */
export function topologicalOrder(count: number, targets: readonly (readonly number[])[]): number[] {
  const levels = levelsOf(count, targets);
  const nodes = Array.from({ length: count }, (_, node) => node).filter((node) => levels[node] !== null);
  return nodes.sort((a, b) => (levels[a] ?? 0) - (levels[b] ?? 0) || a - b);
}

/** A shortest cycle of each knot (strongly connected component): the nodes in order, the first again at the end. */
export function cyclesOf(count: number, targets: readonly (readonly number[])[]): number[][] {
  return knotsOf(count, targets).flatMap((knot) => {
    const within = new Set(knot);
    const cycles = knot.flatMap((start) => shortestBack(start, within, targets));
    const [shortest] = cycles.sort((a, b) => a.length - b.length);
    return shortest ? [shortest] : [];
  });
}

/** The shortest way from a node to itself; none where there is no such way. */
function shortestBack(start: number, within: ReadonlySet<number>, targets: readonly (readonly number[])[]): number[][] {
  const before = new Map<number, number>();
  let reached = [start];
  while (reached.length > 0) {
    const next: number[] = [];
    for (const node of reached) {
      for (const to of targets[node] ?? []) {
        if (to === start) return [[...wayTo(node, before), start]];
        if (!within.has(to) || before.has(to)) continue;
        before.set(to, node);
        next.push(to);
      }
    }
    reached = next;
  }
  return [];
}

function wayTo(node: number, before: ReadonlyMap<number, number>): number[] {
  const way = [node];
  for (let at = before.get(node); at !== undefined; at = before.get(at)) way.unshift(at);
  return way;
}

/** Strongly connected components (Tarjan, without recursion), smallest node first. */
function knotsOf(count: number, targets: readonly (readonly number[])[]): number[][] {
  const index: number[] = [];
  const low: number[] = [];
  const stack: number[] = [];
  const onStack = new Set<number>();
  const knots: number[][] = [];
  for (let root = 0; root < count; root += 1) {
    if (index[root] !== undefined) continue;
    const calls: { node: number; at: number }[] = [];
    let seen = index.filter((one) => one !== undefined).length;
    const enter = (node: number): void => {
      index[node] = low[node] = seen++;
      stack.push(node);
      onStack.add(node);
      calls.push({ node, at: 0 });
    };
    enter(root);
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const { node } = call;
      const to = targets[node]?.[call.at++];
      if (to !== undefined) {
        if (index[to] === undefined) enter(to);
        else if (onStack.has(to)) low[node] = Math.min(low[node] ?? 0, index[to] ?? 0);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller) low[caller.node] = Math.min(low[caller.node] ?? 0, low[node] ?? 0);
      if (low[node] === index[node]) knots.push(popUntil(node, stack, onStack));
    }
  }
  return knots.map((knot) => knot.sort((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function popUntil(node: number, stack: number[], onStack: Set<number>): number[] {
  const knot: number[] = [];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    onStack.delete(top);
    knot.push(top);
    if (top === node) break;
  }
  return knot;
}
