/** What stands in a document, found by its name: once for each document, which never changes. */
import { type WorkflowDocument } from '../../contracts/graph.js';
import { inputName } from './validate/values.js';

type WrittenNode = WorkflowDocument['graph']['nodes'][number];

interface Written {
  readonly nodes: ReadonlyMap<string, WrittenNode>;
  readonly defaults: ReadonlyMap<string | null, unknown>;
}

const known = new WeakMap<WorkflowDocument['graph'], Written>();

function writtenIn({ graph }: WorkflowDocument): Written {
  const written = known.get(graph) ?? {
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    defaults: new Map(graph.nodes.map((node) => [inputName({ ...node, params: node.params ?? {} }), node.params?.['default']])),
  };
  known.set(graph, written);
  return written;
}

export const nodeOf = (document: WorkflowDocument, id: string): WrittenNode | undefined => writtenIn(document).nodes.get(id);

/** By the name of the run input; undefined where an input has none. */
export const defaultsOf = (document: WorkflowDocument): ReadonlyMap<string | null, unknown> => writtenIn(document).defaults;
