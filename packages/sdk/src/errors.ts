/** What can go wrong. No message holds a key, a token or the query of an address. */
import { type Video } from './generated/types.gen.js';
import { type Problem, type ProblemCode } from './generated/unions.gen.js';

/** The part of a union of problems that has this code. */
export type ProblemOf<Code extends ProblemCode> = Problem extends infer One
  ? One extends { code: infer Codes }
    ? Code extends Codes
      ? One
      : never
    : never
  : never;

/** One fault of a request. `path` is empty for the request as a whole. */
export interface Fault {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
  /** Of a file of lines, from 1. */
  readonly line?: number;
}

/** Of everything that this package throws. */
export class KadrError extends Error {
  override readonly name: string = 'KadrError';
}

/** No answer came, or not a whole one. What was asked for may have been done. */
export class ConnectionError extends KadrError {
  override readonly name: string = 'ConnectionError';
}

/** Nothing came in time. What was asked for may have been done. */
export class TimeoutError extends KadrError {
  override readonly name: string = 'TimeoutError';
}

/** The `signal` that was given has ended it. */
export class AbortError extends KadrError {
  override readonly name: string = 'AbortError';
}

/** What came is not what was sent, by its SHA-256. */
export class DigestMismatch extends KadrError {
  override readonly name: string = 'DigestMismatch';
}

/** The film failed or was cancelled; `video.error` says why. */
export class VideoFailedError extends KadrError {
  override readonly name: string = 'VideoFailedError';

  constructor(readonly video: Video) {
    const { id, status, error } = video;
    super(`Video ${id} ${status === 'cancelled' ? 'was cancelled' : 'failed'}${error ? `: ${error.message} (${error.code})` : ''}`);
  }
}

export type WebhookFault =
  | 'body_parsed'
  | 'bad_secret'
  | 'missing_header'
  | 'bad_timestamp'
  | 'too_old'
  | 'too_new'
  | 'no_match'
  | 'bad_body';

/** The message is not from Kadr, not for this secret, or too old. Answer it with 400 or 401 and do nothing. */
export class WebhookVerificationError extends KadrError {
  override readonly name: string = 'WebhookVerificationError';

  constructor(
    readonly reason: WebhookFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface AnswerFacts {
  readonly status: number;
  readonly problem: Problem | null;
  readonly response: Response;
  /** The request, as `POST /v1/videos`. */
  readonly asked: string;
}

/** Kadr refused, or something before it did. `code` is stable; `http_<status>` where the answer has none. */
export class ApiError extends KadrError {
  override readonly name: string = 'ApiError';
  readonly status: number;
  readonly code: ProblemCode | `http_${number}`;
  /** The RFC 9457 document; null when the answer was none, such as a page of a proxy. */
  readonly problem: Problem | null;
  /** Helps whoever runs Kadr to find the request. */
  readonly traceId: string | null;
  /** Its head; the body is read. */
  readonly response: Response;

  constructor({ status, problem, response, asked }: AnswerFacts) {
    super(`${asked} was answered with ${status}${problem ? ` ${problem.code}: ${problem.detail}` : ''}`);
    this.status = status;
    this.problem = problem;
    this.code = problem?.code ?? `http_${status}`;
    this.traceId = problem?.traceId ?? null;
    this.response = response;
  }

  /** Whether it is this refusal; `problem` has its members then. */
  is<Code extends ProblemCode>(code: Code): this is this & { readonly code: Code; readonly problem: ProblemOf<Code> } {
    return this.code === code;
  }
}

/** 400 and 415 with the faults of the request. */
export class ValidationFailed extends ApiError {
  override readonly name: string = 'ValidationFailed';

  /** All that is wrong, at once. */
  get errors(): readonly Fault[] {
    return (this.problem as { errors?: readonly Fault[] } | null)?.errors ?? [];
  }
}

/** 401. */
export class Unauthorized extends ApiError {
  override readonly name: string = 'Unauthorized';
}

/** 402 `quota_exceeded`. Nothing was spent or reserved. */
export class QuotaExceeded extends ApiError {
  override readonly name: string = 'QuotaExceeded';
  private readonly facts = this.problem as ProblemOf<'quota_exceeded'>;
  readonly resource = this.facts.resource;
  readonly limit = this.facts.limit;
  readonly used = this.facts.used;
  /** When there is room again; null: not by itself. */
  readonly resetsAt = this.facts.resetsAt;
}

/** 404: there is no such thing, or it is another organisation's. */
export class NotFound extends ApiError {
  override readonly name: string = 'NotFound';
}

/** 409: not in the state it is in. */
export class Conflict extends ApiError {
  override readonly name: string = 'Conflict';
}

/** 429. */
export class RateLimited extends ApiError {
  override readonly name: string = 'RateLimited';

  /** How long to wait, in milliseconds; null: it was not said. */
  get retryAfterMs(): number | null {
    return retryAfterMsOf(this.response);
  }
}

/** @returns the error that belongs to the answer */
export function apiError(facts: AnswerFacts): ApiError {
  const { status, problem } = facts;
  if (problem?.code === 'quota_exceeded') return new QuotaExceeded(facts);
  if (problem && 'errors' in problem && Array.isArray(problem.errors)) return new ValidationFailed(facts);
  if (status === 401) return new Unauthorized(facts);
  if (status === 404) return new NotFound(facts);
  if (status === 409) return new Conflict(facts);
  if (status === 429) return new RateLimited(facts);
  return new ApiError(facts);
}

/** `Retry-After`, as seconds or as a date. */
export function retryAfterMsOf({ headers }: Pick<Response, 'headers'>): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
