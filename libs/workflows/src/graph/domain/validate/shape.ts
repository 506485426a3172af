import { fault, type GraphFault, warning } from '../fault.js';
import { type KnownNode, type LinkedGraph } from '../links.js';
import { type ReadGraph } from '../read-graph.js';
import { cyclesOf, topologicalOrder } from '../topology.js';

export function shapeFaults(read: ReadGraph, graph: LinkedGraph): GraphFault[] {
  return [...cycleFaults(graph), ...unreachableFaults(graph), ...redoFaults(graph), ...resultFaults(read, graph)];
}

/** What is made again after a rejection has to stand before the gate. */
function redoFaults({ nodes, linksInto, indexOf }: LinkedGraph): GraphFault[] {
  return nodes.flatMap(({ id, index, type, path, params }) => {
    const from = params['redoFrom'];
    if (type !== 'Approve' || typeof from !== 'string') return [];
    const before = new Set([index]);
    // A set goes on with what is added to it.
    for (const to of before) for (const link of linksInto(to)) before.add(link.from);
    const source = indexOf(from);
    if (source !== undefined && source !== index && before.has(source)) return [];
    const where = { node: id, related: source === undefined ? [] : [from] };
    return [fault('redo_not_an_ancestor', `${path}.params.redoFrom`, `"${from}" does not stand before "${id}"`, where)];
  });
}

function cycleFaults({ nodes, targets }: LinkedGraph): GraphFault[] {
  return cyclesOf(nodes.length, targets).map((cycle) => {
    const ids = cycle.map((index) => nodes[index]?.id ?? '');
    const [first] = ids;
    const where = { node: first ?? null, related: ids.slice(1, -1) };
    return fault('cycle', nodes[cycle[0] ?? 0]?.path ?? 'graph.edges', `goes round in a circle: ${ids.join(' → ')}`, where);
  });
}

/** What a node needs to have gone one way: `<index of a Branch>` → its port. Null: it can never run. */
type Needs = ReadonlyMap<number, string> | null;

/** Nodes that need both sides of one `Branch`. */
function unreachableFaults(graph: LinkedGraph): GraphFault[] {
  const needs: Needs[] = [];
  const faults: GraphFault[] = [];
  for (const index of topologicalOrder(graph.nodes.length, graph.targets)) {
    const node = graph.nodes[index];
    if (!node) continue;
    const { all, blame } = needsOf(node, graph, needs);
    needs[index] = all;
    if (blame) {
      const message = `can never run: it needs both sides of "${blame}"`;
      faults.push(fault('unreachable', node.path, message, { node: node.id, related: [blame] }));
    }
  }
  return faults;
}

function needsOf(node: KnownNode, graph: LinkedGraph, before: readonly Needs[]): { all: Needs; blame: string | null } {
  const all = new Map<number, string>();
  for (const link of graph.linksInto(node.index)) {
    const port = link.in === null ? null : graph.inPort(node, link.in);
    // Of several sources one is enough, and optional ports may stay empty.
    if (link.in !== null && (!port?.required || port.isInside || port.list || port.join === 'any')) continue;
    const source = before[link.from];
    if (source === null) return { all: null, blame: null };
    const own = graph.nodes[link.from]?.type === 'Branch' ? [[link.from, link.out] as const] : [];
    for (const [branch, side] of [...(source ?? []), ...own]) {
      const other = all.get(branch);
      if (other !== undefined && other !== side) return { all: null, blame: graph.nodes[branch]?.id ?? null };
      all.set(branch, side);
    }
  }
  return { all, blame: null };
}

/** Work that nobody takes, and a run without results. */
function resultFaults(read: ReadGraph, { nodes, links, scopes }: LinkedGraph): GraphFault[] {
  const wanted = new Set([...links.map(({ from }) => from)]);
  const named = new Set(read.outputs.map(({ of }) => of.node));
  const isUnused = ({ index, id, facts }: KnownNode): boolean =>
    read.outputs.length > 0 && facts?.weight === 'task' && facts.outputs.length > 0 && !wanted.has(index) && !named.has(id);
  const unused = nodes.filter(isUnused).map(({ id, path }) => {
    return warning('unused_result', path, 'is made, and nothing takes it', { node: id });
  });
  // What stands inside of a map follows it to nobody: its list comes out all the same, and nothing else of what is in there does.
  const followed = new Set(links.flatMap((link) => scopes.lifted(link)?.from ?? []));
  const isEnd = (index: number): boolean => scopes.containerOf(index) === null && !followed.has(index);
  const ends = nodes.filter(({ index, facts }) => isEnd(index) && (facts?.outputs.length ?? 0) > 0);
  const hasResult = read.outputs.length > 0 || ends.length > 0;
  return hasResult || nodes.length === 0 ? unused : [...unused, warning('no_output', 'graph', 'a run of it will have no results')];
}
