/** Changes of a graph that somebody edits, each of which can be taken back. Pure. */
import { type WorkflowEdgeBody, type WorkflowGraphBody, type WorkflowNodeBody } from '@kadr/sdk';
import { nameOf, type Port, portOf } from './ports';

/** `Script.Generate` becomes `generate`, the next one `generate2`. */
export function freeId(graph: WorkflowGraphBody, type: string): string {
  const taken = new Set(graph.nodes.map(({ id }) => id));
  const word = (type.split('.').at(-1) ?? type).replace(/[^A-Za-z0-9]/g, '');
  // `TTS` is one word, `PostProcess` two.
  const head = /^[A-Z0-9]+$/.exec(word)?.[0] ?? word.slice(0, 1);
  const first = `${head.toLowerCase()}${word.slice(head.length)}`.slice(0, 40) || 'node';
  let id = first;
  for (let n = 2; taken.has(id); n += 1) id = `${first}${n}`;
  return id;
}

export const withNode = (graph: WorkflowGraphBody, node: WorkflowNodeBody): WorkflowGraphBody => ({
  ...graph,
  nodes: [...graph.nodes, node],
});

/** What led to it or from it goes with it; what stood in it stands outside then. */
export function withoutNode(graph: WorkflowGraphBody, id: string): WorkflowGraphBody {
  const edges = graph.edges.filter(({ from, to }) => portOf(from).node !== id && portOf(to).node !== id);
  const nodes = graph.nodes.filter((node) => node.id !== id).map((node) => (node.parent === id ? { ...node, parent: null } : node));
  return { ...graph, nodes, edges, ...outputsWhere(graph, (output) => portOf(output).node !== id) };
}

function outputsWhere({ outputs }: WorkflowGraphBody, keeps: (output: string) => boolean): Pick<WorkflowGraphBody, 'outputs'> {
  return outputs === undefined ? {} : { outputs: Object.fromEntries(Object.entries(outputs).filter(([, output]) => keeps(output))) };
}

export const withEdge = (graph: WorkflowGraphBody, from: Port, to: Port): WorkflowGraphBody => ({
  ...graph,
  edges: [...graph.edges, { from: nameOf(from), to: nameOf(to) }],
});

export const withoutEdge = (graph: WorkflowGraphBody, { from, to }: WorkflowEdgeBody): WorkflowGraphBody => ({
  ...graph,
  edges: graph.edges.filter((edge) => edge.from !== from || edge.to !== to),
});

export const withChanged = (graph: WorkflowGraphBody, id: string, change: Partial<WorkflowNodeBody>): WorkflowGraphBody => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === id ? tidy({ ...node, ...change }) : node)),
});

/** Without what says nothing, so that a graph which was put back is the one that it was. */
function tidy(node: WorkflowNodeBody): WorkflowNodeBody {
  const kept = Object.entries(node).filter(([name, value]) => value !== undefined && !(name === 'name' && value === ''));
  return Object.fromEntries(kept) as unknown as WorkflowNodeBody;
}

/** @param value undefined: the parameter is left out */
export function withParam(graph: WorkflowGraphBody, id: string, name: string, value: unknown): WorkflowGraphBody {
  const params = { ...graph.nodes.find((node) => node.id === id)?.params };
  if (value === undefined) delete params[name];
  else params[name] = value;
  return withChanged(graph, id, { params });
}

const MOST_STEPS = 100;

export interface History<T> {
  readonly before: readonly T[];
  readonly now: T;
  readonly after: readonly T[];
  /** What was changed last: letters typed into one field are one step. */
  readonly field: string | null;
}

export const begun = <T>(now: T): History<T> => ({ before: [], now, after: [], field: null });

/** @param field null: a step of its own */
export function stepped<T>({ before, now, field: last }: History<T>, next: T, field: string | null): History<T> {
  const isSame = field !== null && field === last;
  return { before: isSame ? before : [...before, now].slice(-MOST_STEPS), now: next, after: [], field };
}

export function undone<T>({ before, now, after }: History<T>): History<T> | null {
  const last = before.at(-1);
  return last === undefined ? null : { before: before.slice(0, -1), now: last, after: [now, ...after], field: null };
}

export function redone<T>({ before, now, after }: History<T>): History<T> | null {
  const [next, ...rest] = after;
  return next === undefined ? null : { before: [...before, now], now: next, after: rest, field: null };
}
