import { type Graph } from '../../contracts/graph.js';
import { type InPort, type NodeCatalogue, type NodeFacts } from '../../contracts/node-type.js';
import { type PortValues } from '../../contracts/values.js';
import { type RunEdge, type RunNode, type RunTopology } from '../../contracts/workflow-run.events.js';
import { fallbackValue } from './convert.js';
import { connectedTo, type KnownNode, type Link, linkedGraph } from './links.js';
import { type ExpressionChecks } from './ports.js';
import { readGraph } from './read-graph.js';
import { topologicalOrder } from './topology.js';

/** The models that a node may ask, in order; empty: it asks none. */
export type LadderOf = (type: string, params: Readonly<Record<string, unknown>>, connected: ReadonlySet<string>) => readonly string[];

/**
 * What a run of a valid graph goes by. Never throws for a graph that `validateGraph` has no errors for.
 * @throws RangeError for one that it has
 */
export function compile(
  graph: Graph,
  catalogue: NodeCatalogue,
  { expressions, ladderOf }: { readonly expressions: ExpressionChecks; readonly ladderOf: LadderOf },
): RunTopology {
  const read = readGraph(graph);
  const linked = linkedGraph(read, catalogue, expressions);
  const order = topologicalOrder(linked.nodes.length, linked.targets);
  if (order.length !== linked.nodes.length) throw new RangeError('a graph with a cycle cannot be run');
  const placeOf = new Map(order.map((index, place) => [index, place]));
  const at = (index: number): number => placeOf.get(index) ?? 0;
  const ladders: (readonly string[])[] = [];
  const nodes = order.map((index): RunNode => {
    const node = linked.nodes[index];
    if (!node?.facts) throw new RangeError('a graph with an unknown type cannot be run');
    const { id, type, facts, params } = node;
    const source = graph.nodes.find((one) => one.id === id);
    return {
      ...{ id, type, onError: source?.onError ?? 'fail', queue: facts.weight === 'light' ? null : facts.queue },
      ...(source?.onError === 'fallback' && { fallback: fallbackValues(source.fallback ?? {}, facts) }),
      ...ladderIn(ladders, ladderOf(type, params, connectedTo(linked.links, index))),
      ...(source?.retry?.maxAttempts !== undefined && { maxAttempts: source.retry.maxAttempts }),
    };
  });
  const edges = linked.links.map((link): RunEdge => ({
    ...{ from: at(link.from), out: link.out, to: at(link.to), in: link.in },
    need: needOf(link, linked.nodes),
  }));
  return { nodes, edges, outputs: outputsOf(graph, linked, at), ladders };
}

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

function outputsOf(graph: Graph, linked: ReturnType<typeof linkedGraph>, at: (index: number) => number): RunTopology['outputs'] {
  if (!graph.outputs) return null;
  return readGraph(graph).outputs.map(({ name, of }) => ({ name, node: at(linked.indexOf(of.node) ?? 0), port: of.port }));
}
