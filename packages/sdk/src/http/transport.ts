/** Sends calls, again where that is safe, and makes errors of refusals. */
import { type ClientSettings } from '../client.config.js';
import { apiError, ConnectionError, KadrError, NotFound } from '../errors.js';
import { type Problem } from '../generated/unions.gen.js';
import { type Answer, answerOf } from './answer.js';
import { put } from './headers.js';
import { queryText } from './path.js';
import { isPassing, sleep, waitBefore } from './retry.js';
import { Patience } from './try.js';

/** A body that is no JSON, made anew for each try. */
export interface RawBody {
  readonly contentType: string;
  /** False: it can be read once only, so it is sent once only. */
  readonly isRepeatable: boolean;
  /** @param patience to be touched whenever something was sent */
  readonly send: (fetch: ClientSettings['fetch'], url: string, init: RequestInit, patience: Patience) => Promise<Response>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From `/v1`. */
  readonly path: string;
  readonly query?: object | undefined;
  /** JSON. */
  readonly body?: unknown;
  readonly raw?: RawBody;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly maxRetries?: number;
  /** For POSTs, in place of the one that is made for every call: the same key and body give the first answer again, for 24 h. */
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer whose body is still to come. Ask `patience` for as long as it is read, and end it. */
export interface OpenAnswer {
  readonly response: Response;
  readonly patience: Patience;
}

/** A PATCH has no key that would make it safe to repeat. */
const REPEATABLE = new Set(['GET', 'PUT', 'DELETE', 'POST']);

export class Transport {
  constructor(private readonly settings: ClientSettings) {}

  get timeoutMs(): number {
    return this.settings.timeoutMs;
  }

  get maxRetries(): number {
    return this.settings.maxRetries;
  }

  /** @throws KadrError: ApiError for refusals, ConnectionError and TimeoutError when nothing else helped, AbortError */
  async json<T>(request: ApiRequest, options: CallOptions = {}): Promise<Answer<T>> {
    return this.read(request, options, (text, response) => {
      if (response.status === 204) return undefined as T;
      try {
        return JSON.parse(text) as T;
      } catch {
        // Half an answer, or a page of something in between: what was asked for may have been done, and may be asked for again.
        const type = response.headers.get('content-type') ?? 'no type';
        throw new ConnectionError(`${asked(request)} was answered with ${response.status} and something that is no JSON (${type})`);
      }
    });
  }

  /** As `json`, for answers that are text. */
  text(request: ApiRequest, options: CallOptions = {}): Promise<Answer<string>> {
    return this.read(request, options, (text) => text);
  }

  private read<T>(request: ApiRequest, options: CallOptions, read: (text: string, response: Response) => T): Promise<Answer<T>> {
    return this.again(request, options, async (headers) => {
      const { response, patience } = await this.once(request, options, headers);
      try {
        return answerOf(read(await patience.with(response.text()), response), response);
      } finally {
        patience.end();
      }
    });
  }

  /** Head of an answer whose body the caller reads. */
  async open(request: ApiRequest, options: CallOptions = {}): Promise<OpenAnswer> {
    return this.again(request, options, (headers) => this.once(request, options, headers));
  }

  /** Tries until it works, is refused for good, or has been tried often enough. */
  private async again<T>(request: ApiRequest, options: CallOptions, attempt: (headers: Headers) => Promise<T>): Promise<T> {
    const { maxRetries = this.settings.maxRetries, signal } = options;
    const isRepeatable = REPEATABLE.has(request.method) && request.raw?.isRepeatable !== false;
    // One key for the whole call: a repeated order is known as the one whose answer was lost, and is paid once.
    const key = request.method === 'POST' ? (options.idempotencyKey ?? globalThis.crypto.randomUUID()) : null;
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(await this.headersOf(request, options, key));
      } catch (error) {
        // The try before may have deleted it and lost the answer: gone is what was asked for.
        if (request.method === 'DELETE' && tries > 1 && error instanceof NotFound) return answerOf(undefined, error.response) as T;
        const waitMs = isRepeatable && tries <= maxRetries ? waitBefore(error, tries) : null;
        if (waitMs === null) throw error;
        await sleep(waitMs, signal);
      }
    }
  }

  /** @throws ApiError, whose body has been read; ConnectionError, TimeoutError, AbortError */
  private async once(request: ApiRequest, options: CallOptions, headers: Headers): Promise<OpenAnswer> {
    const { method, path, query, body, raw } = request;
    const patience = new Patience(options.timeoutMs ?? this.settings.timeoutMs, options.signal);
    try {
      const url = `${this.settings.baseUrl}${path}${queryText(query)}`;
      const { credentials } = this.settings;
      // Followed, a POST would become a GET without its body.
      const redirect = method === 'GET' ? 'follow' : 'manual';
      const init: RequestInit = { method, headers, redirect, signal: patience.signal, ...(credentials && { credentials }) };
      const sent = raw
        ? raw.send(this.settings.fetch, url, init, patience)
        : this.settings.fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
      const response = await patience.with(sent);
      if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400 && response.status !== 304)) {
        throw new KadrError(`${asked(request)} was redirected${placeOf(response)}: give that as baseUrl if it is right`);
      }
      if (!response.ok) throw await refusalOf(request, response, patience);
      return { response, patience };
    } catch (error) {
      patience.end();
      throw error;
    }
  }

  private async headersOf(request: ApiRequest, options: CallOptions, key: string | null): Promise<Headers> {
    const headers = await this.settings.headers();
    headers.set('accept', request.accept ?? 'application/json');
    if (request.body !== undefined) headers.set('content-type', 'application/json');
    else if (request.raw && request.raw.contentType !== '') headers.set('content-type', request.raw.contentType);
    if (key !== null) put(headers, { 'idempotency-key': key });
    return put(headers, { ...request.headers, ...options.headers });
  }
}

const asked = ({ method, path }: ApiRequest): string => `${method} ${path}`;

function placeOf({ headers }: Response): string {
  const location = headers.get('location') ?? '';
  return URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
}

async function refusalOf(request: ApiRequest, response: Response, patience: Patience): Promise<Error> {
  // A refusal is one also when its reasons are lost on the way.
  const text = await patience.with(response.text()).catch((error: unknown) => {
    if (isPassing(error)) return '';
    throw error;
  });
  return apiError({ status: response.status, problem: problemOf(text), response, asked: asked(request) });
}

function problemOf(text: string): Problem | null {
  try {
    const parsed = JSON.parse(text) as Problem | null;
    return typeof parsed?.code === 'string' ? parsed : null;
  } catch {
    return null;
  }
}
