import { type GivenRows, isJsonObject, MAX_ITEMS, type Row, type RowFault } from '../../domain/rows.js';
import { textOfFile } from './text-of-file.js';

/** One JSON object a line; lines without anything are passed over. */
export function ndjsonRows(bytes: Buffer): GivenRows {
  const read = textOfFile(bytes);
  if ('fault' in read) return { rows: [], faults: [read.fault] };
  const lines = read.text.split(/\r?\n/).flatMap((text, place) => (text.trim() === '' ? [] : [{ text, line: place + 1 }]));
  if (lines.length === 0) return { rows: [], faults: [{ path: '', message: 'the file is empty' }] };
  if (lines.length > MAX_ITEMS) return { rows: [], faults: [{ path: 'items', message: `the file has more than ${MAX_ITEMS} rows` }] };
  const faults: RowFault[] = [];
  const rows = lines.map(({ text, line }, index): Row => {
    const value = parsed(text);
    if (isJsonObject(value)) return { values: value, line };
    faults.push({ path: `items.${index}`, message: value === undefined ? 'is no JSON' : 'must be a JSON object', line });
    return { values: {}, line };
  });
  return { rows, faults };
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
