import { type Graph } from '../../contracts/graph.js';
import { type InPort, isByTask, type NodeCatalogue, type NodeFacts, type PortType } from '../../contracts/node-type.js';
import { type PortValues } from '../../contracts/values.js';
import { type RunEdge, type RunNode, type RunTopology } from '../../contracts/workflow-run.events.js';
import { fallbackValue } from './convert.js';
import { connectedTo, type KnownNode, type Link, type LinkedGraph, linkedOnce } from './links.js';
import { type ExpressionChecks } from './ports.js';
import { readGraph } from './read-graph.js';
import { topologicalOrder } from './topology.js';

/** The models that a node may ask, in order; empty: it asks none. */
export type LadderOf = (type: string, params: Readonly<Record<string, unknown>>, connected: ReadonlySet<string>) => readonly string[];

interface CompilePorts {
  readonly expressions: ExpressionChecks;
  readonly ladderOf: LadderOf;
}

/**
 * What a run of a valid graph goes by: what stands in no map. Never throws for a graph that `validateGraph` has no errors for.
 * @throws RangeError for one that it has
 */
export const compile = (graph: Graph, catalogue: NodeCatalogue, ports: CompilePorts): RunTopology =>
  compiled(graph, linkedOnce(graph, catalogue, ports.expressions), null, ports.ladderOf);

/**
 * What is done with each item of a map: the nodes inside of it, and before them the map itself and what else values come from. Its one
 * output is what goes into the port `each`.
 * @throws RangeError where there is no such map
 */
export function compileBody(graph: Graph, mapId: string, catalogue: NodeCatalogue, ports: CompilePorts): CompiledBody {
  const linked = linkedOnce(graph, catalogue, ports.expressions);
  const index = linked.indexOf(mapId);
  if (index === undefined) throw new RangeError(`there is no map "${mapId}"`);
  return { topology: compiled(graph, linked, index, ports.ladderOf), listType: linked.typeOf(index, 'list') ?? 'json' };
}

export interface CompiledBody {
  readonly topology: RunTopology;
  /** Of what comes out of the map. */
  readonly listType: PortType;
}

/** @param container index of a map; null: what stands in none */
function compiled(graph: Graph, linked: LinkedGraph, container: number | null, ladderOf: LadderOf): RunTopology {
  const order = topologicalOrder(linked.nodes.length, linked.targets);
  if (order.length !== linked.nodes.length) throw new RangeError('a graph with a cycle cannot be run');
  const links = linked.links.flatMap((link) => linkWithin(link, linked, container) ?? []);
  const own = order.filter((index) => linked.scopes.containerOf(index) === container);
  // The map itself as well: its item can be read without an edge.
  const outer = links.map(({ from }) => from).filter((from) => !own.includes(from));
  const given = new Set(container === null ? outer : [container, ...outer]);
  const all = [...given, ...own];
  const places = new Map(all.map((index, place) => [index, place]));
  const at = (index: number): number => places.get(index) ?? -1;
  const ladders: (readonly string[])[] = [];
  const written = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = all.map((index): RunNode => {
    const node = linked.nodes[index];
    if (!node?.facts) throw new RangeError('a graph with an unknown type cannot be run');
    const { id, type, facts, params } = node;
    // What is given has ended before it begins.
    if (given.has(index)) return { id, type, onError: 'fail', queue: null };
    const source = written.get(id);
    return {
      ...{ id, type, onError: source?.onError ?? 'fail', queue: facts.weight === 'map' || isByTask(facts, params) ? facts.queue : null },
      ...(source?.onError === 'fallback' && { fallback: fallbackValues(source.fallback ?? {}, facts) }),
      ...ladderIn(ladders, ladderOf(type, params, connectedTo(linked, index))),
      ...(source?.retry?.maxAttempts !== undefined && { maxAttempts: source.retry.maxAttempts }),
      ...(source?.cache !== undefined && { cache: source.cache }),
    };
  });
  const edges = links
    .filter(({ to }) => to !== container)
    .map(({ from, out, to, in: into, need }) => ({ from: at(from), out, to: at(to), in: into, need }));
  return { nodes, edges, outputs: container === null ? outputsOf(graph, linked, at) : eachOf(links, container, at), ladders };
}

interface ScopedLink extends Omit<Link, 'edge'> {
  readonly need: RunEdge['need'];
}

/** A link as those see it who stand in one container; null: it is none of theirs. */
function linkWithin(link: Link, { nodes, scopes }: LinkedGraph, container: number | null): ScopedLink | null {
  const { from, out, to, in: into } = link;
  if (to === container) return scopes.containerOf(from) === container ? { from, out, to, in: into, need: 'maybe' } : null;
  const target = [to, ...scopes.around(to)].find((one) => scopes.containerOf(one) === container);
  const isOuter = from === container || scopes.containerOf(from) === container || !isWithin(from, container, scopes);
  if (target === undefined || target === from || !isOuter) return null;
  // What goes into a map of its own: the map waits for it, and hands it on.
  if (target !== to) return { from, out, to: target, in: null, need: 'maybe' };
  return { from, out, to, in: into, need: needOf(link, nodes) };
}

/** Whether a node stands in a container, at whatever depth. */
const isWithin = (index: number, container: number | null, scopes: LinkedGraph['scopes']): boolean =>
  container === null || scopes.around(index).includes(container);

const eachOf = (links: readonly ScopedLink[], container: number, at: (index: number) => number): RunTopology['outputs'] =>
  links.filter(({ to }) => to === container).map(({ from, out }) => ({ name: 'each', node: at(from), port: out }));

function fallbackValues(values: Readonly<Record<string, unknown>>, { outputs }: NodeFacts): PortValues {
  const made = Object.entries(values).flatMap(([port, value]) => {
    const written = fallbackValue(
      outputs.find(({ name }) => name === port),
      value,
    );
    return written ? [[port, written] as const] : [];
  });
  return Object.fromEntries(made);
}

function ladderIn(ladders: (readonly string[])[], models: readonly string[]): Pick<RunNode, 'ladder'> {
  if (models.length === 0) return {};
  const known = ladders.findIndex((one) => one.length === models.length && one.every((model, at) => model === models[at]));
  return { ladder: known >= 0 ? known : ladders.push(models) - 1 };
}

function needOf(link: Link, nodes: readonly KnownNode[]): RunEdge['need'] {
  if (link.in === null) return 'one';
  const port = nodes[link.to]?.facts?.inputs.find(({ name }) => name === link.in);
  return port ? needOfPort(port) : 'one';
}

/** What is connected to a single port that could have stayed empty is still optional: a dead one is absent. */
function needOfPort({ required, list, join }: InPort): RunEdge['need'] {
  if (!required) return 'maybe';
  return list || join === 'any' ? 'some' : 'one';
}

function outputsOf(graph: Graph, linked: LinkedGraph, at: (index: number) => number): RunTopology['outputs'] {
  if (!graph.outputs) return null;
  return readGraph(graph).outputs.map(({ name, of }) => ({ name, node: at(linked.indexOf(of.node) ?? 0), port: of.port }));
}
