import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { isConnectionError } from '../database/database.errors.js';
import { shortText } from '../json/index.js';
import { type FieldFault, STATUS_OF_KIND } from './refusal.js';

/** RFC 9457. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable, machine-readable. */
  readonly code: string;
  readonly errors?: readonly FieldFault[];
  /** So many faults more than `errors` tells. */
  readonly errorsLeftOut?: number;
  readonly traceId: string;
  readonly [member: string]: unknown;
}

export interface Problem {
  readonly document: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;
}

interface Described {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldFault[] | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const RETRY_AFTER_SECONDS = '2';
/** Faults that are told at once: nobody reads more, and of five million none can be sent. */
export const MAX_ERRORS = 5_000;
/** What somebody sent stands in messages and paths, and may be as long as a body. */
const MAX_CHARACTERS = { message: 2_000, name: 500, errors: 500_000 };
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'unavailable',
};

/** What a caller is told about an error. What it does not understand becomes `internal_error` and says nothing of the inside. */
export function problemOf(error: unknown, traceId: string): Problem {
  const { status, code, detail, errors, details = {}, headers = {} } = describe(error);
  const told = errors && toldOf(errors);
  const document: ProblemDocument = {
    ...detailsOf(details),
    type: `urn:kadr:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: shortText(detail, MAX_CHARACTERS.message),
    code,
    ...(told && { errors: told }),
    ...(told && errors.length > told.length && { errorsLeftOut: errors.length - told.length }),
    traceId,
  };
  return { document, headers: status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS, ...headers } : headers };
}

function toldOf(errors: readonly FieldFault[]): FieldFault[] {
  let left = MAX_CHARACTERS.errors;
  const told: FieldFault[] = [];
  for (const error of errors.slice(0, MAX_ERRORS)) {
    const fault = shortFault(error);
    left -= fault.path.length + fault.message.length;
    if (left < 0) break;
    told.push(fault);
  }
  return told;
}

const shortFault = (fault: FieldFault): FieldFault => ({
  ...detailsOf({ ...fault }),
  path: shortText(fault.path, MAX_CHARACTERS.name),
  message: shortText(fault.message, MAX_CHARACTERS.message),
});

/** Names and lists of names. What stands deeper is a document of ours, and whole. */
const detailsOf = (details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, Array.isArray(value) ? value.map(shortName) : shortName(value)]),
  );

const shortName = (value: unknown): unknown => (typeof value === 'string' ? shortText(value, MAX_CHARACTERS.name) : value);

function describe(error: unknown): Described {
  if (isRefusal(error)) {
    const status = STATUS_OF_KIND[error.kind];
    return {
      status,
      code: error.code,
      detail: error.message,
      errors: error.errors,
      details: error.details ?? {},
      headers: error.headers ?? {},
    };
  }
  if (error instanceof HttpException) return describeHttpException(error);
  if (isConnectionError(error)) {
    return { status: 503, code: 'database_unavailable', detail: 'The database cannot be reached at the moment; try again shortly.' };
  }
  if (isUnstorableText(error)) {
    const errors = [{ path: '', message: 'contains a character that cannot be stored (NUL or a broken surrogate)' }];
    return { status: 400, code: 'validation_failed', detail: 'The request has faults; nothing was changed.', errors };
  }
  return { status: 500, code: 'internal_error', detail: 'Something went wrong on our side. The trace id helps to find out what.' };
}

function describeHttpException(error: HttpException): Described {
  // A path that cannot be decoded names nothing.
  const status = error.message.startsWith('Failed to decode param') ? 404 : error.getStatus();
  const body = error.getResponse();
  const said = typeof body === 'object' && 'message' in body ? (body as { message: unknown }).message : body;
  const isOurs = status >= 500;
  const words = typeof said === 'string' ? said : error.message;
  return {
    status,
    code: CODE_OF_STATUS[status] ?? (isOurs ? 'internal_error' : 'bad_request'),
    detail: isOurs && status !== 503 ? 'Something went wrong on our side.' : status === 404 ? 'There is nothing here.' : words,
  };
}

interface RefusalLike {
  readonly kind: keyof typeof STATUS_OF_KIND;
  readonly code: string;
  readonly message: string;
  readonly errors?: readonly FieldFault[];
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A `Refusal` or a `DomainError`: the platform does not know the domain's class, only its shape. */
export function isRefusal(error: unknown): error is RefusalLike & Error {
  if (!(error instanceof Error)) return false;
  const { code, kind } = error as { code?: unknown; kind?: unknown };
  return typeof code === 'string' && typeof kind === 'string' && Object.hasOwn(STATUS_OF_KIND, kind);
}

/** Text that Postgres cannot keep: SQLSTATE 22021 and 22P05. */
function isUnstorableText(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code ?? (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  return code === '22021' || code === '22P05';
}
