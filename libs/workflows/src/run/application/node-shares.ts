import { Injectable } from '@nestjs/common';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { ModelLadders } from '../../graph/application/model-ladders.js';
import { type Bound, type Bounds } from '../../nodes/node-type.js';
import { type NodeShare as Share } from '../domain/run.quota.js';

/**
 * What each node that is done by a task may use at most: that of the dearest model of its ladder, for the most that can come in. What can
 * come in is followed through the graph, so that a script of forty seconds makes no film of ten minutes.
 */
@Injectable()
export class NodeShares {
  constructor(
    private readonly types: NodeTypes,
    private readonly ladders: ModelLadders,
  ) {}

  of({ nodes, edges, ladders }: RunTopology, { graph }: WorkflowDocument): ReadonlyMap<string, Share> {
    const shares = new Map<string, Share>();
    const known: Bounds[] = [];
    for (const [index, { id, type: name, ladder }] of nodes.entries()) {
      const type = this.types.find(name);
      const params = graph.nodes.find((node) => node.id === id)?.params ?? {};
      const into = edges.filter((edge) => edge.to === index);
      const inputs = boundsOf(
        into.flatMap(({ in: port, from, out }) => (port === null ? [] : [{ port, bound: known[from]?.[out] ?? {} }])),
      );
      known.push(type?.most?.({ params, inputs }) ?? handedOn(type?.outputs ?? [], type?.inputs[0]?.name, inputs));
      if (type?.weight !== 'task') continue;
      const models = ladder === undefined ? [] : (ladders[ladder] ?? []);
      const connected = new Set(Object.keys(inputs));
      const prices = models.map((model) => this.ladders.priceOf({ type: name, params, connected }, model));
      const uses = (prices.length === 0 ? [null] : prices).map((model) => type.estimate({ params, inputs, model }));
      const most = (resource: keyof Share): number => Math.max(0, ...uses.map((use) => use[resource] ?? 0));
      shares.set(id, {
        video_seconds: most('video_seconds'),
        render_seconds: most('render_seconds'),
        provider_cost_micros: most('provider_cost_micros'),
        storage_bytes: most('storage_bytes'),
      });
    }
    return shares;
  }
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
