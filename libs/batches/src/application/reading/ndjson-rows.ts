import {
  depthFault,
  type GivenRows,
  isJsonObject,
  MAX_FILE_VALUES,
  MAX_ITEMS,
  measured,
  type Row,
  type RowFault,
} from '../../domain/rows.js';
import { textOfFile } from './text-of-file.js';

/** One JSON object a line; lines without anything are passed over. */
export function ndjsonRows(bytes: Buffer): GivenRows {
  const read = textOfFile(bytes);
  if ('fault' in read) return { rows: [], faults: [read.fault] };
  const lines = linesOf(read.text);
  if (lines.length === 0) return { rows: [], faults: [{ path: '', message: 'the file is empty' }] };
  if (lines.length > MAX_ITEMS) return { rows: [], faults: [{ path: 'items', message: `the file has more than ${MAX_ITEMS} rows` }] };
  const faults: RowFault[] = [];
  let total = 0;
  const rows = lines.map(({ text, line }, index): Row => {
    const depth = depthFault(text);
    const value = total > MAX_FILE_VALUES || depth !== null ? null : parsed(text);
    const { values, fault: width } = measured(value);
    const fault = depth ?? width;
    total += values;
    if (isJsonObject(value) && fault === null) return { values: value, line };
    const message = value === undefined ? 'is no JSON' : (fault ?? 'must be a JSON object');
    faults.push({ path: `items.${index}`, message, line });
    return { values: {}, line };
  });
  if (total > MAX_FILE_VALUES)
    return { rows: [], faults: [{ path: 'items', message: `the file has more than ${MAX_FILE_VALUES} values` }] };
  return { rows, faults };
}

/** Those with something in them; not many more than are taken. */
function linesOf(text: string): { readonly text: string; readonly line: number }[] {
  const lines: { readonly text: string; readonly line: number }[] = [];
  let line = 1;
  for (let from = 0; from < text.length && lines.length <= MAX_ITEMS; line += 1) {
    const end = text.indexOf('\n', from);
    const until = end < 0 ? text.length : end;
    const own = text.slice(from, until);
    if (own.trim() !== '') lines.push({ text: own, line });
    from = until + 1;
  }
  return lines;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The member `items` of a JSON body. */
export function jsonRows(items: unknown): GivenRows {
  const whole = (message: string): GivenRows => ({ rows: [], faults: [{ path: 'items', message }] });
  if (!Array.isArray(items) || items.length === 0) return whole(`must be a list of 1 to ${MAX_ITEMS} objects`);
  if (items.length > MAX_ITEMS) return whole(`has ${items.length} items; ${MAX_ITEMS} are taken at once`);
  const faults: RowFault[] = [];
  const rows = items.map((value: unknown, index): Row => {
    if (!isJsonObject(value)) faults.push({ path: `items.${index}`, message: 'must be a JSON object' });
    return { values: isJsonObject(value) ? value : {}, line: null };
  });
  return { rows, faults };
}
