/** Texts with `{{ … }}` in them. */
import { looksMarked, markOf, secretNamed } from '../../secrets/domain/references.js';
import { type CheckedText, type ExpressionChecks, type ExpressionFault } from '../domain/ports.js';
import { type Expression, readExpression } from './cel.js';
import { ExpressionRefused } from './cel-bounds.js';

/** Of what an expression gives, as JSON. */
const MAX_RESULT = 64_000;
const MAX_TEMPLATES = 100;

type Piece = { readonly text: string } | { readonly secret: string } | { readonly expression: Expression };

const NOTHING: CheckedText = { faults: [], ports: [], inputs: [], readsItem: false, secrets: [] };

/** Judges expressions without values. */
export const expressionChecks: ExpressionChecks = {
  template(text) {
    if (!text.includes('{{')) return NOTHING;
    const { pieces, fault } = piecesOf(text);
    const read = pieces.flatMap((piece) => ('expression' in piece ? [piece.expression] : []));
    return {
      faults: [...(fault ? [fault] : []), ...read.flatMap(({ faults }) => faults)],
      ports: read.flatMap(({ ports }) => ports),
      inputs: read.flatMap(({ inputs }) => inputs),
      readsItem: read.some(({ readsItem }) => readsItem),
      secrets: pieces.flatMap((piece) => ('secret' in piece ? [piece.secret] : [])),
    };
  },
  expression: (source) => readExpression(unbraced(source)),
};

/** An expression as a whole may stand in braces as well. */
const unbraced = (source: string): string => {
  const text = source.trim();
  return text.startsWith('{{') && text.endsWith('}}') ? text.slice(2, -2) : text;
};

type Scope = Readonly<Record<string, unknown>>;

/** Versions of the secrets that may be named, by name. */
export type SecretVersions = ReadonlyMap<string, number>;

/**
 * @param secrets absent: none may be named
 * @returns a value of the expression's own type where the text is one template, else a text; secrets as marks. @throws ExpressionRefused
 */
export function fillTemplate(text: string, scope: Scope, secrets?: SecretVersions): unknown {
  if (!secrets) return filled(text, scope);
  // Nothing that comes from elsewhere may be taken for a secret.
  const mustBePlain = (value: unknown): unknown => {
    if (looksMarked(value)) throw new ExpressionRefused('invalid_expression', 'holds characters that cannot be sent');
    return value;
  };
  mustBePlain(text);
  return filled(text, scope, { mustBePlain, secrets });
}

interface Marking {
  readonly secrets: SecretVersions;
  readonly mustBePlain: (value: unknown) => unknown;
}

function filled(text: string, scope: Scope, marking?: Marking): unknown {
  if (!text.includes('{{')) return text;
  const { pieces, fault } = piecesOf(text);
  if (fault) throw new ExpressionRefused(fault.code, fault.message);
  const [only, ...more] = pieces;
  const value = (expression: Expression): unknown => {
    const found = valueOf(expression, scope);
    return marking ? marking.mustBePlain(found) : found;
  };
  if (only && 'expression' in only && more.length === 0) return value(only.expression);
  return bounded(
    pieces
      .map((piece) => {
        if ('text' in piece) return piece.text;
        return 'secret' in piece ? secretMark(piece.secret, marking?.secrets) : shown(value(piece.expression));
      })
      .join(''),
  );
}

function secretMark(name: string, secrets: SecretVersions | undefined): string {
  const version = secrets?.get(name);
  if (version === undefined) throw new ExpressionRefused('unknown_variable', `there is no secret "${name}" to be named here`);
  return markOf(name, version);
}

/** @throws ExpressionRefused */
export const evaluateExpression = (source: string, scope: Scope): unknown => valueOf(readExpression(unbraced(source)), scope);

function valueOf(expression: Expression, scope: Scope): unknown {
  const [fault] = expression.faults;
  if (fault) throw new ExpressionRefused(fault.code, fault.message);
  return asJson(expression.evaluate(scope));
}

function bounded(text: string): string {
  if (text.length <= MAX_RESULT) return text;
  throw new ExpressionRefused('expression_too_complex', `gives ${text.length} characters; ${MAX_RESULT} at most`);
}

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
};

/** What CEL gives as JSON, however much it is: it stops where it becomes too much. */
function asJson(value: unknown): unknown {
  let left = MAX_RESULT;
  const take = (cost: number): void => {
    left -= cost;
    if (left < 0) throw new ExpressionRefused('expression_too_complex', `gives more than ${MAX_RESULT} characters of JSON`);
  };
  const convert = (one: unknown): unknown => {
    if (one === null || one === undefined) return (take(4), null);
    if (typeof one === 'string') return (take(one.length + 2), one);
    if (typeof one === 'boolean') return (take(5), one);
    if (typeof one === 'bigint') return (take(20), Number.isSafeInteger(Number(one)) ? Number(one) : one.toString());
    if (typeof one === 'number') return (take(20), finite(one));
    if (one instanceof Date) return (take(30), one.toISOString());
    if (Array.isArray(one)) return (take(2), one.map(convert));
    const members = one instanceof Map ? [...one.entries()] : Object.entries(plain(one));
    take(2);
    return Object.fromEntries(members.map(([name, member]) => [(take(4), shown(convert(name))), convert(member)]));
  };
  return convert(value);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new ExpressionRefused('invalid_expression', 'comes to no number: is something divided by zero?');
}

/** Lengths of time are seconds; bytes and types are no JSON. */
function plain(value: object): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return value;
  throw new ExpressionRefused('invalid_expression', 'gives what is no JSON: turn it into a text or number');
}

/** Cuts a text at its templates. A brace within a text of an expression, or of a map in it, ends nothing. */
function piecesOf(text: string): { readonly pieces: readonly Piece[]; readonly fault: ExpressionFault | null } {
  const pieces: Piece[] = [];
  let from = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    const close = endOf(text, open + 2);
    if (close < 0) return { pieces, fault: { code: 'invalid_expression', message: 'a "{{" is not closed by "}}"' } };
    if (pieces.length >= 2 * MAX_TEMPLATES) {
      return { pieces, fault: { code: 'expression_too_complex', message: `has more than ${MAX_TEMPLATES} expressions` } };
    }
    if (open > from) pieces.push({ text: text.slice(from, open) });
    const source = text.slice(open + 2, close);
    const secret = secretNamed(source);
    pieces.push(secret === null ? { expression: readExpression(source) } : { secret });
    from = close + 2;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return { pieces, fault: null };
}

function endOf(text: string, start: number): number {
  let depth = 0;
  let quote: string | null = null;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (quote !== null) {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = null;
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '{') depth += 1;
    else if (sign === '}' && depth > 0) depth -= 1;
    else if (sign === '}' && text[at + 1] === '}') return at;
  }
  return -1;
}
