import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Dispatcher } from 'undici';
import { beginningOf, bodySteps, tooLarge } from './bounded-body.js';
import { EgressError } from './egress.errors.js';
import { asEgressError, brokenOff, errorOfStatus } from './failed-exchange.js';
import { type Exchange, exchangeOnce, type Use } from './exchange.js';
import { fileNameOf } from './file-name.js';
import { type Dial, dialWithin, guardedConnector, judgedAddresses, type Resolve, resolveBySystem } from './guarded-connector.js';
import { keyOf, KeptConnections } from './kept-connections.js';
import { exchangeKept } from './kept-exchange.js';
import { LEAST_PACE, leastPace, type Pace } from './least-pace.js';
import { CallLimit, TimeLimit } from './time-limit.js';
import { hostPortOf, judgedUrl, refusalOfUrl, type UrlRefusal } from './url-rules.js';

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 15_000;
const MAX_REDIRECTS = 3;
const MAX_ANSWER_BYTES = 16 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const USER_AGENT = 'Kadr';

type Headers = Readonly<Record<string, string>>;

export interface FetchOptions {
  /** Where the bytes go; replaced if it is there, gone after a failure. */
  readonly outputPath: string;
  /** Of the file, and of what travels. */
  readonly maxBytes: number;
  /** For everything together, redirects included. */
  readonly timeoutMs: number;
  /** Between two pieces of the answer; default 30 s. */
  readonly idleTimeoutMs?: number;
  /** The slowest that is waited for, once the answer has begun; default 64 kB in 30 s. */
  readonly pace?: Pace;
  /** Sent to the address itself; dropped when it redirects to another origin. */
  readonly headers?: Headers;
  /** Default GET; nothing else follows redirects. */
  readonly method?: 'GET' | 'POST';
  readonly body?: string | Buffer;
  /** Default 3. */
  readonly maxRedirects?: number;
  /** `Accept`; default: anything. */
  readonly accept?: string;
  /**
   * Asked before bytes are written: for all that the other side announces, then for what has come so far.
   * What it throws ends the fetch, and is what the fetch throws.
   */
  readonly room?: (bytes: number, announcedBytes: number | null) => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface FetchedFile {
  /** As the other side calls it, without parameters, in small letters: a claim, not a fact. */
  readonly contentType: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  /** After redirects. May hold a signature: not for logs or answers. */
  readonly finalUrl: string;
  /** To be shown, never to be used as a path. */
  readonly fileName: string | null;
}

export interface RequestOptions {
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Headers;
  readonly body?: string | Buffer;
  /** What is read of the answer; the rest is cut off. Default 16 kB. */
  readonly maxBytes?: number;
  /** For everything together; default 15 s. */
  readonly timeoutMs?: number;
  /**
   * The connection is kept for half a minute for the next request to the same origin, as long as its name means the same addresses. For
   * requests that may arrive twice: one whose kept connection breaks before the answer is sent again on a new one.
   */
  readonly isKept?: boolean;
  readonly signal?: AbortSignal;
}

export interface RequestAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Headers;
  readonly body: Buffer;
  /** False: there was more than `maxBytes`. */
  readonly isWhole: boolean;
}

export interface GuardedFetchOptions {
  /** Exact `host:port`s of the operator, see `allowListOf`. */
  readonly allow: ReadonlySet<string>;
  /** For specs. */
  readonly resolve?: Resolve;
  /** For specs. */
  readonly dial?: Dial;
}

/**
 * The only way to addresses that users, providers and other strangers name. Nothing but https on port 443 of public addresses, unless the
 * operator lists the host and port; the address that is dialled is the one that was judged; redirects are judged anew; bytes and time are capped.
 */
export class GuardedFetch {
  private readonly allow: ReadonlySet<string>;
  private readonly resolve: Resolve;
  private readonly dial: Dial;
  private readonly kept = new KeptConnections();

  constructor({ allow, resolve = resolveBySystem, dial = dialWithin(CONNECT_TIMEOUT_MS) }: GuardedFetchOptions) {
    this.allow = allow;
    this.resolve = resolve;
    this.dial = dial;
  }

  /** @returns why the address is never fetched, as far as that can be said without asking the network; null otherwise. */
  refusalOf(url: string): UrlRefusal | null {
    return refusalOfUrl(url, this.allow);
  }

  /** Whether the operator has listed its host and port: it may be private, so what it says is not to be repeated to strangers. */
  isListed(url: string): boolean {
    const parsed = URL.parse(url);
    return parsed !== null && this.isExempt(parsed);
  }

  /**
   * @throws EgressError `url_not_allowed`, `payload_too_large`, `not_found` (final: 401, 403, 404, 410), `timeout` (retryable),
   * `fetch_failed` (retryable unless the other side refuses for good); the signal's reason when it was aborted
   */
  async fetchToFile(url: string, options: FetchOptions): Promise<FetchedFile> {
    const signal = limited(options.signal, options.timeoutMs);
    try {
      return await this.download(this.checked(url), options, signal);
    } catch (error) {
      await rm(options.outputPath, { force: true });
      throw this.explained(error, options.signal, signal.aborted);
    }
  }

  /** One small exchange, e.g. a webhook. Follows no redirect; every status is an answer. @throws as `fetchToFile` */
  async request(url: string, options: RequestOptions = {}): Promise<RequestAnswer> {
    const timeoutMs = options.timeoutMs ?? REQUEST_TIMEOUT_MS;
    const target = this.checked(url);
    if (options.isKept) return this.keptRequest(target, options, timeoutMs);
    const limit = new TimeLimit(options.signal, timeoutMs);
    const exchange = {
      url: target,
      method: options.method ?? 'GET',
      headers: { 'accept-encoding': 'identity', 'user-agent': USER_AGENT, ...options.headers },
      body: options.body ?? null,
      idleTimeoutMs: timeoutMs,
      signal: limit.signal,
    };
    try {
      const read = async (answer: Dispatcher.ResponseData): Promise<RequestAnswer> => {
        const { bytes, isWhole } = await beginningOf(answer.body, options.maxBytes ?? MAX_ANSWER_BYTES);
        return { status: answer.statusCode, headers: flat(answer.headers), body: bytes, isWhole };
      };
      return await this.exchange(exchange, read);
    } catch (error) {
      throw this.explained(error, options.signal, limit.signal.aborted);
    } finally {
      limit.release();
    }
  }

  private async download(start: URL, options: FetchOptions, signal: AbortSignal): Promise<FetchedFile> {
    const { method = 'GET', maxRedirects = MAX_REDIRECTS, idleTimeoutMs = IDLE_TIMEOUT_MS, body = null } = options;
    const plain = { accept: options.accept ?? '*/*', 'accept-encoding': 'identity', 'user-agent': USER_AGENT };
    let headers: Headers = { ...plain, ...options.headers };
    let url = start;
    for (let redirects = 0; ; redirects++) {
      const current = url;
      const outcome = await this.exchange({ url, method, headers, body, idleTimeoutMs, signal }, async (answer) => {
        if (!REDIRECTS.has(answer.statusCode)) return this.saved(answer, current, options, signal);
        if (method !== 'GET' || redirects >= maxRedirects) {
          throw new EgressError('fetch_failed', 'The address redirects too often.', false, answer.statusCode);
        }
        return this.redirected(answer, current);
      });
      if (!(outcome instanceof URL)) return outcome;
      // Whoever is redirected to is somebody else: what was meant for the first is not for them, not even on the way back.
      if (outcome.origin !== url.origin) headers = plain;
      url = outcome;
    }
  }

  private redirected(answer: Dispatcher.ResponseData, from: URL): URL {
    const location = flat(answer.headers)['location'] ?? '';
    if (location === '' || !URL.canParse(location, from)) {
      throw new EgressError('fetch_failed', 'The address redirects to nowhere.', false, answer.statusCode);
    }
    return this.checked(new URL(location, from).href);
  }

  private async saved(answer: Dispatcher.ResponseData, url: URL, options: FetchOptions, signal: AbortSignal): Promise<FetchedFile> {
    if (answer.statusCode !== 200) throw errorOfStatus(answer.statusCode);
    const headers = flat(answer.headers);
    // Only to say so early: what counts is what arrives.
    if (Number(headers['content-length'] ?? 0) > options.maxBytes) throw tooLarge(options.maxBytes);
    const { room } = options;
    const encoding = headers['content-encoding'] ?? '';
    // Of a packed file the length of what comes out is not known.
    const announced = /^(identity)?$/i.test(encoding.trim()) ? Number(headers['content-length'] ?? 0) || null : null;
    if (announced !== null) await room?.(announced, announced).catch(noRoom);
    const hash = createHash('sha256');
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, callback) {
        hash.update(chunk);
        bytes += chunk.length;
        if (!room) return callback(null, chunk);
        room(bytes, null)
          .catch(noRoom)
          .then(
            () => callback(null, chunk),
            (error: unknown) => callback(error as Error),
          );
      },
    });
    const steps: NodeJS.ReadWriteStream[] = [leastPace(options.pace ?? LEAST_PACE), ...bodySteps(encoding, options.maxBytes), count];
    await pipeline([answer.body, ...steps, createWriteStream(options.outputPath)], { signal }).catch((error: unknown) => {
      throw error instanceof NoRoom || signal.aborted ? error : brokenOff(error, answer.statusCode);
    });
    return {
      contentType: (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() || 'application/octet-stream',
      bytes,
      sha256: hash.digest('hex'),
      finalUrl: url.href,
      fileName: fileNameOf(headers['content-disposition'] ?? '', url),
    };
  }

  private exchange<T>(exchange: Exchange, use: Use<T>): Promise<T> {
    return exchangeOnce(exchange, guardedConnector(this.isExempt(exchange.url), this.resolve, this.dial), use);
  }

  private async keptRequest(url: URL, options: RequestOptions, timeoutMs: number): Promise<RequestAnswer> {
    const { method = 'GET', body = null, maxBytes = MAX_ANSWER_BYTES } = options;
    const limit = new CallLimit(options.signal, timeoutMs);
    try {
      const addresses = await limit.within(judgedAddresses(url.hostname, this.isExempt(url), this.resolve));
      const headers = { 'accept-encoding': 'identity', 'user-agent': USER_AGENT, ...options.headers };
      const answer = await exchangeKept(
        { url, method, headers, body, maxBytes },
        limit,
        this.kept,
        keyOf(url.origin, addresses),
        (to, callback) => this.dial(addresses, to, callback),
      );
      return { ...answer, headers: flat(answer.headers) };
    } catch (error) {
      throw this.explained(error, options.signal, limit.isOver);
    } finally {
      limit.release();
    }
  }

  private isExempt(url: URL): boolean {
    return this.allow.has(hostPortOf(url));
  }

  private checked(url: string): URL {
    const judged = judgedUrl(url, this.allow);
    if (!(judged instanceof URL)) throw new EgressError(judged.code, judged.message, false);
    return judged;
  }

  private explained(error: unknown, asked: AbortSignal | undefined, isOverdue: boolean): unknown {
    if (asked?.aborted) return asked.reason;
    if (error instanceof NoRoom) return error.cause;
    return asEgressError(error, isOverdue);
  }
}

/** Carries what `room` has thrown past everything that explains failures of the network. */
class NoRoom extends Error {}

const noRoom = (cause: unknown): never => {
  throw new NoRoom('there is no room for the file', { cause });
};

const limited = (signal: AbortSignal | undefined, timeoutMs: number): AbortSignal =>
  signal ? AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) : AbortSignal.timeout(timeoutMs);

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) plain[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return plain;
}
