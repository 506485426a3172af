/** What follows from what: edges that are drawn, and ports that expressions read. */
import { hasPort, type InPort, type NodeCatalogue, type NodeFacts, type OutPort, type PortType } from '../../contracts/node-type.js';
import { itemOfType, listOfType } from './coercions.js';
import { type ExpressionChecks, type PortReference } from './ports.js';
import { type ReadEdge, readGraph, type ReadGraph, type ReadNode } from './read-graph.js';
import { type Scopes, scopesOf } from './scopes.js';
import { targetsOf, topologicalOrder } from './topology.js';

/** A node that was read, together with what the catalogue says of its type. */
export interface KnownNode extends ReadNode {
  readonly index: number;
  /** Null: the catalogue has no such type. */
  readonly facts: NodeFacts | null;
  /** Ports that its parameters read, each once. */
  readonly reads: readonly PortReference[];
}

export interface Link {
  /** Indexes of nodes. */
  readonly from: number;
  readonly out: string;
  readonly to: number;
  /** Null: read by an expression. */
  readonly in: string | null;
  readonly edge: ReadEdge | null;
}

export interface LinkedGraph {
  readonly nodes: readonly KnownNode[];
  /** Between nodes that are there, in the order of `edges`; then those of expressions. */
  readonly links: readonly Link[];
  /** Those of them that lead to a node, by its index. */
  linksInto(index: number): readonly Link[];
  /** By what stands beside each other: what goes into a map from outside goes to the map, and what is inside of one is no part of a way round it. */
  readonly targets: readonly (readonly number[])[];
  readonly scopes: Scopes;
  /** Index of the first node of that id; undefined: none. */
  indexOf(id: string): number | undefined;
  inPort(node: KnownNode, name: string): InPort | null;
  outPort(node: KnownNode, name: string): OutPort | null;
  /** Type that comes out of a port; null where it depends on what is not known. */
  typeOf(index: number, port: string): PortType | null;
}

/** Whether a parameter of that type is an expression as a whole. */
export const isExpression = (facts: NodeFacts | null, param: string): boolean => facts?.expressions?.includes(param) ?? false;

/** Whether a parameter, or what it lies in, is one whose texts may name secrets. */
export const mayNameSecrets = ({ secrets = [] }: NodeFacts, param: string): boolean =>
  secrets.some((name) => param === name || param.startsWith(`${name}.`));

/** Of documents, which never change; they go with them. */
const linked = new WeakMap<object, { readonly catalogue: NodeCatalogue; readonly graph: LinkedGraph }>();

/** As `linkedGraph`, once for each document. */
export function linkedOnce(document: unknown, catalogue: NodeCatalogue, expressions: ExpressionChecks): LinkedGraph {
  if (typeof document !== 'object' || document === null) return linkedGraph(readGraph(document), catalogue, expressions);
  const known = linked.get(document);
  if (known?.catalogue === catalogue) return known.graph;
  const graph = linkedGraph(readGraph(document), catalogue, expressions);
  linked.set(document, { catalogue, graph });
  return graph;
}

export function linkedGraph(graph: ReadGraph, catalogue: NodeCatalogue, expressions: ExpressionChecks): LinkedGraph {
  const nodes = graph.nodes.map((node, index): KnownNode => {
    const facts = catalogue.find(node.type);
    return { ...node, index, facts, reads: readsOf(node, facts, expressions) };
  });
  const indexes = new Map<string, number>();
  for (const { id, index } of nodes) if (!indexes.has(id)) indexes.set(id, index);
  const links: Link[] = [];
  const add = (from: PortReference, to: string, port: string | null, edge: ReadEdge | null): void => {
    const [source, target] = [indexes.get(from.node), indexes.get(to)];
    if (source !== undefined && target !== undefined) links.push({ from: source, out: from.port, to: target, in: port, edge });
  };
  for (const edge of graph.edges) add(edge.from, edge.to.node, edge.to.port, edge);
  for (const node of nodes) for (const read of node.reads) add(read, node.id, null, null);
  const scopes = scopesOf(nodes, (id) => indexes.get(id));
  const targets = targetsOf(
    nodes.length,
    links.flatMap((link) => scopes.lifted(link) ?? []),
  );
  const types = portTypes(nodes, links, targets);
  const into = Map.groupBy(links, ({ to }) => to);
  return {
    ...{ nodes, links, targets, scopes },
    linksInto: (index) => into.get(index) ?? [],
    indexOf: (id) => indexes.get(id),
    inPort: (node, name) => node.facts?.inputs.find((port) => port.name === name) ?? null,
    outPort: (node, name) => outPortOf(node, name),
    typeOf: (index, port) => types.get(`${index}.${port}`) ?? null,
  };
}

/** Every node that may fail has the port `error` as well. */
const ERROR: OutPort = { name: 'error', type: 'json', description: 'Why it failed.' };

function outPortOf(node: KnownNode, name: string): OutPort | null {
  const own = node.facts?.outputs.find((port) => port.name === name && hasPort(port, node.params));
  return own ?? (name === 'error' && node.onError === 'edge' ? ERROR : null);
}

/** Names of input ports that an edge leads into. */
export const connectedTo = (graph: Pick<LinkedGraph, 'linksInto'>, index: number): ReadonlySet<string> =>
  new Set(graph.linksInto(index).flatMap((link) => (link.in === null ? [] : [link.in])));

/** Those that a node with its parameters has. */
export const outPortsOf = (node: KnownNode | undefined): readonly OutPort[] =>
  node?.facts?.outputs.filter((port) => hasPort(port, node.params)) ?? [];

function readsOf(node: ReadNode, facts: NodeFacts | null, expressions: ExpressionChecks): PortReference[] {
  const found = textsOf(node.params).flatMap(({ at, text }) =>
    isExpression(facts, at.slice(1)) ? expressions.expression(text).ports : expressions.template(text).ports,
  );
  return [...new Map(found.map((port) => [`${port.node}.${port.port}`, port])).values()];
}

/** All texts of a JSON value, with where they stand: `.prompt`, `.choices.0`. */
export function textsOf(value: unknown, at = ''): { readonly at: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsOf(member, `${at}.${name}`));
}

/** Maps within each other: as often has the list of one to be known before that of the next. */
const PASSES = 4;

/** What comes out of each port: `Branch` and `Select` hand on what they are given, a map makes a list of what is made inside of it. */
function portTypes(nodes: readonly KnownNode[], links: readonly Link[], targets: readonly (readonly number[])[]): Map<string, PortType> {
  const types = new Map<string, PortType>();
  const into = Map.groupBy(
    links.filter((link) => link.in !== null),
    (link) => link.to,
  );
  const order = topologicalOrder(nodes.length, targets);
  const passes = nodes.some(({ parent }) => parent !== null) ? PASSES : 1;
  for (let pass = 0; pass < passes; pass += 1) {
    for (const index of order) {
      const node = nodes[index];
      const first = node?.facts?.inputs[0]?.name;
      const comingInto = (port: string | undefined): PortType[] =>
        (into.get(index) ?? []).filter((link) => link.in === port).flatMap((link) => types.get(`${link.from}.${link.out}`) ?? []);
      for (const port of outPortsOf(node)) {
        // A list with nulls in it is no list of pictures.
        const each = node?.params['onItemError'] === 'null' ? (['json'] as const) : comingInto('each');
        const actual = typeOfPort(port, comingInto(first), each);
        if (actual !== null) types.set(`${index}.${port.name}`, actual);
      }
      types.set(`${index}.error`, 'json');
    }
  }
  return types;
}

function typeOfPort({ type }: OutPort, given: readonly PortType[], each: readonly PortType[]): PortType | null {
  if (type === 'same') return sameOf(given);
  if (type === 'list') return listOfType(given);
  if (type === 'item') return given[0] === undefined ? null : itemOfType(given[0]);
  return type === 'each' ? (each.length === 0 ? null : listOfType(each.filter((one) => !one.endsWith('[]')))) : type;
}

/** Of one kind, or JSON. */
function sameOf(types: readonly PortType[]): PortType | null {
  const [first] = types;
  if (first === undefined) return null;
  return types.every((type) => type === first) ? first : 'json';
}
