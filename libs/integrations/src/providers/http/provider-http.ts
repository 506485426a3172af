import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LEAST_PACE, leastPace, type Pace } from '#platform';
import { Agent, errors, type FormData, request } from 'undici';
import { ProviderError, SubmissionInDoubt } from '../../contracts/errors.js';
import { inDoubt, isClear, jsonIn } from './paid-answer.js';

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 30_000;
/** For a whole film. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
/** Sockets to one provider: one that hangs cannot take all of a process's. */
const MAX_CONNECTIONS = 32;
/** An answer is a few lines, or a minute of speech. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form; not together with `json`. */
  readonly form?: FormData;
  /** Whether the provider charges for it: then an answer that is lost leaves the matter in doubt. */
  readonly isPaid: boolean;
  readonly signal: AbortSignal;
  /** Asked right before a paid request: see `ProviderAccess`. */
  readonly mustBeHeld?: (() => Promise<void>) | undefined;
  /** From the first byte sent to the last byte received; default 30 s. */
  readonly timeoutMs?: number;
}

export interface ProviderAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How adapters without an SDK speak to one provider. Addresses come from settings, never from users; results go another way. */
export class ProviderHttp {
  private readonly agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    connections: MAX_CONNECTIONS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });

  /** Files come without the limit of answers. */
  private readonly files = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, connections: 4, bodyTimeout: ANSWER_TIMEOUT_MS });

  /** @param pace for specs: the slowest that a file may come */
  constructor(
    private readonly provider: string,
    private readonly pace: Pace = LEAST_PACE,
  ) {}

  /**
   * Follows no redirect. @throws ProviderError `provider_unreachable` when nothing was sent, or nothing was at stake
   * @throws SubmissionInDoubt when a paid request went out and no whole answer came back
   */
  async send({ method, url, headers, json, form, isPaid, signal, mustBeHeld, timeoutMs }: ProviderRequest): Promise<ProviderAnswer> {
    const limitMs = timeoutMs ?? ANSWER_TIMEOUT_MS;
    if (isPaid) await mustBeHeld?.();
    try {
      const answer = await request(url, {
        method,
        dispatcher: this.agent,
        headers: { accept: 'application/json', ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: json === undefined ? (form ?? null) : JSON.stringify(json),
        signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS + limitMs)]),
        headersTimeout: limitMs,
        bodyTimeout: limitMs,
      });
      const body = Buffer.from(await answer.body.arrayBuffer());
      return { status: answer.statusCode, headers: flat(answer.headers), body };
    } catch (error) {
      const what = `${this.provider} gave no answer to ${method} ${new URL(url).pathname}: ${reasonOf(error)}`;
      if (isPaid && mayHaveArrived(error)) throw new SubmissionInDoubt(what, { cause: error });
      signal.throwIfAborted();
      throw new ProviderError('provider_unreachable', what, true, { cause: error });
    }
  }

  /**
   * As `send`, with the answer read as JSON. @throws ProviderError `provider_answer_unreadable` (retryable) when it is none
   * @throws SubmissionInDoubt for a paid request instead, and when a gateway answers for the provider: it may have been taken
   */
  async sendForJson(outgoing: ProviderRequest): Promise<Omit<ProviderAnswer, 'body'> & { readonly json: unknown }> {
    const { status, headers, body } = await this.send(outgoing);
    const json = jsonIn(body);
    if (outgoing.isPaid && !isClear({ status, hasRetryAfter: 'retry-after' in headers, json })) {
      throw inDoubt(
        this.provider,
        `${outgoing.method} ${new URL(outgoing.url).pathname} was answered with status ${status}, ${body.length} bytes`,
      );
    }
    // What was refused at the door is refused by its status, whatever stands in it.
    if (json !== undefined || outgoing.isPaid) return { status, headers, json: json ?? null };
    const what = `${this.provider} answered ${outgoing.method} ${new URL(outgoing.url).pathname} with status ${status} and something that is no JSON`;
    throw new ProviderError('provider_answer_unreadable', what, true);
  }

  /**
   * Streams an answer into a file, for providers that hand out results at their own address only; bounded in bytes, pace and time.
   * @throws ProviderError `result_lost` when there is none, or none that came to its end (worth two more fetches), `result_invalid` when it
   * is larger than `maxBytes`, `provider_unreachable`
   */
  async download(
    { url, headers, signal }: Pick<ProviderRequest, 'url' | 'headers' | 'signal'>,
    outputPath: string,
    maxBytes: number,
  ): Promise<string> {
    const where = `${this.provider} at ${new URL(url).pathname}`;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]);
    let isBegun = false;
    try {
      const answer = await request(url, { dispatcher: this.files, headers: headers ?? {}, signal: limited });
      if (answer.statusCode !== 200) {
        await answer.body.dump();
        const isLasting = answer.statusCode < 500 && answer.statusCode !== 429;
        throw new ProviderError('result_lost', `${where} answered ${answer.statusCode}`, !isLasting);
      }
      isBegun = true;
      let bytes = 0;
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          done(bytes > maxBytes ? new ProviderError('result_invalid', `${where} sent more than ${maxBytes} bytes`, false) : null, chunk);
        },
      });
      await pipeline(answer.body, leastPace(this.pace), counted, createWriteStream(outputPath), { signal: limited });
      return String(answer.headers['content-type'] ?? '');
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      signal.throwIfAborted();
      if (isBegun) throw new ProviderError('result_lost', `${where} broke off: ${reasonOf(error)}`, true, { maxRetries: 2, cause: error });
      throw new ProviderError('provider_unreachable', `${where} broke off: ${reasonOf(error)}`, true, { cause: error });
    }
  }

  close(): Promise<void> {
    return Promise.all([this.agent.destroy(), this.files.destroy()]).then(() => undefined);
  }
}

/** Errors before the first byte left this machine. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_URL',
  // Whoever answers is not the provider: nothing was said to them yet.
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
/** How `fetch` says, without a code, that it does not even try a port. */
const BAD_PORT = 'bad port';

/** Whether a request that failed like this may have been received. */
export function mayHaveArrived(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError) return false;
  for (let cause: unknown = error; typeof cause === 'object' && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    if ((typeof code === 'string' && NOT_SENT.has(code)) || message === BAD_PORT) return false;
    if (cause instanceof AggregateError && cause.errors.every((one) => NOT_SENT.has(String((one as { code?: unknown }).code))))
      return false;
  }
  return true;
}

function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name ?? 'unknown');
}

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
