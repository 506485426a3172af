import { ApiError, KadrError, ValidationFailed } from '@kadr/sdk';
import { type Messages } from '../messages';

export interface SaidProblem {
  /** Stable; `unreachable` where no answer came. */
  readonly code: string;
  readonly text: string;
  readonly traceId: string | null;
}

/** In the reader's words by its code; a code that we do not know yet is said in the server's. */
export function sayProblem(error: unknown, { refusals, app }: Messages): SaidProblem {
  if (error instanceof ApiError) {
    const known = (refusals as Readonly<Record<string, string | undefined>>)[error.code];
    return { code: error.code, text: known ?? error.problem?.detail ?? app.error, traceId: error.traceId };
  }
  return {
    code: error instanceof KadrError ? 'unreachable' : 'internal',
    text: error instanceof KadrError ? app.unreachable : app.error,
    traceId: null,
  };
}

/** Why something could not be made: ours by its code, else what the server says. */
export const sayReason = (code: string, message: string, { reasons }: Messages): string => reasons[code] ?? message;

export const faultsOf = (error: unknown) => (error instanceof ValidationFailed ? error.errors : []);
