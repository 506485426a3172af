import { shortText } from '#platform/json';

/** What is wrong with a document, and where. */
export interface GraphFault {
  /** Stable, snake_case. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** `graph.nodes.3.params.prompt`; empty: the document as a whole. */
  readonly path: string;
  /** The node it concerns. */
  readonly node: string | null;
  /** The edge it concerns, as `a.x → b.y`. */
  readonly edge: string | null;
  readonly message: string;
  /** Other nodes that have to do with it. */
  readonly related: readonly string[];
}

type Where = Partial<Pick<GraphFault, 'node' | 'edge' | 'related'>>;

/** Names in a document may be as long as the document. */
const MAX_CHARACTERS = { message: 2_000, name: 500 };
const shortName = (name: string): string => shortText(name, MAX_CHARACTERS.name);

export const fault = (code: string, path: string, message: string, { node = null, edge = null, related = [] }: Where = {}): GraphFault => ({
  ...{ code, severity: 'error', path: shortName(path), node: node && shortName(node), edge: edge && shortName(edge) },
  ...{ message: shortText(message, MAX_CHARACTERS.message), related: related.map(shortName) },
});

export const warning = (code: string, path: string, message: string, where: Where = {}): GraphFault => ({
  ...fault(code, path, message, where),
  severity: 'warning',
});

const { compare } = new Intl.Collator('en', { numeric: true });

/** By place, then by code: the same document gives the same list. */
export const inOrder = (faults: readonly GraphFault[]): GraphFault[] =>
  faults.toSorted((a, b) => compare(a.path, b.path) || compare(a.code, b.code) || compare(a.message, b.message));
