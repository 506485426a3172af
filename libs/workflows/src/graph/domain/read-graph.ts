/** What of a document can be judged: with one part malformed, the faults of all others are found as well. */
import { type Graph } from '../../contracts/graph.js';
import { listOf, objectOf, textOf } from '#platform/json';

export interface ReadNode {
  readonly id: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Id of the map it stands in; null: in none. */
  readonly parent: string | null;
  readonly onError: string;
  /** How long it may be worked on, in seconds; null: as long as it takes. */
  readonly timeoutSeconds: number | null;
  readonly fallback: Readonly<Record<string, unknown>> | null;
  /** `graph.nodes.3` */
  readonly path: string;
}

export interface PortName {
  readonly node: string;
  readonly port: string;
}

export interface ReadEdge {
  readonly from: PortName;
  readonly to: PortName;
  /** `graph.edges.2` */
  readonly path: string;
  /** `a.x → b.y` */
  readonly name: string;
}

export interface ReadGraph {
  readonly nodes: readonly ReadNode[];
  readonly edges: readonly ReadEdge[];
  readonly outputs: readonly { readonly name: string; readonly of: PortName; readonly path: string }[];
}

const PORT = /^([A-Za-z][A-Za-z0-9_-]{0,63})\.([A-Za-z][A-Za-z0-9]{0,31})$/;

/** @returns null for what names no port */
export function portNamed(text: unknown): PortName | null {
  const [, node, port] = (typeof text === 'string' && PORT.exec(text)) || [];
  return node !== undefined && port !== undefined ? { node, port } : null;
}

/** Of documents, which never change; they go with them. Judging one asks for it some ten times. */
const known = new WeakMap<object, ReadGraph>();

export function readGraph(graph: Graph | unknown): ReadGraph {
  if (typeof graph !== 'object' || graph === null) return readAnew(graph);
  const read = known.get(graph) ?? readAnew(graph);
  known.set(graph, read);
  return read;
}

function readAnew(graph: unknown): ReadGraph {
  const { nodes, edges, outputs } = objectOf(graph);
  return {
    nodes: listOf(nodes).flatMap((node, at) => readNode(node, at)),
    edges: listOf(edges).flatMap((edge, at) => readEdge(edge, at)),
    outputs: Object.entries(objectOf(outputs)).flatMap(([name, value]) => {
      const of = portNamed(value);
      return of ? [{ name, of, path: `graph.outputs.${name}` }] : [];
    }),
  };
}

function readNode(value: unknown, at: number): ReadNode[] {
  const { id, type, params, parent, onError, fallback, timeoutSeconds } = objectOf(value);
  const [name, kind] = [textOf(id), textOf(type)];
  if (name === null || kind === null) return [];
  return [
    {
      ...{ id: name, type: kind, params: objectOf(params), path: `graph.nodes.${at}` },
      ...{ parent: textOf(parent), onError: textOf(onError) ?? 'fail' },
      fallback: fallback === undefined ? null : objectOf(fallback),
      timeoutSeconds: typeof timeoutSeconds === 'number' ? timeoutSeconds : null,
    },
  ];
}

function readEdge(value: unknown, at: number): ReadEdge[] {
  const { from, to } = objectOf(value);
  const [source, target] = [portNamed(from), portNamed(to)];
  if (!source || !target) return [];
  return [{ from: source, to: target, path: `graph.edges.${at}`, name: `${source.node}.${source.port} → ${target.node}.${target.port}` }];
}
