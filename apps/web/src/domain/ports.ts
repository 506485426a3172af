/** What leads out of nodes and into them, and what fits what: the rules of the server, so that a wire which does not fit is not offered. Pure. */
import { type NodeOutput, type NodePort, type WorkflowGraphBody, type WorkflowNodeBody, type WorkflowNodeType } from '@kadr/sdk';

export type NodeTypes = ReadonlyMap<string, WorkflowNodeType>;

export interface Port {
  readonly node: string;
  readonly port: string;
}

export const portOf = (text: string): Port => {
  const at = text.indexOf('.');
  return at < 0 ? { node: text, port: '' } : { node: text.slice(0, at), port: text.slice(at + 1) };
};
export const nameOf = ({ node, port }: Port): string => `${node}.${port}`;

const ERROR: NodeOutput = { name: 'error', type: 'json', description: '' };

/** Those that a node with its parameters has. */
export function outputsOf(node: WorkflowNodeBody, types: NodeTypes): readonly NodeOutput[] {
  const own = types.get(node.type)?.outputs ?? [];
  const value = (param: string): string | null => {
    const given = node.params?.[param];
    return typeof given === 'string' ? given : null;
  };
  const there = own.filter(({ when }) => when === undefined || when.is.includes(value(when.param)));
  return node.onError === 'edge' ? [...there, ERROR] : there;
}

export const inputsOf = (node: WorkflowNodeBody, types: NodeTypes): readonly NodePort[] => types.get(node.type)?.inputs ?? [];

const INTO: Readonly<Record<string, readonly string[]>> = {
  number: ['text'],
  boolean: ['text'],
  text: ['script'],
  script: ['text'],
  image: ['image[]'],
  video: ['video[]'],
  asset: ['image', 'video', 'audio'],
  json: ['text', 'number', 'boolean'],
};

/** @param from null: it depends on what is not wired yet, so that everything may be tried */
export const canFlow = (from: string | null, to: string): boolean =>
  from === null || from === to || from === 'any' || to === 'any' || to === 'json' || (INTO[from]?.includes(to) ?? false);

/** Ports that hand on what comes in are looked up this often at most: wires of a draft may lead round in a circle. */
const MOST_HOPS = 20;

/** What comes out of a port; null: that depends on what is not wired yet. */
export function typeOf(graph: WorkflowGraphBody, types: NodeTypes, port: Port, hops = 0): string | null {
  const node = graph.nodes.find(({ id }) => id === port.node);
  const output = node && outputsOf(node, types).find(({ name }) => name === port.port);
  if (!node || !output || hops > MOST_HOPS) return null;
  const into = (name: string | undefined): string[] =>
    graph.edges.flatMap(({ from, to }) => (to === `${node.id}.${name}` ? (typeOf(graph, types, portOf(from), hops + 1) ?? []) : []));
  const first = inputsOf(node, types)[0]?.name;
  switch (output.type) {
    case 'same':
      return sameOf(into(first));
    case 'item':
      return itemOf(into(first)[0]);
    case 'list':
      return listOf(into(first));
    case 'each':
      return node.params?.['onItemError'] === 'null' ? 'json' : listOf(into('each'));
    default:
      return output.type;
  }
}

function sameOf(given: readonly string[]): string | null {
  const [first] = given;
  return first === undefined ? null : given.every((type) => type === first) ? first : 'json';
}

const itemOf = (list: string | undefined): string | null =>
  list === undefined ? null : list === 'image[]' ? 'image' : list === 'video[]' ? 'video' : 'json';

function listOf(given: readonly string[]): string | null {
  if (given.length === 0) return null;
  const all = (...wanted: string[]): boolean => given.every((type) => wanted.includes(type));
  return all('image', 'image[]') ? 'image[]' : all('video', 'video[]') ? 'video[]' : 'json';
}

/** Why a wire cannot be drawn. */
export type Misfit = 'type' | 'taken' | 'circle' | 'there';

/** Null: it fits. */
export function misfitOf(graph: WorkflowGraphBody, types: NodeTypes, from: Port, to: Port): Misfit | null {
  const target = graph.nodes.find(({ id }) => id === to.node);
  const input = target && inputsOf(target, types).find(({ name }) => name === to.port);
  if (!input) return 'type';
  const [source, sink] = [nameOf(from), nameOf(to)];
  if (graph.edges.some((edge) => edge.from === source && edge.to === sink)) return 'there';
  const type = typeOf(graph, types, from);
  if (!input.types.some((wanted) => canFlow(type, wanted))) return 'type';
  if (input.list !== true && input.join !== 'any' && graph.edges.some((edge) => edge.to === sink)) return 'taken';
  return leadsTo(graph, to.node, from.node) ? 'circle' : null;
}

/**
 * Whether wires lead from one node to another. A wire over the edge of a list is none of them: what stands in it takes items from it and gives
 * results back, and the server says where that leads round.
 */
function leadsTo({ nodes, edges }: WorkflowGraphBody, from: string, to: string): boolean {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent ?? null]));
  const isBeside = (one: string, other: string): boolean => parents.get(one) === parents.get(other);
  const seen = new Set<string>();
  const open = isBeside(from, to) ? [from] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of edges) {
      const next = portOf(edge.to).node;
      if (portOf(edge.from).node === id && isBeside(id, next)) open.push(next);
    }
  }
  return false;
}

export interface Offer extends Port {
  readonly misfit: Misfit | null;
}

/** Every input that another node has, those first that fit. */
export function offersFrom(graph: WorkflowGraphBody, types: NodeTypes, from: Port): readonly Offer[] {
  const offers = graph.nodes
    .filter(({ id }) => id !== from.node)
    .flatMap((node) => inputsOf(node, types).map(({ name }) => ({ node: node.id, port: name })))
    .map((to): Offer => ({ ...to, misfit: misfitOf(graph, types, from, to) }));
  return [...offers.filter(({ misfit }) => misfit === null), ...offers.filter(({ misfit }) => misfit !== null)];
}
