/** Where the nodes of a graph are drawn, and which way through a run took longest. Pure. */
import { type WorkflowGraphBody, type WorkflowRunNode } from '@kadr/sdk';
import { inputsOf, type NodeTypes, outputsOf, typeOf } from './ports';

export interface PlacedPort {
  readonly name: string;
  /** Of what goes through it; null: that is not known. */
  readonly type: string | null;
}

export interface PlacedNode {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly inputs: readonly PlacedPort[];
  readonly outputs: readonly PlacedPort[];
}

export interface PlacedEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** From the port it leaves to the port it enters, in pixels. */
  readonly path: string;
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE_WIDTH = 168;
const COLUMN = NODE_WIDTH + 56;
const GAP = 24;
const HEAD = 48;
export const PORT = 18;
const FOOT = 26;
const MARGIN = 16;

interface Wire {
  readonly id: string;
  readonly from: string;
  readonly fromPort: string;
  readonly to: string;
  readonly toPort: string;
}

function wiresOf({ nodes, edges }: WorkflowGraphBody): Wire[] {
  const known = new Set(nodes.map(({ id }) => id));
  return edges.flatMap(({ from, to }) => {
    const [[source = '', fromPort = ''], [target = '', toPort = '']] = [from.split('.'), to.split('.')];
    return known.has(source) && known.has(target) ? [{ id: `${from} ${to}`, from: source, fromPort, to: target, toPort }] : [];
  });
}

/** How many wires lie before each node at the most; a circle is cut where it is met. */
function columnsOf(graph: WorkflowGraphBody, wires: readonly Wire[]): ReadonlyMap<string, number> {
  const before = Map.groupBy(wires, ({ to }) => to);
  const columns = new Map<string, number>();
  const visiting = new Set<string>();
  const visit = (id: string): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    if (visiting.has(id)) return -1;
    visiting.add(id);
    const column = Math.max(-1, ...(before.get(id) ?? []).map(({ from }) => visit(from))) + 1;
    visiting.delete(id);
    columns.set(id, column);
    return column;
  };
  graph.nodes.forEach(({ id }) => visit(id));
  return columns;
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

interface Shown {
  /** What is known of the types of nodes; empty: ports have no types, and stand where they are wired. */
  readonly types?: NodeTypes;
  /** Also ports that nothing leads to or from. */
  readonly hasAllPorts?: boolean;
}

/** From left to right, each node after all that it needs. */
export function placed(graph: WorkflowGraphBody, { types = new Map(), hasAllPorts = false }: Shown = {}): PlacedGraph {
  const wires = wiresOf(graph);
  const columns = columnsOf(graph, wires);
  const rows = new Map<string, number>();
  const depths: number[] = [];
  const nodes = [...graph.nodes]
    .map((node, at) => ({ node, at, column: columns.get(node.id) ?? 0 }))
    .sort((a, b) => a.column - b.column)
    .map(({ node, column }) => {
      const [ins, outs] = [inputsOf(node, types), outputsOf(node, types)];
      const wiredIn = wires.filter(({ to }) => to === node.id).map(({ toPort }) => toPort);
      const wiredOut = wires.filter(({ from }) => from === node.id).map(({ fromPort }) => fromPort);
      const inputs = unique([...(hasAllPorts ? ins.map((port) => port.name) : []), ...wiredIn]).map((port) => ({
        name: port,
        type: ins.find((known) => known.name === port)?.types[0] ?? null,
      }));
      const outputs = unique([...(hasAllPorts ? outs.map((port) => port.name) : []), ...wiredOut]).map((port) => ({
        name: port,
        type: typeOf(graph, types, { node: node.id, port }),
      }));
      const height = HEAD + Math.max(inputs.length, outputs.length) * PORT + FOOT;
      // As high as what leads to it, so that wires run straight where they can.
      const sources = wires.flatMap(({ from, to }) => (to === node.id ? (rows.get(from) ?? []) : []));
      const wanted = sources.length === 0 ? 0 : Math.min(...sources);
      const y = Math.max(depths[column] ?? 0, wanted);
      rows.set(node.id, y);
      depths[column] = y + height + GAP;
      const name = node.name ?? node.id;
      return { id: node.id, type: node.type, name, x: MARGIN + column * COLUMN, y: MARGIN + y, height, inputs, outputs };
    });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = wires.flatMap(({ id, from, fromPort, to, toPort }) => {
    const [source, target] = [byId.get(from), byId.get(to)];
    return source && target ? [{ id, from, to, path: curve(source, fromPort, target, toPort) }] : [];
  });
  const width = Math.max(0, ...nodes.map(({ x }) => x + NODE_WIDTH)) + MARGIN;
  return { nodes, edges, width, height: Math.max(0, ...nodes.map(({ y, height }) => y + height)) + MARGIN };
}

function curve(source: PlacedNode, fromPort: string, target: PlacedNode, toPort: string): string {
  const y = (node: PlacedNode, at: number): number => node.y + HEAD + (at + 0.5) * PORT;
  const [x1, y1] = [
    source.x + NODE_WIDTH,
    y(
      source,
      source.outputs.findIndex(({ name }) => name === fromPort),
    ),
  ];
  const [x2, y2] = [
    target.x,
    y(
      target,
      target.inputs.findIndex(({ name }) => name === toPort),
    ),
  ];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

type Timed = Pick<WorkflowRunNode, 'id' | 'finishedAt'>;

/** What the end of a run waited for, from its beginning on: ids of nodes. */
export function longestWay(graph: WorkflowGraphBody, nodes: readonly Timed[]): readonly string[] {
  const ended = new Map(nodes.flatMap(({ id, finishedAt }) => (finishedAt === null ? [] : [[id, Date.parse(finishedAt)] as const])));
  const before = Map.groupBy(wiresOf(graph), ({ to }) => to);
  const latest = (ids: readonly string[]): string | undefined =>
    ids.filter((id) => ended.has(id)).sort((a, b) => (ended.get(b) ?? 0) - (ended.get(a) ?? 0))[0];
  const way: string[] = [];
  let at = latest([...ended.keys()]);
  while (at !== undefined && !way.includes(at)) {
    way.unshift(at);
    at = latest((before.get(at) ?? []).map(({ from }) => from));
  }
  return way;
}

const NEXT = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const;
/** What lies aside is further away than what lies ahead. */
const ASIDE = 3;

/** The node that an arrow key leads to from another; null: there is none on that side. */
export function nodeBeside({ nodes }: PlacedGraph, id: string, key: string): string | null {
  const at = nodes.find((node) => node.id === id);
  if (!at || !(key in NEXT)) return null;
  const [right, down] = NEXT[key as keyof typeof NEXT];
  const ahead = nodes.flatMap((node) => {
    const [x, y] = [node.x - at.x, node.y + node.height / 2 - at.y - at.height / 2];
    const forward = x * right + y * down;
    const isOnThatSide = forward > 0 && (right !== 0 || x === 0);
    return isOnThatSide ? [{ id: node.id, far: forward + ASIDE * Math.abs(right === 0 ? x : y) }] : [];
  });
  return ahead.sort((a, b) => a.far - b.far)[0]?.id ?? null;
}
