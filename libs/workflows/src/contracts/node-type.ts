import { type QueueName } from '#tasks/contracts';

export type PortType =
  | 'text'
  | 'number'
  | 'boolean'
  | 'json'
  | 'script'
  | 'segments'
  | 'image'
  | 'video'
  | 'audio'
  | 'image[]'
  | 'video[]'
  | 'subtitles'
  | 'timeline'
  | 'asset';
/** `any`: whatever comes, and goes out as it came. */
export type PortKind = PortType | 'any';

/** A JSON Schema of parameters. Ours, never a caller's: it is compiled. Without `oneOf` and `anyOf`, so that each fault has one place. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface InPort {
  readonly name: string;
  /** Any of them. */
  readonly types: readonly PortKind[];
  readonly description: string;
  /** Takes any number of edges, in the order of `edges`. */
  readonly list?: boolean;
  readonly required?: boolean;
  /** `any`: one live source is enough, and the first live one counts. */
  readonly join?: 'all' | 'any';
  /** The parameter that says the same where nothing is connected. */
  readonly param?: string;
  /** Of a map: for nodes inside of it alone. */
  readonly isInside?: boolean;
}

export interface OutPort {
  readonly name: string;
  /**
   * `same`: that of what comes in by the first port. `list`: of the list of what comes in. `item`: of an item of what comes in by the first
   * port. `each`: of the list of what comes in by the port `each`.
   */
  readonly type: PortType | 'same' | 'list' | 'item' | 'each';
  readonly description: string;
  /** Of a map: for nodes inside of it alone. */
  readonly isInside?: boolean;
  /** There only where a parameter has this value; `null`: where it has none. */
  readonly when?: { readonly param: string; readonly is: readonly (string | null)[] };
}

/** Whether a node with these parameters has the port. */
export const hasPort = ({ when }: OutPort, params: Readonly<Record<string, unknown>>): boolean =>
  when === undefined || when.is.includes((params[when.param] as string | undefined) ?? null);

/** What can be said of a type of nodes without running one. */
export interface NodeFacts {
  /** Also the `type` of the step that does the work, where one does. */
  readonly type: string;
  readonly title: string;
  readonly group: string;
  readonly description: string;
  /** Raise it when the same inputs give something else. */
  readonly version: number;
  readonly inputs: readonly InPort[];
  readonly outputs: readonly OutPort[];
  readonly params: JsonSchema;
  /** Parameters that are expressions as a whole, without braces. */
  readonly expressions?: readonly string[];
  /** Those of them that are evaluated for each item of a list, with `item` and `index`. */
  readonly perItem?: readonly string[];
  /** Parameters whose texts may name secrets: they are sent, and kept nowhere. */
  readonly secrets?: readonly string[];
  /** What it does besides making something here, whatever its parameters are. */
  readonly right?: 'spends' | 'calls' | 'asksPeople';
  /** Parameters that name something of an organisation by its id: of no use to another one. */
  readonly own?: readonly string[];
  /** Parameters that are addresses on the web. */
  readonly urls?: readonly string[];
  /** Input ports of which exactly one is given. */
  readonly exactlyOne?: readonly string[];
  /** Parameter with which none of `exactlyOne` has to be given, and one may. */
  readonly insteadOfOne?: string;
  /** Input ports of which one at least is given. */
  readonly atLeastOne?: readonly string[];
  /** `light`: pure, done within milliseconds, and costs no task. `map`: what is inside of it is done, for each item of a list. */
  readonly weight: 'light' | 'task' | 'map';
  /** Of a light one: whether it is done by a task all the same with these parameters, as they are written; pure. */
  byTask?(params: Readonly<Record<string, unknown>>): boolean;
  /** Ends when somebody else has done something; not inside of a map. */
  readonly waits?: boolean;
  /** Who else takes a result over that was made from the same: any run of the organisation, or nobody; default: those that go on from its run. */
  readonly cache?: 'organisation' | 'none';
  /** Queue of work that is done here; with a paid model it waits in `remote`. */
  readonly queue: QueueName;
}

/** Whether a node with these parameters has a task of its own. */
export const isByTask = ({ weight, byTask }: Pick<NodeFacts, 'weight' | 'byTask'>, params: Readonly<Record<string, unknown>>): boolean =>
  weight === 'task' || byTask?.(params) === true;

/** All types that there are. */
export interface NodeCatalogue {
  find(type: string): NodeFacts | null;
  readonly types: readonly NodeFacts[];
}
