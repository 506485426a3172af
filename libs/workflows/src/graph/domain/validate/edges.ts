import { type PortType } from '../../../contracts/node-type.js';
import { becomes, canFlow } from '../coercions.js';
import { fault, type GraphFault } from '../fault.js';
import { type KnownNode, type Link, type LinkedGraph, outPortsOf } from '../links.js';
import { type ReadEdge, type ReadGraph } from '../read-graph.js';

export function edgeFaults(read: ReadGraph, graph: LinkedGraph): GraphFault[] {
  const seen = new Set<string>();
  const taken = new Map<string, string>();
  const ofEdges = read.edges.flatMap((edge) => {
    if (seen.has(edge.name)) return [fault('duplicate_edge', edge.path, 'is there twice', { edge: edge.name, node: edge.to.node })];
    seen.add(edge.name);
    return [...endFaults(edge, graph), ...takenFaults(edge, graph, taken)];
  });
  const typed = graph.links.flatMap((link) => typeFaults(link, graph));
  return [...ofEdges, ...typed, ...graph.nodes.flatMap((node) => inputFaults(node, graph)), ...outputFaults(read, graph)];
}

/** Whether both ends are there. */
function endFaults(edge: ReadEdge, graph: LinkedGraph): GraphFault[] {
  const ends = [
    { side: 'from', of: edge.from, find: (node: KnownNode) => graph.outPort(node, edge.from.port), ports: outputsOf },
    { side: 'to', of: edge.to, find: (node: KnownNode) => graph.inPort(node, edge.to.port), ports: inputsOf },
  ] as const;
  return ends.flatMap(({ side, of, find, ports }) => {
    const node = graph.nodes[graph.indexOf(of.node) ?? -1];
    const where = { edge: edge.name, node: of.node };
    if (!node) return [fault('unknown_node', `${edge.path}.${side}`, `there is no node "${of.node}"`, where)];
    if (!node.facts || find(node)) return [];
    const there = ports(node).join(', ') || 'none';
    return [fault('unknown_port', `${edge.path}.${side}`, `${node.type} has no such port "${of.port}"; there are: ${there}`, where)];
  });
}

const outputsOf = (node: KnownNode): string[] => outPortsOf(node).map(({ name }) => name);
const inputsOf = (node: KnownNode): string[] => node.facts?.inputs.map(({ name }) => name) ?? [];

function takenFaults(edge: ReadEdge, graph: LinkedGraph, taken: Map<string, string>): GraphFault[] {
  const target = graph.nodes[graph.indexOf(edge.to.node) ?? -1];
  const port = target && graph.inPort(target, edge.to.port);
  if (!port || port.list || port.join === 'any') return [];
  const name = `${edge.to.node}.${edge.to.port}`;
  const other = taken.get(name);
  taken.set(name, other ?? edge.name);
  if (other === undefined) return [];
  const message = `"${port.name}" takes one edge, and ${other} goes there already`;
  return [fault('port_taken', `${edge.path}.to`, message, { edge: edge.name, node: edge.to.node })];
}

function typeFaults({ from, out, to, in: into, edge }: Link, graph: LinkedGraph): GraphFault[] {
  const [source, target] = [graph.nodes[from], graph.nodes[to]];
  const port = target && into !== null ? graph.inPort(target, into) : null;
  const type = graph.typeOf(from, out);
  if (!source || !target || type === null) return [];
  if (into === null) return readFaults(target, `nodes.${source.id}.${out}`, type);
  if (!port || !edge || port.types.some((wanted) => canFlow(type, wanted))) return [];
  const message = `${type} does not go into "${port.name}", which takes ${port.types.join(' or ')}; ${type} becomes ${becomes(type).join(', ')}`;
  return [fault('ill_typed_edge', edge.path, message, { edge: edge.name, node: target.id, related: [source.id] })];
}

/** What expressions can read. */
const READABLE: readonly PortType[] = ['text', 'number', 'boolean', 'json', 'script'];

function readFaults(node: KnownNode, name: string, type: PortType): GraphFault[] {
  if (READABLE.includes(type)) return [];
  const message = `reads ${name}, which is ${type}; expressions read ${READABLE.join(', ')}`;
  return [fault('ill_typed_edge', `${node.path}.params`, message, { node: node.id })];
}

/** Ports that something has to come into. */
function inputFaults(node: KnownNode, graph: LinkedGraph): GraphFault[] {
  const { facts, id, path, params } = node;
  if (!facts) return [];
  const into = new Set(graph.linksInto(node.index).map((link) => link.in));
  const isGiven = (name: string): boolean => {
    const param = facts.inputs.find((port) => port.name === name)?.param;
    return into.has(name) || (param !== undefined && params[param] !== undefined);
  };
  const faults = facts.inputs
    .filter((port) => port.required && !isGiven(port.name))
    .map(({ name, param }) => {
      const instead = param === undefined ? '' : `, or the parameter "${param}"`;
      return fault('missing_input', path, `"${name}" needs an edge${instead}`, { node: id });
    });
  const needed = facts.atLeastOne ?? [];
  if (needed.length > 0 && !needed.some(isGiven)) {
    faults.push(fault('missing_input', path, `one of ${needed.join(', ')} at least is to be given`, { node: id }));
  }
  const choice = facts.exactlyOne ?? [];
  const given = choice.filter(isGiven);
  const isOptional = facts.insteadOfOne !== undefined && params[facts.insteadOfOne] !== undefined;
  if (choice.length > 0 && given.length !== 1 && !(isOptional && given.length === 0)) {
    const message = `exactly one of ${choice.join(', ')} is to be connected; ${given.length === 0 ? 'none is' : `${given.join(' and ')} are`}`;
    faults.push(fault(given.length === 0 ? 'missing_input' : 'port_taken', path, message, { node: id }));
  }
  return faults;
}

function outputFaults(read: ReadGraph, graph: LinkedGraph): GraphFault[] {
  return read.outputs.flatMap(({ of, path }) => {
    const node = graph.nodes[graph.indexOf(of.node) ?? -1];
    if (!node) return [fault('unknown_node', path, `there is no node "${of.node}"`, { node: of.node })];
    if (!node.facts || graph.outPort(node, of.port)) return [];
    const there = outputsOf(node).join(', ') || 'none';
    return [fault('unknown_port', path, `${node.type} has no such port "${of.port}"; there are: ${there}`, { node: of.node })];
  });
}
