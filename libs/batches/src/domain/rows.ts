export type Json = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with a row, or with the file as a whole. */
export interface RowFault {
  /** Below the row, or from the body on. */
  readonly path: string;
  readonly message: string;
  readonly code?: string;
  /** Of the file, from 1. */
  readonly line?: number;
}

/** One row as it was given. */
export interface Row {
  readonly values: Json;
  /** Where it begins in the file, from 1; null: it was no file of lines. */
  readonly line: number | null;
}

/** Rows of one order; with faults, as many rows as could be read. */
export interface GivenRows {
  readonly rows: readonly Row[];
  /** From the body on. */
  readonly faults: readonly RowFault[];
}

export const MAX_ITEMS = 1_000;
/** Values, or cells, of a file. A thousand orders of two hundred members each. */
export const MAX_FILE_VALUES = 200_000;
/** As the body of one order may have. */
const MAX_VALUES = 20_000;
export const MAX_DEPTH = 64;
const MAX_KEY = 200;
/** What a spreadsheet or a terminal would obey. */
const CONTROLS = /[\u0000-\u001f\u007f]/;

/** A fault of a row, named from the body on: `items.17.durationSeconds`. */
export const ofRow = (index: number, line: number | null, { path, ...fault }: RowFault): RowFault => ({
  ...fault,
  path: path === '' ? `items.${index}` : `items.${index}.${path}`,
  ...(line !== null && { line }),
});

/** Keys are texts, and no two rows have the same one. */
export function keyFaults(rows: readonly Row[]): RowFault[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ values, line }, index) => {
    const key = values['key'];
    if (key === undefined || key === null) return [];
    const fault = (message: string): RowFault[] => [ofRow(index, line, { path: 'key', message })];
    if (typeof key !== 'string' || key === '' || key.length > MAX_KEY) return fault(`must be a text of 1 to ${MAX_KEY} characters`);
    if (CONTROLS.test(key)) return fault('must have no control characters');
    const first = seen.get(key);
    if (first !== undefined) return fault(`"${key}" is the key of items.${first} as well`);
    seen.set(key, index);
    return [];
  });
}

const TOO_DEEP = `is nested more than ${MAX_DEPTH} levels deep`;
const TOO_MANY = `has more than ${MAX_VALUES} values in it`;
const [QUOTE, BACKSLASH] = ['"', '\\'].map((mark) => mark.charCodeAt(0));

/** What is wrong with JSON that nobody should parse: millions of levels take seconds. Null: nothing, or it is no JSON. */
export function depthFault(json: string): string | null {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length && depth <= MAX_DEPTH; at += 1) {
    const code = json.charCodeAt(at);
    if (isInText && code === BACKSLASH) at += 1;
    else if (code === QUOTE) isInText = !isInText;
    else if (isInText) continue;
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return depth > MAX_DEPTH ? TOO_DEEP : null;
}

/** Values in a value, itself included; stops when there are too many, or when one lies too deep for what walks over rows. */
export function measured(root: unknown): { readonly values: number; readonly fault: string | null } {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  let values = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    values += 1;
    if (values > MAX_VALUES) return { values, fault: TOO_MANY };
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth === MAX_DEPTH) return { values, fault: TOO_DEEP };
    const members: unknown[] = Object.values(next.value);
    if (values + waiting.length + members.length > MAX_VALUES) return { values: MAX_VALUES, fault: TOO_MANY };
    for (const value of members) waiting.push({ value, depth: next.depth + 1 });
  }
  return { values, fault: null };
}

/** Texts that no database can keep. */
export function brokenTexts(value: unknown, path = ''): RowFault[] {
  if (typeof value === 'string') {
    if (value.includes('\0')) return [{ path, message: 'must have no NUL character' }];
    return value.isWellFormed() ? [] : [{ path, message: 'must be well-formed text' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const here = path === '' ? name : `${path}.${name}`;
    const ofName = name.includes('\0') || !name.isWellFormed() ? [{ path, message: 'has a member whose name cannot be kept' }] : [];
    return [...ofName, ...brokenTexts(one, here)];
  });
}
