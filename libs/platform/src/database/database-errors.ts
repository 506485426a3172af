/** SQLSTATEs after which the same transaction may be tried again: the connection or the server went away, or another one was first. */
const RETRYABLE = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '40001', '40P01', '55P03']);
const RETRYABLE_SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** What pg says, without a code, when a socket dies under a query. */
const CONNECTION_GONE =
  /Connection terminated|Client has encountered a connection error|server closed the connection|timeout exceeded when trying to connect/;

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
const messageOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message ?? '');

/** @returns whether the database cannot be reached or has ended the connection, as opposed to refusing what was asked. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code === '53300' ||
    RETRYABLE_SYSTEM.has(code) ||
    CONNECTION_GONE.test(messageOf(error))
  );
}

/** @returns whether the whole transaction may be tried again. Its commit may have gone through: only for work with derived ids. */
export function isRetryableDatabaseError(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error)) || RETRYABLE_SYSTEM.has(codeOf(error)) || CONNECTION_GONE.test(messageOf(error));
}

/** @returns whether a unique index refused a row. `constraint`: only that one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return codeOf(error) === '23505' && (constraint === undefined || (error as { constraint?: string }).constraint === constraint);
}
