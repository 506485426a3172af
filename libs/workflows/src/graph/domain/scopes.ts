/** Which node stands inside of which map. Pure. */
import { type Arc } from './topology.js';

export interface Scopes {
  /** Index of the map that a node stands in; null: it stands in none, or in what is no map. */
  containerOf(index: number): number | null;
  /** The maps around a node, from the inside. */
  around(index: number): readonly number[];
  /** An arc between what stands beside each other in one map, or in none; null: both ends are part of one node there. */
  lifted(arc: Arc): Arc | null;
}

interface Node {
  readonly type: string;
  readonly parent: string | null;
}

export function scopesOf(nodes: readonly Node[], indexOf: (id: string) => number | undefined): Scopes {
  const containers = nodes.map(({ parent }) => {
    const index = parent === null ? undefined : indexOf(parent);
    return index !== undefined && nodes[index]?.type === 'Map' ? index : null;
  });
  const chains = nodes.map((_, index) => {
    const chain: number[] = [];
    // Maps that stand in each other in a circle are told elsewhere.
    for (let at = containers[index] ?? null; at !== null && !chain.includes(at) && at !== index; at = containers[at] ?? null)
      chain.push(at);
    return chain;
  });
  const around = (index: number): readonly number[] => chains[index] ?? [];
  /** The node itself or the map around it that stands in `container`; null: it is not in there. */
  const within = (index: number, container: number | null): number | null => {
    const way = [index, ...around(index)];
    return way.find((at) => (containers[at] ?? null) === container) ?? null;
  };
  return {
    containerOf: (index) => containers[index] ?? null,
    around,
    lifted({ from, to }) {
      const common = [...around(from), null].find((container) => container === null || around(to).includes(container)) ?? null;
      const [source, target] = [within(from, common), within(to, common)];
      return source === null || target === null || (source === target && from !== to) ? null : { from: source, to: target };
    },
  };
}
