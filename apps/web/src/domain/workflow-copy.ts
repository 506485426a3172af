/** What of a workflow is edited here, and its copy on this device. Pure. */
import { type WorkflowGraphBody } from '@kadr/sdk';

export interface Document {
  readonly name: string;
  readonly description: string;
  readonly graph: WorkflowGraphBody;
}

const VERSION = 1;

export const copyOf = (document: Document): string => JSON.stringify({ version: VERSION, ...document });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether it can be drawn; all else is judged by the server. */
export function isGraph(value: unknown): value is WorkflowGraphBody {
  if (!isRecord(value) || !Array.isArray(value['nodes']) || !Array.isArray(value['edges'])) return false;
  const nodes: readonly unknown[] = value['nodes'];
  const edges: readonly unknown[] = value['edges'];
  return (
    nodes.every((node) => isRecord(node) && isText(node['id']) && isText(node['type']) && isParams(node['params'])) &&
    edges.every((edge) => isRecord(edge) && isText(edge['from']) && isText(edge['to']))
  );
}

const isParams = (value: unknown): boolean => value === undefined || isRecord(value);

/** @returns null for what no version of the studio has written */
export function readCopy(text: string | null): Document | null {
  const read = parsedOf(text ?? '');
  if (!isRecord(read) || read['version'] !== VERSION) return null;
  const { name, description, graph } = read;
  return isText(name) && isText(description) && isGraph(graph) ? { name, description, graph } : null;
}

/** A graph that somebody has typed or pasted, alone or in a document; null: it is none. */
export function readGraph(text: string): WorkflowGraphBody | null {
  const read = parsedOf(text);
  const graph = isRecord(read) && isRecord(read['graph']) ? read['graph'] : read;
  return isGraph(graph) ? graph : null;
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
