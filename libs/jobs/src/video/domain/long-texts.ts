/**
 * No event is larger than 64 kB, but a script may have 100,000 letters of three bytes. Long texts are taken out of what an event says and
 * follow it in events of their own. Pure.
 */

/** Bytes of JSON in one event's texts: as sealed text they are a third longer, and the event says other things as well. */
const MAX_BYTES = 40_000;

/** Where a text stands in what it was taken from. */
export type TextPath = readonly (string | number)[];

export interface TextPart {
  readonly path: TextPath;
  /** To be appended to what stands there. */
  readonly text: string;
}

/** @returns the value with its longest texts emptied, as many as it takes, and these in parts: one list for each event */
export function withoutLongTexts<T>(value: T): { readonly short: T; readonly rest: readonly (readonly TextPart[])[] } {
  const texts = textsOf(value).sort((a, b) => b.bytes - a.bytes);
  let bytes = texts.reduce((sum, text) => sum + text.bytes, 0);
  let short = value;
  const taken: TextPart[] = [];
  for (const { path, text, bytes: own } of texts) {
    if (bytes <= MAX_BYTES) break;
    bytes -= own;
    short = changedAt(short, path, () => '');
    taken.push({ path, text });
  }
  return { short, rest: grouped(taken) };
}

/** @returns the value with this part back in its place */
export const withText = <T>(value: T, { path, text }: TextPart): T => changedAt(value, path, (before) => before + text);

/** @returns the text in pieces of at most `MAX_BYTES`, none of them empty; no letter is cut in two */
export function inParts(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  let bytes = 0;
  for (const letter of text) {
    const own = bytesOfLetter(letter);
    if (bytes + own > MAX_BYTES) {
      parts.push(text.slice(from, at));
      from = at;
      bytes = 0;
    }
    bytes += own;
    at += letter.length;
  }
  if (at > from) parts.push(text.slice(from));
  return parts;
}

function grouped(texts: readonly TextPart[]): TextPart[][] {
  const groups: TextPart[][] = [];
  let room = 0;
  for (const { path, text } of texts) {
    for (const part of inParts(text)) {
      const bytes = bytesOf(part);
      if (bytes > room) {
        groups.push([]);
        room = MAX_BYTES;
      }
      groups.at(-1)?.push({ path, text: part });
      room -= bytes;
    }
  }
  return groups;
}

function textsOf(value: unknown, path: TextPath = []): { readonly path: TextPath; readonly text: string; readonly bytes: number }[] {
  if (typeof value === 'string') return [{ path, text: value, bytes: bytesOf(value) }];
  if (value === null || typeof value !== 'object') return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, member]) => textsOf(member, [...path, key]));
}

function changedAt<T>(value: T, path: TextPath, change: (text: string) => string): T {
  const [key, ...below] = path;
  if (key === undefined) return (typeof value === 'string' ? change(value) : value) as T;
  if (Array.isArray(value)) return value.map((member: unknown, index) => (index === key ? changedAt(member, below, change) : member)) as T;
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return value;
  const member: unknown = value[key as keyof T];
  return { ...value, [key]: changedAt(member, below, change) };
}

const bytesOf = (text: string): number => {
  let bytes = 0;
  for (const letter of text) bytes += bytesOfLetter(letter);
  return bytes;
};

/** In JSON, as UTF-8. */
function bytesOfLetter(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff)) return 6;
  if (letter === '"' || letter === '\\') return 2;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
