import { CsvError, parse } from 'csv-parse/sync';
import { kindOf, valueOf } from '../../domain/order-fields.js';
import {
  depthFault,
  type GivenRows,
  isJsonObject,
  type Json,
  MAX_DEPTH,
  MAX_FILE_VALUES,
  MAX_ITEMS,
  measured,
  type Row,
  type RowFault,
} from '../../domain/rows.js';
import { textOfFile } from './text-of-file.js';

interface CsvLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Names that reach into every object of the process. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_SHOWN = 60;
/** Characters that are looked at to learn what parts cells. */
const MAX_FIRST_LINE = 1_000_000;
/** Cells in one element of a list that is filled by columns: `frames.0.firstFrameUrl`. */
const IN_LIST = /^(frames|visuals\.(?:models|fallback|assets)|approvals)\.(\d{1,2})(?:\.|$)/;

/** @param columns those that only fill placeholders */
export function csvRows(bytes: Buffer, columns: ReadonlySet<string>): GivenRows {
  const read = textOfFile(bytes);
  if ('fault' in read) return { rows: [], faults: [read.fault] };
  const { text } = read;
  if (hasTooManyCells(text)) return { rows: [], faults: [{ path: 'items', message: `the file has more than ${MAX_FILE_VALUES} cells` }] };
  const lines = linesOf(text);
  if (!Array.isArray(lines)) return { rows: [], faults: [lines as RowFault] };
  const [head, ...others] = lines as CsvLine[];
  if (!head) return { rows: [], faults: [{ path: '', message: 'the file is empty' }] };
  const names = head.record.map((name) => name.trim());
  const faults = headFaults(names, columns, head.info.lines);
  if (others.length === 0) faults.push({ path: 'items', message: 'the file has a header and no rows' });
  if (others.length > MAX_ITEMS) faults.push({ path: 'items', message: `the file has more than ${MAX_ITEMS} rows` });
  if (faults.length > 0) return { rows: [], faults };
  // `lines` counts to the end of a record: a row begins where the one before has ended.
  let line = head.info.lines + 1;
  const rows = others.map(({ record, info }, index): Row => {
    const begins = line + blankBefore(record, info.lines - line);
    line = info.lines + 1;
    if (record.length !== names.length) {
      const message = `has ${record.length} cells, and the header has ${names.length}`;
      faults.push({ path: `items.${index}`, message, line: begins });
    }
    const values = rowOf(names, record, faults, index, begins);
    // Cells may be JSON.
    const { fault } = measured(values);
    if (fault !== null) faults.push({ path: `items.${index}`, message: fault, line: begins });
    return { values: fault === null ? values : {}, line: begins };
  });
  return { rows, faults };
}

/** Lines between two records that hold nothing: those of the record itself are known by its line breaks. */
function blankBefore(record: readonly string[], passed: number): number {
  const own = record.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
  return Math.max(0, passed - own);
}

const [QUOTE, COMMA, SEMICOLON, NEW_LINE] = ['"', ',', ';', '\n'].map((mark) => mark.charCodeAt(0));

/** Of as many lines as are read: found before cells are made of them. Within quotes a comma parts nothing. */
function hasTooManyCells(text: string): boolean {
  let [commas, semicolons, lines, isQuoted] = [0, 0, 0, false];
  for (let at = 0; at < text.length && lines <= MAX_ITEMS + 1; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (code === COMMA) commas += 1;
    else if (code === SEMICOLON) semicolons += 1;
    else if (code === NEW_LINE) lines += 1;
  }
  return (delimiterOf(text) === ';' ? semicolons : commas) > MAX_FILE_VALUES;
}

function linesOf(text: string): CsvLine[] | RowFault {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_ITEMS + 2,
    }) as unknown as CsvLine[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as { lines?: unknown }).lines ?? 1);
    const message =
      error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is opened and never closed' : 'this is no CSV: a quote stands inside a cell';
    return { path: '', message: `line ${line}: ${message}`, line };
  }
}

/** Whichever of `,` and `;` the first line has more of, outside quotes. */
function delimiterOf(text: string): ',' | ';' {
  const [first = ''] = text
    .slice(0, MAX_FIRST_LINE)
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r?\n/, 1);
  const count = (mark: string): number => first.split(mark).length - 1;
  return count(';') > count(',') ? ';' : ',';
}

function headFaults(names: readonly string[], columns: ReadonlySet<string>, line: number): RowFault[] {
  const seen = new Set<string>();
  return names.flatMap((name, place): RowFault[] => {
    const shown = name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
    const fault = (message: string): RowFault[] => [{ path: `columns.${place}`, message, line }];
    if (name === '') return fault('has no name');
    const parts = name.split('.');
    if (name.includes('\0') || (parts.length > MAX_DEPTH && !columns.has(name)) || parts.some((part) => FORBIDDEN.has(part)))
      return fault('has a name that no column may have');
    if (seen.has(name)) return fault(`"${shown}" is there twice`);
    seen.add(name);
    if (name === 'key' || kindOf(name) !== null || columns.has(name) || IN_LIST.test(name)) return [];
    const hint = /[\t|]/.test(name) ? '; cells are parted by , or ;' : '';
    return fault(`"${shown}" is no field of a video, and no {{${shown}}} stands in the defaults${hint}`);
  });
}

/** Cells that are empty say nothing, but for those that fill placeholders. */
function rowOf(names: readonly string[], record: readonly string[], faults: RowFault[], index: number, line: number): Json {
  const row: Record<string, unknown> = {};
  names.forEach((name, place) => {
    const cell = record[place];
    if (cell === undefined) return;
    const kind = name === 'key' ? 'text' : kindOf(name);
    const depth = kind === 'text' || kind === null ? null : depthFault(cell);
    if (kind === null && !IN_LIST.test(name)) row[name] = cell;
    else if (depth !== null) faults.push({ path: `items.${index}.${name}`, message: depth, line });
    else if (cell !== '' && !put(row, name.split('.'), valueOf(kind ?? 'text', cell))) {
      faults.push({ path: `items.${index}.${name}`, message: 'another column of this row says something else of it', line });
    }
  });
  return row;
}

/** @returns false: what stands there takes no members */
function put(target: Record<string, unknown>, [name = '', ...below]: readonly string[], value: unknown): boolean {
  if (below.length === 0) {
    if (Object.hasOwn(target, name)) return false;
    target[name] = value;
    return true;
  }
  const isList = /^\d{1,2}$/.test(below[0] ?? '');
  const there = Object.hasOwn(target, name) ? target[name] : (target[name] = isList ? [] : {});
  if (isList ? !Array.isArray(there) : !isJsonObject(there)) return false;
  return put(there as Record<string, unknown>, below, value);
}
