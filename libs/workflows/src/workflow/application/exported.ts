import { type GraphNode, type WorkflowDocument } from '../../contracts/graph.js';
import { type NodeCatalogue } from '../../contracts/node-type.js';
import { fault } from '../../graph/domain/fault.js';
import { isUuidText } from '../../graph/domain/validate/values.js';
import { FaultyWorkflow } from '../../shared/domain/refusals.js';

/** A document for somebody else: what names things of this organisation by their ids is left out. */
export function exported(document: WorkflowDocument, types: NodeCatalogue): WorkflowDocument {
  const { graph, ...rest } = document;
  return { ...rest, graph: { format: 1, ...graph, nodes: graph.nodes.map((node) => withoutIds(node, types)) } };
}

function withoutIds(node: GraphNode, types: NodeCatalogue): GraphNode {
  const own = new Set(types.find(node.type)?.own);
  if (node.params === undefined || own.size === 0) return node;
  const isOurs = ([name, value]: [string, unknown]): boolean => own.has(name) && typeof value === 'string' && isUuidText(value);
  return { ...node, params: Object.fromEntries(Object.entries(node.params).filter((member) => !isOurs(member))) };
}

/**
 * The document in what was sent: the document itself, or the manifest of a film that carries one. It runs by itself when somebody says so.
 * @throws FaultyWorkflow for a manifest that carries none
 */
export function imported(body: unknown): object {
  const sent = objectIn(body);
  const graph = objectIn(sent['graph']);
  const isManifest = 'workflowId' in graph && 'digest' in graph;
  if (isManifest && graph['document'] == null) {
    const message = 'carries no document: the workflow that made this film has no "embedGraph" in its settings';
    throw new FaultyWorkflow([fault('no_graph', 'graph.document', message)]);
  }
  const document = isManifest ? objectIn(graph['document']) : sent;
  const schedule = document['schedule'];
  return typeof schedule === 'object' && schedule !== null ? { ...document, schedule: { ...schedule, enabled: false } } : document;
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
