/** Starts a local program without a shell and waits for it. */
import { basename } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { MediaError } from '../contracts.js';
import { measured } from '../ffmpeg/telemetry.js';
import { launch } from '../launcher/launch.js';
import { ProcessorShare } from '../processor-share.js';

const STDERR_KEPT_CHARS = 2000;

export interface ProgramOptions {
  readonly signal: AbortSignal;
  /** Set for the program on top of the lean environment that all have. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Wall clock limit; the program is killed after it. */
  readonly timeoutMs: number;
}

/**
 * Resolves with what the program wrote to stdout. @throws MediaError `program_missing` when it cannot be started,
 * `program_failed` (with the end of stderr) when it exits with an error, `program_timeout`; the reason of the signal when that is aborted.
 */
export async function runProgram(path: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const over = await ProcessorShare.current.turn(options.signal);
  try {
    options.signal.throwIfAborted();
    return await measured(basename(path), 'speak', () => runToItsEnd(path, args, options));
  } finally {
    over();
  }
}

async function runToItsEnd(path: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const share = ProcessorShare.current;
  const environment = Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  const argv = [...share.prefix, ...(environment.length > 0 ? ['/usr/bin/env', ...environment] : []), path, ...args];
  let stdout = '';
  let stderr = '';
  let timedOut = false;
  const [decoder, errors] = [new StringDecoder('utf8'), new StringDecoder('utf8')];
  const launched = launch(argv, {
    onOut: (chunk) => (stdout += decoder.write(chunk)),
    onErr: (chunk) => (stderr = (stderr + errors.write(chunk)).slice(-STDERR_KEPT_CHARS)),
  });
  const kill = (): void => launched.kill();
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, options.timeoutMs);
  options.signal.addEventListener('abort', kill, { once: true });
  const { code } = await launched.ended
    .catch((cause: unknown) => {
      throw missing(path, cause instanceof Error ? cause : new Error(String(cause)));
    })
    .finally(() => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', kill);
    });
  options.signal.throwIfAborted();
  if (timedOut) throw new MediaError('program_timeout', `${path} ran for more than ${options.timeoutMs} ms`, true);
  if (code === 0) return stdout;
  // setpriv and env report a program they cannot start with 127 (not found) or 126 (not executable).
  if (code === 127 || code === 126) throw missing(path, new Error(stderr.trim()));
  throw new MediaError('program_failed', `${path} ended with ${code}: ${stderr.trim()}`, true);
}

function missing(path: string, cause: Error): MediaError {
  return new MediaError('program_missing', `cannot start ${path}: ${cause.message}`, false, { cause });
}
