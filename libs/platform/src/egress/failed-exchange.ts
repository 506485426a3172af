import { EgressError } from './egress.errors.js';

const GONE = new Set([401, 403, 404, 410]);
const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** What a status other than 200 means for who wanted a file. */
export function errorOfStatus(status: number): EgressError {
  if (GONE.has(status)) return new EgressError('not_found', 'There is no such file at the address, or it is not public.', false, status);
  const retryable = status >= 500 || [408, 425, 429].includes(status);
  return new EgressError('fetch_failed', 'The address did not give the file.', retryable, status);
}

/** A file that was begun and did not come to its end. @param status with which it was begun */
export function brokenOff(error: unknown, status: number): Error {
  const known = asEgressError(error, false);
  if (!(known instanceof EgressError) || known.status !== null) return known;
  return new EgressError(known.code, known.message, known.retryable, status, { cause: error });
}

/** @param isOverdue the time for the whole was up */
export function asEgressError(error: unknown, isOverdue: boolean): Error {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) if (cause instanceof EgressError) return cause;
  const code = (error as { code?: unknown } | null)?.code;
  if (isOverdue || (typeof code === 'string' && TIMEOUTS.has(code))) {
    return new EgressError('timeout', 'The address took too long.', true, null, { cause: error });
  }
  // Our own disk is no fault of the address.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'ENOENT' || code === 'EACCES') return error as Error;
  return new EgressError('fetch_failed', 'The address could not be reached, or broke off.', true, null, { cause: error });
}
