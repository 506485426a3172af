import { type RunTopology } from '../../contracts/workflow-run.events.js';

/** Room for what a node done in passing may keep: the largest result of an expression. */
const VALUE_BYTES = 64_000;

/** Nodes of which each makes a film, as films are counted. */
const FILMS: ReadonlySet<string> = new Set(['Render']);

/** What a node may use at most. */
export type NodeShare = Readonly<Record<'video_seconds' | 'render_seconds' | 'provider_cost_micros' | 'storage_bytes' | 'videos', number>>;

/** What a run may use at most, and the share of each node that is done by a task. */
export interface RunBudget {
  readonly quantities: NodeShare & { readonly concurrent_videos: number };
  readonly items: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * @param inputs of the run: those that are large are files of it
 * @param shares by node, for those that are done by tasks
 */
export function budgetOf(
  topology: RunTopology,
  inputs: Iterable<{ readonly value: unknown }>,
  shares: ReadonlyMap<string, NodeShare>,
): RunBudget {
  const all = [...shares.values()];
  const sumOf = (resource: keyof NodeShare): number => all.reduce((sum, share) => sum + share[resource], 0);
  const kept = [...inputs].reduce((sum, { value }) => sum + fileBytes(value), 0);
  // A share that is used bit by bit, as that of a map, is nobody's alone.
  const maps = new Set(topology.nodes.filter(({ type }) => type === 'Map').map(({ id }) => id));
  return {
    quantities: {
      video_seconds: sumOf('video_seconds'),
      render_seconds: sumOf('render_seconds'),
      provider_cost_micros: sumOf('provider_cost_micros'),
      storage_bytes: sumOf('storage_bytes') + topology.nodes.length * VALUE_BYTES + kept,
      ...{ videos: sumOf('videos'), concurrent_videos: Math.min(1, sumOf('videos')) },
    },
    items: Object.fromEntries([...shares].flatMap(([node, share]) => (maps.has(node) ? [] : [[nodeItem(node), share]]))),
  };
}

/** Whether a node of that type makes a film, as films are counted. */
export const isFilm = (type: string): boolean => FILMS.has(type);

export const nodeItem = (node: string): string => `node-${node}`;

/** What stands in an event itself, as characters of JSON. */
export const INLINE_CHARACTERS = 4_000;

/** Of a value that is kept as a file; 0: it stands in an event. */
function fileBytes(value: unknown): number {
  const text = JSON.stringify(value);
  return text.length <= INLINE_CHARACTERS ? 0 : new TextEncoder().encode(text).length;
}
