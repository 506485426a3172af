/** What a client is made with, checked once. The only place that reads the environment. */
import { KadrError } from './errors.js';
import { put } from './http/headers.js';

export interface ClientOptions {
  /** An API key or a member's token. A function is asked before each try; null sends none (a browser with a session). Default: `KADR_API_KEY`. */
  readonly apiKey?: string | null | (() => string | Promise<string>);
  /** Where Kadr answers, with or without a path before `/v1`. Default: `KADR_URL`, in a page its origin, else `http://localhost:3000`. */
  readonly baseUrl?: string;
  /** How often a call is tried again after its first try. Default: 2. */
  readonly maxRetries?: number;
  /** How long one try may take, in milliseconds; for files: how long nothing may move. Default: 30 000. */
  readonly timeoutMs?: number;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
  /** For members of several organisations: the id of the one that is meant. */
  readonly organisation?: string;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** As `fetch` has it; for browsers. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
}

export interface ClientSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly maxRetries: number;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  readonly credentials: 'omit' | 'same-origin' | 'include' | undefined;
  /** @throws KadrError for what cannot be sent as a header */
  readonly headers: () => Promise<Headers>;
}

const DEFAULT_URL = 'http://localhost:3000';
/** setTimeout takes no more. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** @throws KadrError naming the option that cannot be used, never its secret */
export function settingsOf(options: ClientOptions): ClientSettings {
  const { apiKey = environment('KADR_API_KEY'), organisation, headers, credentials } = options;
  if (apiKey === undefined || apiKey === '') {
    throw new KadrError('There is no API key: give `apiKey`, or set KADR_API_KEY. `apiKey: null` calls without one.');
  }
  if (typeof apiKey === 'string') checkedKey(apiKey);
  return {
    baseUrl: checkedUrl(options.baseUrl ?? environment('KADR_URL') ?? pageOrigin() ?? DEFAULT_URL),
    maxRetries: checkedNumber('maxRetries', options.maxRetries ?? 2, 0, 100),
    timeoutMs: checkedNumber('timeoutMs', options.timeoutMs ?? 30_000, 1, MAX_TIMEOUT_MS),
    // Called as a method of something else, the browser's own refuses.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    credentials,
    headers: async () => {
      const key = typeof apiKey === 'function' ? await apiKey() : apiKey;
      const sent = put(new Headers(), typeof headers === 'function' ? headers() : headers);
      if (key !== null) put(sent, { authorization: `Bearer ${checkedKey(key)}` });
      return put(sent, { 'kadr-organisation': organisation });
    },
  };
}

function environment(name: string): string | undefined {
  try {
    const value = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[name];
    return value === '' ? undefined : value;
  } catch {
    return undefined; // Deno without permission to read it
  }
}

function pageOrigin(): string | undefined {
  const origin = (globalThis as { location?: { origin?: string } }).location?.origin;
  return origin?.startsWith('http') ? origin : undefined;
}

/** A key from a file has a line break at its end; anything inside would be a fault of a header that shows the key. */
function checkedKey(key: string): string {
  const trimmed = key.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new KadrError('The API key is empty, or has spaces, line breaks or letters that a key never has. Was something else pasted?');
  }
  return trimmed;
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new KadrError('baseUrl is no http or https address, such as https://kadr.example.com');
  if (url.username !== '' || url.password !== '') throw new KadrError('baseUrl holds a user name or password; give `apiKey` instead');
  if (url.search !== '' || url.hash !== '') throw new KadrError('baseUrl has a query or fragment; it ends before /v1');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
}

function checkedNumber(name: string, value: number, least: number, most: number): number {
  if (!Number.isFinite(value) || value < least || value > most) throw new KadrError(`${name} has to be a number from ${least} to ${most}`);
  return value;
}
