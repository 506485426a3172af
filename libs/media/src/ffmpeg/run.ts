import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { MediaError } from '../contracts.js';
import { diesWithParent, works } from '../launcher/dies-with-parent.js';
import { launch } from '../launcher/launch.js';
import { ProcessorShare } from '../processor-share.js';
import { childMemoryBytes } from './ffmpeg.config.js';
import { measured, type MediaStep } from './telemetry.js';

/** How a child is run. Relative paths in the arguments count from `cwd`. */
export interface RunOptions {
  readonly cwd?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Wall-clock limit; a child that hangs is killed. */
  readonly limitMs: number;
  /** What is being made, for the error message. */
  readonly purpose: string;
  /** For measures and traces; default: other. */
  readonly step?: MediaStep;
}

export interface RunResult {
  readonly stdout: Buffer;
  readonly stderr: string;
}

const STDERR_TAIL_CHARS = 64_000;
const STDERR_IN_MESSAGE_CHARS = 1_200;
const STDOUT_LIMIT_BYTES = 256 * 1024 * 1024;

let limits: readonly string[] | null = null;
/** Begins the command line of a program that may take no more memory than it is given; empty where the system has no tool for it. */
function limited(): readonly string[] {
  if (limits) return limits;
  const bytes = process.platform === 'linux' ? childMemoryBytes() : null;
  const tool = ['prlimit', `--as=${bytes}`, '--'];
  return (limits = bytes !== null && works(tool) ? tool : []);
}

/**
 * The command line of what is started by a program that runs in a share of the processor already: it is as nice as that one, takes no more
 * memory than it may, and leaves no FFmpeg behind when that one is killed.
 */
export function confinedWithin(program: string, args: readonly string[]): string[] {
  return [...diesWithParent(), ...limited(), program, ...args];
}

/**
 * Runs a program to its end: argument array, no shell, no stdin, a lean environment, killed with its parent and by `signal`, less of a
 * busy processor than this process has, which has leases to prolong. A span of
 * its own says how long it took, and nothing of its arguments, which have words of users among them.
 * @throws MediaError `aborted`, `no_space` or `render_failed` (retryable when it was killed from outside or ran into its limit)
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const over = await ProcessorShare.current.turn(options.signal);
  try {
    return await measured(path.basename(program), options.step ?? 'other', () => runToItsEnd(program, args, options));
  } finally {
    over();
  }
}

async function runToItsEnd(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  if (options.signal?.aborted) throw failure(options, 'aborted', null, null, '');
  const out: Buffer[] = [];
  let outBytes = 0;
  let stderr = '';
  const decoder = new StringDecoder('utf8');
  let stopped: 'aborted' | 'limit' | null = null;
  const stop = (why: 'aborted' | 'limit') => {
    stopped ??= why;
    launched.kill();
  };
  const launched = launch([...ProcessorShare.current.prefix, ...limited(), program, ...args], {
    cwd: options.cwd,
    onOut: (chunk) => {
      outBytes += chunk.length;
      if (outBytes > STDOUT_LIMIT_BYTES) stop('limit');
      else out.push(chunk);
    },
    onErr: (chunk) => (stderr = (stderr + decoder.write(chunk)).slice(-STDERR_TAIL_CHARS)),
  });
  const onAbort = () => stop('aborted');
  const timer = setTimeout(() => stop('limit'), options.limitMs);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const { code, signal: killedBy } = await launched.ended;
    if (code === 0 && stopped === null) return { stdout: Buffer.concat(out), stderr };
    throw failure(options, stopped, code, killedBy, stderr);
  } catch (error) {
    if (error instanceof MediaError) throw error;
    throw new MediaError('render_failed', `Could not run ${program} (${options.purpose}): ${String(error)}`, true, { cause: error });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

function failure(
  { purpose, limitMs, signal }: RunOptions,
  stopped: 'aborted' | 'limit' | null,
  code: number | null,
  killedBy: NodeJS.Signals | null,
  stderr: string,
): MediaError {
  if (stopped === 'aborted') return new MediaError('aborted', `Stopped on request: ${purpose}`, true, { cause: signal?.reason });
  if (stopped === 'limit') return new MediaError('render_failed', `Took or wrote more than allowed (${limitMs} ms): ${purpose}`, true);
  const said = stderr.trim().slice(-STDERR_IN_MESSAGE_CHARS);
  if (/No space left on device|Disk quota exceeded/i.test(stderr)) {
    return new MediaError('no_space', `The disk is full: ${purpose}. Free some space; the work goes on by itself. ${said}`, true);
  }
  // A smaller job may fit, or the same one beside fewer others.
  if (/Cannot allocate memory|Out of memory|malloc of size/i.test(stderr)) {
    const more = 'Raise KADR_FFMPEG_MEMORY_MB, or ask for less: a lower resolution, a smaller source.';
    return new MediaError('render_failed', `FFmpeg needs more memory than it may take: ${purpose}. ${more} ${said}`, false);
  }
  // 137 is 128 + SIGKILL: `setpriv` was replaced by ffmpeg, but a shell or container in between reports it this way.
  const killed = killedBy !== null || code === 137;
  const how = killed ? `was killed (${killedBy ?? 'SIGKILL'})` : `ended with ${code}`;
  return new MediaError('render_failed', `FFmpeg ${how}: ${purpose}. ${said}`, killed);
}
