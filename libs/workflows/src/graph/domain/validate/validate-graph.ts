import { type NodeCatalogue } from '../../../contracts/node-type.js';
import { fault, type GraphFault, inOrder } from '../fault.js';
import { linkedOnce } from '../links.js';
import { type GraphPorts } from '../ports.js';
import { readGraph } from '../read-graph.js';
import { edgeFaults } from './edges.js';
import { modelFaults, nodeFaults } from './nodes.js';
import { scopeFaults } from './scopes.js';
import { shapeFaults } from './shape.js';
import { sizeFaults } from './sizes.js';
import { valueFaults } from './values.js';

/** A longer list helps nobody, and has to be sent. */
const MAX_FAULTS = 500;

/**
 * Everything that is wrong with a graph, at once, in the order of places. What has not even the shape of a node or an edge is left out: the
 * schema of the document names it. Pure.
 */
export function validateGraph(graph: unknown, catalogue: NodeCatalogue, ports: GraphPorts): GraphFault[] {
  const linked = linkedOnce(graph, catalogue, ports.expressions);
  return inOrder([...senseFaults(graph, catalogue, ports), ...modelFaults(linked, ports.models)]);
}

/** What is wrong whatever models there are: the same for a graph whenever it is asked for, in no order. */
export function senseFaults(graph: unknown, catalogue: NodeCatalogue, ports: Omit<GraphPorts, 'models'>): GraphFault[] {
  const read = readGraph(graph);
  const linked = linkedOnce(graph, catalogue, ports.expressions);
  return [
    ...sizeFaults(linked),
    ...nodeFaults(linked, ports),
    ...edgeFaults(read, linked),
    ...scopeFaults(read, linked),
    ...shapeFaults(read, linked),
    ...valueFaults(linked, ports.expressions),
  ];
}

/** The first faults, and a word about the others. */
export function shortened(faults: readonly GraphFault[]): readonly GraphFault[] {
  if (faults.length <= MAX_FAULTS) return faults;
  const left = faults.length - MAX_FAULTS;
  return [...faults.slice(0, MAX_FAULTS), fault('too_many_faults', '', `${left} more faults are not listed`)];
}
