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

export const fault = (code: string, path: string, message: string, { node = null, edge = null, related = [] }: Where = {}): GraphFault => ({
  ...{ code, severity: 'error', path, node, edge, message, related },
});

export const warning = (code: string, path: string, message: string, where: Where = {}): GraphFault => ({
  ...fault(code, path, message, where),
  severity: 'warning',
});

const { compare } = new Intl.Collator('en', { numeric: true });

/** By place, then by code: the same document gives the same list. */
export const inOrder = (faults: readonly GraphFault[]): GraphFault[] =>
  faults.toSorted((a, b) => compare(a.path, b.path) || compare(a.code, b.code) || compare(a.message, b.message));
