/** What the domain asks of the outside to judge a document. */
import { type NodeFacts } from '../../contracts/node-type.js';

/** Something an expression reads of another node. */
export interface PortReference {
  readonly node: string;
  readonly port: string;
}

export interface ExpressionFault {
  readonly code: 'invalid_expression' | 'unknown_variable' | 'expression_too_complex';
  readonly message: string;
}

export interface CheckedText {
  readonly faults: readonly ExpressionFault[];
  /** Ports that it reads. */
  readonly ports: readonly PortReference[];
  /** Run inputs that it reads by name. */
  readonly inputs: readonly string[];
  /** Whether it reads `item` or `index`. */
  readonly readsItem: boolean;
  /** Secrets of the organisation that it names. */
  readonly secrets: readonly string[];
}

export interface ExpressionChecks {
  /** A text that may hold `{{ … }}`. */
  template(text: string): CheckedText;
  /** An expression as a whole. */
  expression(source: string): CheckedText;
}

export interface ParamFault {
  /** `.prompt`, `.choices.0`; empty: the parameters as a whole. */
  readonly at: string;
  readonly message: string;
}

export interface ParamChecks {
  /** Faults by the schema of the type. What holds `{{` is left to the moment when its value is known. */
  faultsOf(type: NodeFacts, params: Readonly<Record<string, unknown>>): readonly ParamFault[];
}

/** Whether a text holds what would be taken out of a log: a key, a signed link, a password in an address. */
export type SecretCheck = (text: string) => boolean;

/** Why an address is never fetched, as far as that can be said without asking the network; null: it may be. */
export type UrlCheck = (url: string) => string | null;

export interface ModelFault {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Parameter it concerns. */
  readonly param: string;
  readonly message: string;
}

/** What only the catalogue of models can say. */
export interface ModelChecks {
  faultsOf(type: NodeFacts, params: Readonly<Record<string, unknown>>, connected: ReadonlySet<string>): readonly ModelFault[];
}

export interface GraphPorts {
  readonly expressions: ExpressionChecks;
  readonly params: ParamChecks;
  readonly hasSecret: SecretCheck;
  readonly urlRefusal: UrlCheck;
  readonly models: ModelChecks;
}
