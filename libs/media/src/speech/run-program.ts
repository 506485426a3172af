/** Starts a local program without a shell and waits for it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { MediaError } from '../contracts.js';
import { measured } from '../ffmpeg/telemetry.js';
import { ProcessorShare } from '../processor-share.js';

const STDERR_KEPT_CHARS = 2000;
/** Linux only: the program dies with this process, also after kill -9. */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => process.platform === 'linux' && existsSync(path));

/** Begins the command line of a program that must not outlive this process. */
export const diesWithUs = (): readonly string[] => (SETPRIV ? [SETPRIV, '--pdeathsig', 'KILL'] : []);

export interface ProgramOptions {
  readonly signal: AbortSignal;
  /** Set for the program on top of this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Wall clock limit; the program is killed after it. */
  readonly timeoutMs: number;
}

/**
 * Resolves with what the program wrote to stdout. @throws MediaError `program_missing` when it cannot be started,
 * `program_failed` (with the end of stderr) when it exits with an error, `program_timeout`; the reason of the signal when that is aborted.
 */
export async function runProgram(path: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  options.signal.throwIfAborted();
  return measured(basename(path), 'speak', () => runToItsEnd(path, args, options));
}

async function runToItsEnd(path: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const share = ProcessorShare.current;
  const environment = Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  const argv = [...diesWithUs(), ...share.prefix, ...(environment.length > 0 ? ['/usr/bin/env', ...environment] : []), path, ...args];
  return new Promise((resolve, reject) => {
    const child = share.follow(spawn(argv[0] ?? path, argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true }));
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const kill = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, options.timeoutMs);
    options.signal.addEventListener('abort', kill, { once: true });
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_KEPT_CHARS)));
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', kill);
      settle();
    };
    child.on('error', (cause) => finish(() => reject(missing(path, cause))));
    child.on('close', (code) =>
      finish(() => {
        if (options.signal.aborted) reject(options.signal.reason as Error);
        else if (timedOut) reject(new MediaError('program_timeout', `${path} ran for more than ${options.timeoutMs} ms`, true));
        else if (code === 0) resolve(stdout);
        // setpriv and env report a program they cannot start with 127 (not found) or 126 (not executable).
        else if (code === 127 || code === 126) reject(missing(path, new Error(stderr.trim())));
        else reject(new MediaError('program_failed', `${path} ended with ${code}: ${stderr.trim()}`, true));
      }),
    );
  });
}

function missing(path: string, cause: Error): MediaError {
  return new MediaError('program_missing', `cannot start ${path}: ${cause.message}`, false, { cause });
}
