/** SQLSTATEs after which the same transaction may simply be tried again: connection lost, server restarting, serialisation, deadlock. */
const RETRYABLE_STATES = new Set(['57P01', '57P02', '57P03', '40001', '40P01', '53300']);
const CONNECTION_STATE = /^08/;
const LOST_CONNECTION = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** pg's own errors about its socket and pool carry no code; a database that is closed to new connections says so under the general 55000. */
const LOST_CONNECTION_TEXT =
  /Connection terminated|the server does not answer|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error|connection is not queryable|Client was closed|is not (?:currently|yet) accepting connections/i;

/** No connection could be had in time: the server is away, or every connection of the pool is in use. */
export class DatabaseUnavailable extends Error {
  readonly code = 'database_unavailable';
  readonly kind = 'unavailable';
  readonly retryable = true;

  constructor(options: ErrorOptions) {
    super('The database cannot be reached at the moment.', options);
    this.name = 'DatabaseUnavailable';
  }
}

/** The connection is gone or could not be made; what was under way may or may not have been committed. */
export function isConnectionError(error: unknown): boolean {
  return some(error, ({ code, message }) => {
    if (code !== undefined && (CONNECTION_STATE.test(code) || /^57P0[123]$/.test(code) || code === '53300' || LOST_CONNECTION.has(code)))
      return true;
    return LOST_CONNECTION_TEXT.test(message);
  });
}

/** True when idempotent work may be repeated as a whole after this error, here or further down its causes. */
export function isRetryableDatabaseError(error: unknown): boolean {
  return isConnectionError(error) || some(error, ({ code }) => code !== undefined && RETRYABLE_STATES.has(code));
}

/** SQLSTATE 23505, optionally of one constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return some(error, (fault) => fault.code === '23505' && (constraint === undefined || fault.constraint === constraint));
}

interface Fault {
  readonly code?: string;
  readonly message: string;
  readonly constraint?: string;
}

/** Looks at the error, at what TypeORM wrapped (`driverError`), at its causes, and into aggregates. */
function some(error: unknown, test: (fault: Fault) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, message, constraint, cause, driverError, errors } = error as Record<string, unknown>;
  const fault: Fault = {
    message: typeof message === 'string' ? message : '',
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
  };
  if (test(fault)) return true;
  const inner = [cause, driverError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.some((next) => some(next, test, depth + 1));
}
