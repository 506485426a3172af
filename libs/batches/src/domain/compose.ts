/** From what all rows have in common, and one of them, to the order of a video. Pure: what was admitted is what is ordered later. */
import { isJsonObject, type Json, type RowFault } from './rows.js';
import { kindOf, valueOf } from './order-fields.js';

/** What stands in braces is cut to its name afterwards: in a pattern, the blanks around a name are tried in every division. */
const PLACEHOLDER = /\{\{([^{}]+)\}\}/g;
const ONE_PLACEHOLDER = /^\{\{([^{}]+)\}\}$/;
const MAX_NAME = 200;
/** Longer than any text that an order takes: what would be refused is not made first. */
const MAX_FILLED = 100_000;

export interface Composed {
  readonly order: Json;
  readonly faults: readonly RowFault[];
}

/** Columns that are named in `defaults` as `{{column}}`. */
export function columnsIn(defaults: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const [, within = ''] of value.matchAll(PLACEHOLDER)) {
        const name = nameIn(within);
        if (name !== null) found.add(name);
      }
    } else if (Array.isArray(value)) value.forEach(look);
    else if (isJsonObject(value)) Object.values(value).forEach(look);
  };
  look(defaults);
  return found;
}

/** @param columns `columnsIn(defaults)`: members of a row that only fill placeholders are no fields of the order */
export function compose(defaults: Json, row: Json, columns: ReadonlySet<string>): Composed {
  const faults: RowFault[] = [];
  const filled = fill(defaults, '', row, faults) as Json;
  return { order: merged(filled, ownFields(row, columns)), faults };
}

function fill(value: unknown, path: string, row: Json, faults: RowFault[]): unknown {
  if (typeof value === 'string') return filledText(value, path, row, faults);
  if (Array.isArray(value)) return value.map((one: unknown, index) => fill(one, below(path, String(index)), row, faults));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, below(path, name), row, faults)]));
}

function filledText(text: string, path: string, row: Json, faults: RowFault[]): unknown {
  if (!text.includes('{{')) return text;
  const [, alone] = ONE_PLACEHOLDER.exec(text) ?? [];
  const only = alone === undefined ? null : nameIn(alone);
  if (only !== null) {
    const given = valueAt(row, only);
    const kind = kindOf(path);
    if (given !== undefined) return typeof given === 'string' && kind !== null ? valueOf(kind, given) : given;
  }
  let length = text.length;
  const lacking = new Set<string>();
  return text.replaceAll(PLACEHOLDER, (whole, within: string) => {
    const name = nameIn(within);
    if (name === null) return whole;
    const given = valueAt(row, name);
    if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') {
      const message =
        given === undefined ? `names {{${name}}}, which this row does not have` : `names {{${name}}}, which is no text in this row`;
      if (!lacking.has(name)) faults.push({ path, message });
      lacking.add(name);
      return whole;
    }
    const inserted = String(given);
    length += inserted.length;
    if (length <= MAX_FILLED) return inserted;
    if (length - inserted.length <= MAX_FILLED)
      faults.push({ path, message: `has more than ${MAX_FILLED} characters once it is filled in` });
    return '';
  });
}

/** Null: too long for one. */
function nameIn(within: string): string | null {
  const name = within.trim() || within.slice(-1);
  return name.length > MAX_NAME ? null : name;
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** By its whole name, else by its path: `{{product.name}}`. */
function valueAt(row: Json, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  let value: unknown = row;
  for (const part of name.split('.')) {
    if (!(isJsonObject(value) || Array.isArray(value)) || !Object.hasOwn(value, part)) return undefined;
    value = (value as Json)[part];
  }
  return value;
}

/** Without the key, and without what only fills placeholders. */
function ownFields(row: Json, columns: ReadonlySet<string>, path = ''): Json {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      const here = below(path, name);
      if (here === 'key') return [];
      if (columns.has(here) && kindOf(here) === null) return [];
      if (!isJsonObject(value) || kindOf(here) === 'json') return [[name, value]];
      const kept = ownFields(value, columns, here);
      return Object.keys(kept).length === 0 && Object.keys(value).length > 0 ? [] : [[name, kept]];
    }),
  );
}

/** Objects member by member; everything else of the row stands in the place of what is common. */
function merged(common: Json, own: Json): Json {
  const both = Object.entries(own).map(([name, value]) => {
    const before = Object.hasOwn(common, name) ? common[name] : undefined;
    return [name, isJsonObject(before) && isJsonObject(value) ? merged(before, value) : value] as const;
  });
  return Object.fromEntries([...Object.entries(common), ...both]);
}
