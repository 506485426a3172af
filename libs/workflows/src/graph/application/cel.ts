/** CEL, held within bounds: what a stranger writes into a workflow may cost milliseconds, never the process. */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { BoundedCache, CacheRoom } from '#platform';
import { beginWork, BOUNDS, ExpressionRefused } from './cel-bounds.js';
import { type CheckedText, type ExpressionFault, type PortReference } from '../domain/ports.js';

const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 64, maxMapEntries: 64, maxCallArguments: 8 };
const MAX_SOURCE = 4_000;
/** What a comprehension may look at besides its own variable: it does so once for every item. */
const MAX_OUTSIDE = 4;
const COMPREHENSIONS = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);
const SEARCHES = new Set(['contains', 'indexOf', 'lastIndexOf', 'split']);
/** They stop at the first difference, or look for one word. */
const QUICK = new Set([...SEARCHES, 'startsWith', 'endsWith']);
const COMPARING: ReadonlySet<string> = new Set(['==', '!=', 'in', '<', '<=', '>', '>=']);
const DATES = [
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getHours',
  'getMinutes',
  'getSeconds',
];
/** No regular expressions (`matches` takes 26 s over 28 characters), no `bind`, no bytes. */
const FUNCTIONS = new Set(['size', 'string', 'int', 'double', 'bool', 'has', 'timestamp', 'duration', 'dyn']);
const METHODS = new Set([
  ...COMPREHENSIONS,
  ...SEARCHES,
  ...DATES,
  ...['size', 'startsWith', 'endsWith', 'substring', 'lowerAscii', 'upperAscii', 'trim', 'join'],
]);
const VARIABLES = new Set(['inputs', 'nodes', 'run', 'schedule', 'value', 'item', 'index']);
const RUN_MEMBERS = new Set(['id', 'workflowId', 'version']);
const SCHEDULE_MEMBERS = new Set(['episode', 'dueAt', 'localDate', 'timezone']);

/** Whole numbers and others calculate with each other: JSON knows no difference. */
function environment(limits: typeof LIMITS): Environment {
  const env = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false, limits });
  const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  };
  for (const [sign, calculate] of Object.entries(operators)) {
    const both = (a: unknown, b: unknown): number => calculate(Number(a), Number(b));
    env.registerOperator(`int ${sign} double: double`, both);
    env.registerOperator(`double ${sign} int: double`, both);
  }
  env.registerOperator('double % double: double', (a: number, b: number) => a % b);
  for (const [name, bound] of Object.entries(BOUNDS)) env.registerFunction(`${name}(dyn): dyn`, bound);
  return env;
}

const judging = environment(LIMITS);
/** What is put in between counts as well. */
const running = environment({ ...LIMITS, maxAstNodes: 3 * LIMITS.maxAstNodes, maxDepth: 3 * LIMITS.maxDepth });

interface Found {
  readonly faults: ExpressionFault[];
  readonly ports: PortReference[];
  readonly inputs: string[];
  readsItem: boolean;
  /** Places in the source at which a bounded function goes round something. */
  readonly wraps: { readonly start: number; readonly end: number; readonly by: string }[];
}

export interface Expression extends CheckedText {
  /** @param scope only what the expression reads; JSON. @returns what CEL makes of it. @throws ExpressionRefused */
  evaluate(scope: Readonly<Record<string, unknown>>): unknown;
}

/** What was written stays as it is, and is read again for each run and each node. By the size of the source, about: its tree is larger. */
const BYTES_A_CHARACTER = 100;
const read = new BoundedCache<string, Expression & { readonly bytes: number }>(
  new CacheRoom('expressions', 8_000_000),
  ({ bytes }) => bytes,
);

/** Reads an expression and judges it; what is wrong is in `faults`, and it must not be evaluated then. */
export function readExpression(source: string): Expression {
  const known = read.get(source);
  if (known) return known;
  const expression = { ...judged(source), bytes: source.length * BYTES_A_CHARACTER };
  read.set(source, expression);
  return expression;
}

function judged(source: string): Expression {
  const found: Found = { faults: [], ports: [], inputs: [], readsItem: false, wraps: [] };
  if (source.length > MAX_SOURCE) {
    found.faults.push({ code: 'expression_too_complex', message: `has ${source.length} characters; ${MAX_SOURCE} at most` });
  } else judge(source, found);
  const { faults, ports, inputs, readsItem, wraps } = found;
  return { faults, ports, inputs, readsItem, secrets: [], evaluate: evaluator(source, wraps) };
}

function judge(source: string, found: Found): void {
  if (source.trim() === '') return void found.faults.push({ code: 'invalid_expression', message: 'is empty' });
  try {
    const parsed = judging.parse(source);
    visit(parsed.ast, { own: [], outside: null }, found);
    if (found.faults.length > 0) return;
    const { valid, error } = parsed.check();
    if (!valid) found.faults.push({ code: 'invalid_expression', message: summaryOf(error) });
  } catch (error) {
    const isTooMuch = /limit|exceeded|maximum/i.test(summaryOf(error));
    found.faults.push({ code: isTooMuch ? 'expression_too_complex' : 'invalid_expression', message: summaryOf(error) });
  }
}

/** Parsed when it is evaluated first. */
function evaluator(source: string, wraps: Found['wraps']): Expression['evaluate'] {
  let parsed: ReturnType<Environment['parse']> | null = null;
  return (scope) => evaluate(() => (parsed ??= running.parse(wrapped(source, wraps))), scope);
}

function evaluate(parsed: () => ReturnType<Environment['parse']>, scope: Readonly<Record<string, unknown>>): unknown {
  beginWork();
  try {
    return parsed()(scope) as unknown;
  } catch (error) {
    if (error instanceof ExpressionRefused) throw error;
    const cause = (error as { cause?: unknown }).cause;
    if (cause instanceof ExpressionRefused) throw cause;
    throw new ExpressionRefused('invalid_expression', summaryOf(error));
  }
}

const summaryOf = (error: unknown): string => {
  const { summary, message } = error as { summary?: string; message?: string };
  return (summary ?? message ?? 'cannot be read').replace('Unexpected token: EOF', 'ends before it is complete').slice(0, 300);
};

interface Place {
  /** Variables of comprehensions. */
  readonly own: readonly string[];
  /** Counts what a comprehension looks at; null outside of one. */
  readonly outside: { count: number } | null;
}

function visit(node: ASTNode, place: Place, found: Found): void {
  const path = pathOf(node);
  if (path && !place.own.includes(path[0] ?? '')) {
    if (place.outside) place.outside.count += 1;
    visitVariable(path, found);
    return;
  }
  if (node.op === 'id') return;
  if (node.op === 'rcall') {
    visitMethod(node.args, place, found);
    return;
  }
  if (node.op === 'call' && !FUNCTIONS.has(node.args[0])) unknownFunction(node.args[0], found);
  if (place.outside) countWork(node, found);
  for (const child of childrenOf(node.args)) visit(child, place, found);
}

/** What a function of a comprehension is given, and what it puts together or compares, counts as work. */
function countWork({ op, args }: ASTNode, found: Found): void {
  const by = op === 'call' ? 'kadrWork' : op === '+' ? 'kadrPart' : COMPARING.has(op) ? 'kadrSought' : null;
  // `has` asks for the name of a member, not for its value.
  if (by === null || (op === 'call' && args[0] === 'has')) return;
  for (const part of childrenOf(args)) found.wraps.push({ ...rangeOf(part), by });
}

/** `nodes.n2.text` as its names; a name may be given by `["…"]`. Null: it is something else. */
function pathOf(node: ASTNode): string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const before = pathOf(node.args[0]);
    return before && [...before, node.args[1]];
  }
  if (node.op === '[]') {
    const [of, by] = node.args;
    const before = pathOf(of);
    return before && by.op === 'value' && typeof by.args === 'string' ? [...before, by.args] : null;
  }
  return null;
}

function visitVariable([root = '', first, second]: readonly string[], found: Found): void {
  if (root === 'secrets') {
    found.faults.push({ code: 'invalid_expression', message: 'a secret stands by itself: {{secrets.<name>}}' });
  } else if (!VARIABLES.has(root)) {
    found.faults.push({ code: 'unknown_variable', message: `there is no "${root}"; there are inputs, nodes, run and schedule` });
  } else if (root === 'inputs') {
    if (first === undefined) found.faults.push({ code: 'invalid_expression', message: 'name an input: inputs.<name>' });
    else found.inputs.push(first);
  } else if (root === 'nodes') {
    if (first === undefined || second === undefined) {
      found.faults.push({ code: 'invalid_expression', message: 'name a node and its port: nodes.<id>.<port>' });
    } else found.ports.push({ node: first, port: second });
  } else if (root === 'schedule' && (first === undefined || !SCHEDULE_MEMBERS.has(first))) {
    found.faults.push({ code: 'unknown_variable', message: `schedule has ${[...SCHEDULE_MEMBERS].join(', ')}` });
  } else if (root === 'item' || root === 'index') {
    found.readsItem = true;
  } else if (root === 'run' && (first === undefined || !RUN_MEMBERS.has(first))) {
    found.faults.push({ code: 'unknown_variable', message: `run has ${[...RUN_MEMBERS].join(', ')}` });
  }
}

function visitMethod([name, receiver, args]: readonly [string, ASTNode, ASTNode[]], place: Place, found: Found): void {
  if (!METHODS.has(name)) unknownFunction(name, found);
  visit(receiver, place, found);
  if (place.outside)
    found.wraps.push({ ...rangeOf(receiver), by: name === 'join' ? 'kadrPart' : QUICK.has(name) ? 'kadrSought' : 'kadrWork' });
  if (COMPREHENSIONS.has(name)) visitComprehension(name, receiver, args, place, found);
  else {
    if (name === 'split' && place.outside) {
      found.faults.push({ code: 'expression_too_complex', message: '"split" cannot stand within a comprehension' });
    }
    const [word] = args;
    if (SEARCHES.has(name) && word) found.wraps.push({ ...rangeOf(word), by: 'kadrWord' });
    for (const argument of args) visit(argument, place, found);
  }
}

function visitComprehension(name: string, receiver: ASTNode, args: readonly ASTNode[], place: Place, found: Found): void {
  if (place.outside) {
    found.faults.push({
      code: 'expression_too_complex',
      message: `"${name}" cannot stand within another comprehension; put them in a row`,
    });
    return;
  }
  found.wraps.push({ ...rangeOf(receiver), by: 'kadrList' });
  const [variable, ...bodies] = args;
  const own = variable?.op === 'id' ? [...place.own, variable.args] : place.own;
  const outside = { count: 0 };
  for (const body of bodies) visit(body, { own, outside }, found);
  if (outside.count > MAX_OUTSIDE) {
    const message = `"${name}" looks at ${outside.count} values besides its items; ${MAX_OUTSIDE} at most`;
    found.faults.push({ code: 'expression_too_complex', message });
  }
}

const unknownFunction = (name: string, found: Found): void => {
  found.faults.push({ code: 'invalid_expression', message: `there is no function "${name}"` });
};

const rangeOf = ({ range }: ASTNode): { start: number; end: number } => ({ start: range.start, end: range.end });

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args && 'range' in args ? [args as ASTNode] : [];
}

/** The source with bounds put round what is gone through or looked for. Ranges lie within each other or apart. */
function wrapped(source: string, wraps: Found['wraps']): string {
  const inserts = wraps.flatMap(({ start, end, by }) => [
    { at: start, text: `${by}(`, isEnd: false, length: end - start },
    { at: end, text: ')', isEnd: true, length: 0 },
  ]);
  // From the back, so that places stay where they are; what ends somewhere stands before what begins there, what is longer goes round what is shorter.
  inserts.sort((a, b) => b.at - a.at || Number(a.isEnd) - Number(b.isEnd) || a.length - b.length);
  return inserts.reduce((text, { at, text: put }) => text.slice(0, at) + put + text.slice(at), source);
}
