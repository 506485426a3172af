import { LIMITS } from '../../../contracts/graph.js';
import { fault, type GraphFault } from '../fault.js';
import { type LinkedGraph, textsOf } from '../links.js';
import { levelsOf } from '../topology.js';

export function sizeFaults(graph: LinkedGraph): GraphFault[] {
  const faults: GraphFault[] = [];
  const { nodes, links, targets } = graph;
  if (nodes.length > LIMITS.nodes) {
    faults.push(fault('too_many_nodes', 'graph.nodes', `has ${nodes.length} nodes; ${LIMITS.nodes} at most`));
  }
  if (links.length > LIMITS.edges) {
    const read = links.filter((link) => link.edge === null).length;
    faults.push(
      fault('too_many_edges', 'graph.edges', `has ${links.length} edges, ${read} of them read by expressions; ${LIMITS.edges} at most`),
    );
  }
  const depth = Math.max(0, ...levelsOf(nodes.length, targets).map((level) => (level ?? 0) + 1));
  if (depth > LIMITS.depth) faults.push(fault('too_deep', 'graph.nodes', `has ${depth} nodes one after another; ${LIMITS.depth} at most`));
  const inputs = nodes.filter(({ type }) => type.startsWith('Input.')).length;
  if (inputs > LIMITS.inputs) faults.push(fault('too_many_inputs', 'graph.nodes', `has ${inputs} inputs; ${LIMITS.inputs} at most`));
  for (const node of nodes) {
    for (const { at, text } of textsOf(node.params)) {
      if (text.length <= LIMITS.parameterCharacters) continue;
      const message = `has ${text.length} characters; ${LIMITS.parameterCharacters} at most`;
      faults.push(fault('invalid_params', `${node.path}.params${at}`, message, { node: node.id }));
    }
  }
  return faults;
}
