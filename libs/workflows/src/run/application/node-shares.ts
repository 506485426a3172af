import { Injectable } from '@nestjs/common';
import { type Quantities } from '#steps';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { ModelLadders } from '../../graph/application/model-ladders.js';
import { GraphJudge } from '../../graph/application/graph-judge.js';
import { maxItemsOf } from '../../graph/domain/validate/scopes.js';
import { type Bound, type Bounds, type KnownCall, type TaskNode } from '../../nodes/node-type.js';
import { isFilm, type NodeShare } from '../domain/run.quota.js';

/** Of an item and what comes of it, as values. */
const ITEM_BYTES = 64_000;

/**
 * What each node that is done by a task may use at most: that of the dearest model of its ladder, for the most that can come in. What can
 * come in is followed through the graph, so that a script of forty seconds makes no film of ten minutes. A map uses what is inside of it,
 * as often as it may have items.
 */
@Injectable()
export class NodeShares {
  constructor(
    private readonly types: NodeTypes,
    private readonly ladders: ModelLadders,
    private readonly judge: GraphJudge,
  ) {}

  /** @param isMade by id: those that are given, or done already, use nothing; but what comes out of them bounds what follows */
  of(
    topology: RunTopology,
    document: WorkflowDocument,
    orgId: string,
    isMade: (id: string) => boolean = () => true,
  ): ReadonlyMap<string, NodeShare> {
    return new Map([...this.within(topology, document, orgId, new Map())].filter(([id]) => isMade(id)));
  }

  /** @param outer what is known of nodes outside, by id */
  private within(
    topology: RunTopology,
    document: WorkflowDocument,
    orgId: string,
    outer: ReadonlyMap<string, Bounds>,
  ): ReadonlyMap<string, NodeShare> {
    const { nodes, edges } = topology;
    const shares = new Map<string, NodeShare>();
    const known = new Map<string, Bounds>(outer);
    for (const [index, { id, type: name }] of nodes.entries()) {
      const type = this.types.find(name);
      // What comes from outside is given.
      if (outer.has(id) || !type) continue;
      const params = document.graph.nodes.find((node) => node.id === id)?.params ?? {};
      const into = edges.filter((edge) => edge.to === index);
      const boundOf = (from: number, port: string): Bound => known.get(nodes[from]?.id ?? '')?.[port] ?? {};
      const inputs = boundsOf(into.flatMap(({ in: port, from, out }) => (port === null ? [] : [{ port, bound: boundOf(from, out) }])));
      known.set(id, type.most?.({ params, inputs }) ?? handedOn(type.outputs, type.inputs[0]?.name, inputs));
      if (type.weight === 'task') shares.set(id, this.shareOf(type, topology, index, { params, inputs }));
      if (type.weight === 'map') {
        const items = Math.min(maxItemsOf({ params }), inputs['list']?.items ?? Infinity);
        const { topology: body } = this.judge.compileBody(document, id, orgId);
        // Of an item nothing is known.
        shares.set(id, times(this.within(body, document, orgId, new Map(known).set(id, {})), items));
      }
    }
    return shares;
  }

  private shareOf(type: TaskNode, { nodes, ladders }: RunTopology, index: number, known: Omit<KnownCall, 'model'>): NodeShare {
    const models = ladders[nodes[index]?.ladder ?? -1] ?? [];
    const connected = new Set(Object.keys(known.inputs));
    const prices = models.map((model) => this.ladders.priceOf({ type: type.type, params: known.params, connected }, model));
    const uses = (prices.length === 0 ? [null] : prices).map((model) => type.estimate({ ...known, model }));
    const most = (resource: keyof Quantities): number => Math.max(0, ...uses.map((use) => use[resource] ?? 0));
    return {
      video_seconds: most('video_seconds'),
      render_seconds: most('render_seconds'),
      provider_cost_micros: most('provider_cost_micros'),
      storage_bytes: most('storage_bytes'),
      videos: isFilm(type.type) ? 1 : 0,
    };
  }
}

/** All of them, so often; with room for the item itself. */
function times(shares: ReadonlyMap<string, NodeShare>, items: number): NodeShare {
  const sumOf = (resource: keyof NodeShare): number => items * [...shares.values()].reduce((sum, share) => sum + share[resource], 0);
  return {
    video_seconds: sumOf('video_seconds'),
    render_seconds: sumOf('render_seconds'),
    provider_cost_micros: sumOf('provider_cost_micros'),
    storage_bytes: sumOf('storage_bytes') + items * ITEM_BYTES,
    videos: sumOf('videos'),
  };
}

/** By port: of several edges together, and unknown where one of them is. */
function boundsOf(arrivals: readonly { readonly port: string; readonly bound: Bound }[]): Bounds {
  const bounds: Record<string, Bound> = {};
  for (const { port, bound } of arrivals) {
    const before = bounds[port];
    bounds[port] = before ? sumOf(before, bound) : bound;
  }
  return bounds;
}

function sumOf(a: Bound, b: Bound): Bound {
  const names = ['characters', 'seconds', 'items'] as const;
  return Object.fromEntries(names.flatMap((name) => (a[name] === undefined || b[name] === undefined ? [] : [[name, a[name] + b[name]]])));
}

/** A node that says nothing of what comes out hands on what came in by its first port, or makes of it what nobody knows. */
function handedOn(outputs: readonly { readonly name: string; readonly type: string }[], first: string | undefined, inputs: Bounds): Bounds {
  const given = first === undefined ? undefined : inputs[first];
  if (!given) return {};
  return Object.fromEntries(outputs.flatMap(({ name, type }) => (type === 'same' || type === 'list' ? [[name, given]] : [])));
}
