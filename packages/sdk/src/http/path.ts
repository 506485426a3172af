import { KadrError } from '../errors.js';

/** Marks a value that may hold slashes, such as `frames/000.png`. */
export class Names {
  constructor(readonly value: string) {}
}

/**
 * A path whose values are escaped, so that none reaches another route.
 * @throws KadrError for a value that would make another path of it: nothing at all, or dots
 */
export function path(texts: TemplateStringsArray, ...values: readonly (string | number | Names)[]): string {
  return texts.reduce((whole, text, at) => whole + escaped(values[at - 1]) + text);
}

function escaped(value: string | number | Names | undefined): string {
  const parts = value instanceof Names ? value.value.split('/') : [String(value ?? '')];
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') throw new KadrError('An id or a name in a path is empty or made of dots');
  }
  return parts.map(encodeURIComponent).join('/');
}

export type QueryValue = string | number | boolean | null | undefined | readonly string[] | Readonly<Record<string, string>>;

/** Lists repeat their name, maps become `name[key]=value`; what is undefined or null is left out. */
export function queryText(query: object | undefined): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}) as [string, QueryValue][]) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value)) for (const one of value as readonly string[]) pairs.append(name, one);
    else if (typeof value === 'object') for (const [key, one] of Object.entries(value)) pairs.append(`${name}[${key}]`, one);
    else pairs.append(name, String(value));
  }
  const text = pairs.toString();
  return text === '' ? '' : `?${text}`;
}
