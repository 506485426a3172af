import { Injectable } from '@nestjs/common';
import { type Quantities } from '#steps';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { ModelLadders } from '../../graph/application/model-ladders.js';
import { GraphJudge } from '../../graph/application/graph-judge.js';
import { maxItemsOf } from '../../graph/domain/validate/scopes.js';
import { defaultsOf, nodeOf } from '../../graph/domain/written.js';
import { inputName } from '../../graph/domain/validate/values.js';
import { type NodeFacts } from '../../contracts/node-type.js';
import { paramChecks } from '../../graph/application/params.js';
import { ExpressionRefused } from '../../graph/application/cel-bounds.js';
import { expressionChecks, fillTemplate } from '../../graph/application/templates.js';
import { USUAL_CONCURRENCY } from '../../nodes/flow/map.node.js';
import { type Bound, type Bounds, type KnownCall, type TaskNode, type TypedValue } from '../../nodes/node-type.js';
import { isFilm, type NodeShare } from '../domain/run.quota.js';

/** Of an item and what comes of it, as values. */
const ITEM_BYTES = 64_000;

/** What a node probably uses, and the most that it may. */
export interface NodeUse {
  /** By the model that is asked first. */
  readonly expected: NodeShare;
  /** By the dearest one of its ladder. */
  readonly atMost: NodeShare;
  /** Of a map: items at most, how many are worked on at a time, and what is done with each. */
  readonly map?: { readonly items: number; readonly concurrency: number; readonly body: RunTopology };
}

export const sharesOf = (uses: ReadonlyMap<string, NodeUse>): ReadonlyMap<string, NodeShare> =>
  new Map([...uses].map(([id, { atMost }]) => [id, atMost]));

/** Inputs of a run by name; null: they are not known. */
type Given = ReadonlyMap<string, TypedValue> | null;

interface Surroundings {
  readonly document: WorkflowDocument;
  readonly orgId: string;
  readonly given: Given;
  /** What is known of nodes outside, by id. */
  readonly outer: ReadonlyMap<string, Bounds>;
}

/**
 * What each node that is done by a task uses, for the most that can come in. What can come in is followed through the graph, so that a
 * script of forty seconds makes no film of ten minutes; with inputs that are known it is followed from them. A map uses what is inside of
 * it, as often as it may have items.
 */
@Injectable()
export class NodeShares {
  constructor(
    private readonly types: NodeTypes,
    private readonly ladders: ModelLadders,
    private readonly judge: GraphJudge,
  ) {}

  uses(topology: RunTopology, document: WorkflowDocument, orgId: string, given: Given): ReadonlyMap<string, NodeUse> {
    return this.within(topology, { document, orgId, given, outer: new Map() });
  }

  private within(topology: RunTopology, around: Surroundings): ReadonlyMap<string, NodeUse> {
    const { document, orgId, given, outer } = around;
    const { nodes, edges } = topology;
    const uses = new Map<string, NodeUse>();
    const known = new Map<string, Bounds>(outer);
    const arriving = Map.groupBy(edges, ({ to }) => to);
    for (const [index, { id, type: name }] of nodes.entries()) {
      const type = this.types.find(name);
      // What comes from outside is given.
      if (outer.has(id) || !type) continue;
      const params = knownParams(type, nodeOf(document, id)?.params ?? {}, document, given);
      const into = arriving.get(index) ?? [];
      const boundOf = (from: number, port: string): Bound => known.get(nodes[from]?.id ?? '')?.[port] ?? {};
      const inputs = boundsOf(into.flatMap(({ in: port, from, out }) => (port === null ? [] : [{ port, bound: boundOf(from, out) }])));
      const own = givenBounds({ id, type: name, params }, given);
      known.set(id, own ?? type.most?.({ params, inputs }) ?? handedOn(type.outputs, type.inputs[0]?.name, inputs));
      if (type.weight === 'task') uses.set(id, this.useOf(type, topology, index, { params, inputs }));
      if (type.weight === 'map') {
        const items = Math.min(maxItemsOf({ params }), inputs['list']?.items ?? Infinity);
        const { topology: body } = this.judge.compileBody(document, id, orgId);
        // Of an item nothing is known.
        const inside = this.within(body, { ...around, outer: new Map(known).set(id, {}) });
        const concurrency = typeof params['concurrency'] === 'number' ? params['concurrency'] : USUAL_CONCURRENCY;
        const all = [...inside.values()];
        const expected = times(
          all.map((use) => use.expected),
          items,
        );
        const atMost = times(
          all.map((use) => use.atMost),
          items,
        );
        uses.set(id, { expected, atMost, map: { items, concurrency, body } });
      }
    }
    return uses;
  }

  private useOf(type: TaskNode, { nodes, ladders }: RunTopology, index: number, known: Omit<KnownCall, 'model'>): NodeUse {
    const models = ladders[nodes[index]?.ladder ?? -1] ?? [];
    const connected = new Set(Object.keys(known.inputs));
    const prices = models.map((model) => this.ladders.priceOf({ type: type.type, params: known.params, connected }, model));
    const uses = (prices.length === 0 ? [null] : prices).map((model) => type.estimate({ ...known, model }));
    const most = (of: readonly Quantities[]): NodeShare => {
      const mostOf = (resource: keyof Quantities): number => Math.max(0, ...of.map((use) => use[resource] ?? 0));
      return {
        video_seconds: mostOf('video_seconds'),
        render_seconds: mostOf('render_seconds'),
        provider_cost_micros: mostOf('provider_cost_micros'),
        storage_bytes: mostOf('storage_bytes'),
        videos: isFilm(type.type) ? 1 : 0,
      };
    };
    return { expected: most(uses.slice(0, 1)), atMost: most(uses) };
  }
}

/** Parameters with what is known of them before a run: templates that read nothing but its inputs. */
function knownParams(type: NodeFacts, params: KnownCall['params'], document: WorkflowDocument, given: Given): KnownCall['params'] {
  if (!given) return params;
  const defaults = defaultsOf(document);
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return value.includes('{{') ? filled(value) : value;
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member)]));
  };
  const filled = (text: string): unknown => {
    const { ports, inputs, readsItem, secrets } = expressionChecks.template(text);
    if (ports.length > 0 || readsItem || secrets.length > 0) return text;
    try {
      return fillTemplate(text, {
        inputs: Object.fromEntries(inputs.map((name) => [name, given.get(name)?.value ?? defaults.get(name) ?? null])),
      });
    } catch (error) {
      // It reads what is known later, or fails then.
      if (error instanceof ExpressionRefused) return text;
      throw error;
    }
  };
  const known = fill(params) as KnownCall['params'];
  // What the type does not take fails when it runs: nothing is counted with it.
  return paramChecks.faultsOf(type, known).length > 0 ? params : known;
}

/** Of a value that a run is given; null: it stands for none, or the value is not known. */
function givenBounds(node: Parameters<typeof inputName>[0], given: Given): Bounds | null {
  const name = inputName(node);
  const value = name === null ? undefined : given?.get(name);
  if (!value || node.type === 'Input.Asset') return null;
  if (value.type === 'text' && typeof value.value === 'string') return { text: { characters: value.value.length } };
  if (value.type === 'number' && typeof value.value === 'number') return { number: { seconds: value.value } };
  return value.type === 'json' && Array.isArray(value.value) ? { json: { items: value.value.length } } : null;
}

/** All of them, so often; with room for the item itself. */
function times(shares: readonly NodeShare[], items: number): NodeShare {
  const sumOf = (resource: keyof NodeShare): number => items * shares.reduce((sum, share) => sum + share[resource], 0);
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
