/** What went wrong, as the exit code and the words for it. */
import { AbortError, ApiError, ConnectionError, type Fault, KadrError, TimeoutError, ValidationFailed, VideoFailedError } from '@kadr/sdk';
import { CommanderError } from 'commander';
import { clean } from './output/text.js';

export const EXIT = {
  unexpected: 1,
  usage: 2,
  key: 3,
  notFound: 4,
  conflict: 5,
  quota: 6,
  validation: 7,
  videoFailed: 8,
  timedOut: 9,
  noConnection: 10,
  interrupted: 130,
} as const;

/** Refused by the CLI itself. */
export class CliError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    readonly code = 'refused',
  ) {
    super(message);
  }
}

const BY_STATUS: Readonly<Record<number, number>> = {
  400: EXIT.validation,
  401: EXIT.key,
  402: EXIT.quota,
  403: EXIT.key,
  404: EXIT.notFound,
  409: EXIT.conflict,
  410: EXIT.notFound,
  413: EXIT.validation,
  415: EXIT.validation,
  422: EXIT.validation,
  429: EXIT.quota,
  502: EXIT.noConnection,
  503: EXIT.noConnection,
  504: EXIT.noConnection,
};

/** @returns 0 for what is no failure, such as `--help` */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (error instanceof ApiError) return BY_STATUS[error.status] ?? EXIT.unexpected;
  if (error instanceof VideoFailedError) return EXIT.videoFailed;
  if (error instanceof TimeoutError) return EXIT.timedOut;
  if (error instanceof ConnectionError) return EXIT.noConnection;
  if (error instanceof AbortError) return EXIT.interrupted;
  return EXIT.unexpected;
}

export interface Described {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  readonly errors?: readonly Fault[];
  readonly traceId?: string;
}

/** For programs. Holds no key: no message of the SDK does. */
export function described(error: unknown): Described {
  const exitCode = exitCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ApiError) {
    const errors = error instanceof ValidationFailed ? error.errors : faultsOf(error);
    return {
      ...{ code: error.code, exitCode, message: error.problem?.detail ?? message },
      ...(errors.length > 0 && { errors }),
      ...(error.traceId !== null && { traceId: error.traceId }),
    };
  }
  return { code: codeOf(error), message, exitCode };
}

function codeOf(error: unknown): string {
  if (error instanceof CliError) return error.code;
  if (error instanceof KadrError) return error.name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unexpected';
}

function faultsOf({ problem }: ApiError): readonly Fault[] {
  const { errors } = (problem ?? {}) as { errors?: readonly Fault[] };
  return Array.isArray(errors) ? errors : [];
}

/** For people: one line, and one for each fault with its path. */
export function linesOf(error: unknown): string[] {
  const { message, errors = [], traceId, exitCode, code } = described(error);
  const hint = HINTS[code] ?? (exitCode === EXIT.key && error instanceof ApiError ? HINTS['key'] : undefined);
  return [
    `kadr: ${clean(message)}`,
    ...errors.map(({ path, message: what, line }) => {
      return `  ${clean(path === '' ? 'the request' : path)}: ${clean(what)}${line === undefined ? '' : ` (line ${line})`}`;
    }),
    ...(exitCode === EXIT.unexpected && traceId ? [`  trace ${clean(traceId)}`] : []),
    ...(hint ? [`  ${hint}`] : []),
  ];
}

const HINTS: Readonly<Record<string, string>> = {
  key: 'Is the key right, and may it do this? `kadr doctor` says; `kadr login` keeps another one.',
  connection_error: 'Does Kadr run there? `kadr doctor` says more.',
};
