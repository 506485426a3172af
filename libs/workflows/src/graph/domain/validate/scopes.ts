import { LIMITS } from '../../../contracts/graph.js';
import { isByTask } from '../../../contracts/node-type.js';
import { fault, type GraphFault } from '../fault.js';
import { type KnownNode, type Link, type LinkedGraph } from '../links.js';
import { type ReadGraph } from '../read-graph.js';

/** What stands in a map that is none, and what crosses the border of one. */
export function scopeFaults(read: ReadGraph, graph: LinkedGraph): GraphFault[] {
  return [
    ...graph.nodes.flatMap((node) => [
      ...parentFaults(node, graph),
      ...nestingFaults(node, graph),
      ...waitFaults(node, graph),
      ...timeFaults(node, graph),
    ]),
    ...graph.links.flatMap((link) => borderFaults(link, graph)),
    ...outputFaults(read, graph),
    ...executionFaults(graph),
  ];
}

function parentFaults({ id, index, path, parent }: KnownNode, { scopes, nodes }: LinkedGraph): GraphFault[] {
  if (parent === null) return [];
  const container = scopes.containerOf(index);
  const where = { node: id, related: [parent] };
  if (container === null) return [fault('parent_not_map', `${path}.parent`, `"${parent}" is no Map`, where)];
  const isRound = container === index || scopes.around(container).includes(index) || standsInItself(container, nodes, scopes);
  return isRound ? [fault('parent_not_map', `${path}.parent`, `"${parent}" stands inside of itself`, where)] : [];
}

/** Whether the way outwards never ends. */
function standsInItself(start: number, nodes: LinkedGraph['nodes'], scopes: LinkedGraph['scopes']): boolean {
  const seen = new Set<number>();
  for (let at: number | null = start; at !== null; at = scopes.containerOf(at)) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return seen.size > nodes.length;
}

function nestingFaults({ id, index, path, facts }: KnownNode, { scopes }: LinkedGraph): GraphFault[] {
  const depth = scopes.around(index).length + 1;
  if (facts?.weight !== 'map' || depth <= LIMITS.nesting) return [];
  return [fault('nesting_too_deep', path, `is a Map ${depth} deep; ${LIMITS.nesting} at most`, { node: id })];
}

/** What waits for somebody else has to be seen in the run. */
function waitFaults({ id, index, path, type, facts }: KnownNode, { scopes }: LinkedGraph): GraphFault[] {
  if (!facts?.waits || scopes.around(index).length === 0) return [];
  return [fault('not_in_map', path, `${type} waits, and cannot stand inside of a Map`, { node: id })];
}

/** Time is taken of a piece of work that is a task of its own. */
function timeFaults({ id, index, path, type, facts, params, timeoutSeconds }: KnownNode, { scopes }: LinkedGraph): GraphFault[] {
  if (timeoutSeconds === null || !facts) return [];
  const at = `${path}.timeoutSeconds`;
  if (!isByTask(facts, params)) return [fault('invalid_timeout', at, `${type} is no work that takes time by itself`, { node: id })];
  if (scopes.around(index).length === 0) return [];
  return [fault('invalid_timeout', at, 'stands inside of a Map, where an item is one piece of work', { node: id })];
}

function borderFaults({ from, out, to, in: into, edge }: Link, { nodes, scopes, outPort, inPort }: LinkedGraph): GraphFault[] {
  const [source, target] = [nodes[from], nodes[to]];
  if (!source || !target) return [];
  const around = scopes.around(to);
  const port = outPort(source, out);
  const isFromWithin = port?.isInside ? around.includes(from) : !around.includes(from) && isSeen(scopes.containerOf(from), around);
  const isEach = into !== null && inPort(target, into)?.isInside === true;
  if (isEach ? scopes.containerOf(from) === to : isFromWithin) return [];
  const path = edge?.path ?? `${target.path}.params`;
  const name = `${source.id}.${out}`;
  const message = isEach
    ? `"${target.id}.${into ?? ''}" takes what is made inside of "${target.id}", and ${name} is not`
    : port?.isInside
      ? `${name} is there inside of "${source.id}" alone`
      : `${name} is made inside of a Map for each item; its list comes out of the Map`;
  return [fault('boundary_crossed', path, message, { node: target.id, edge: edge?.name ?? null, related: [source.id] })];
}

/** What is made outside of all maps, or in one that is around, can be had. */
const isSeen = (container: number | null, around: readonly number[]): boolean => container === null || around.includes(container);

function outputFaults(read: ReadGraph, graph: LinkedGraph): GraphFault[] {
  return read.outputs.flatMap(({ of, path }) => {
    const index = graph.indexOf(of.node);
    const node = index === undefined ? undefined : graph.nodes[index];
    if (index === undefined || !node) return [];
    const isInside = graph.scopes.containerOf(index) !== null || graph.outPort(node, of.port)?.isInside === true;
    if (!isInside) return [];
    return [fault('boundary_crossed', path, `"${of.node}.${of.port}" is there inside of a Map alone`, { node: of.node })];
  });
}

function executionFaults({ nodes, scopes }: LinkedGraph): GraphFault[] {
  const total = nodes.reduce(
    (sum, { index }) => sum + scopes.around(index).reduce((product, map) => product * maxItemsOf(nodes[map]), 1),
    0,
  );
  if (total <= LIMITS.executions) return [];
  const message = `may do ${total} pieces of work on items; ${LIMITS.executions} at most: give its maps a lower "maxItems"`;
  return [fault('too_many_executions', 'graph.nodes', message)];
}

const USUAL_MAX_ITEMS = 100;

/** What a map says itself, else what it is without. */
export const maxItemsOf = (map: Pick<KnownNode, 'params'> | undefined): number => {
  const items = map?.params['maxItems'];
  return typeof items === 'number' ? items : USUAL_MAX_ITEMS;
};
