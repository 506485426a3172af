import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MediaError } from '../contracts.js';
import { childEnvironment } from '../ffmpeg/ffmpeg.config.js';
import { wallLimitMs } from '../ffmpeg/limits.js';
import { measured } from '../ffmpeg/telemetry.js';
import { ProcessorShare } from '../processor-share.js';
import type { DrawingOutcome } from './illustrator.worker.js';
import type { DrawingJob } from './render/job.js';

/** Carries out a drawing job somewhere. */
export type JobRunner = (job: DrawingJob, signal: AbortSignal | undefined) => Promise<void>;

/**
 * glibc gives large blocks back to the kernel and asks for them again with every frame; keeping them saves up to 15 ms a frame where
 * page faults are dear (measured in a virtual machine, 720x1280). Other C libraries ignore the names.
 */
const KEEP_MEMORY = { MALLOC_MMAP_THRESHOLD_: '1073741824', MALLOC_TRIM_THRESHOLD_: '2147483647', MALLOC_TOP_PAD_: '67108864' };

/** Lets node run the sources: their imports say `.js`, the files are `.ts`. */
const SOURCE_IMPORTS = `data:text/javascript,${encodeURIComponent(
  "import { registerHooks } from 'node:module';" +
    'registerHooks({ resolve(name, context, next) { try { return next(name, context); } catch (error) {' +
    "if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error; } } });",
)}`;

/** Linux only: a child of the drawing process dies with it, also after kill -9. */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => process.platform === 'linux' && existsSync(file));
export const DIES_WITH_PARENT: readonly string[] = SETPRIV ? [SETPRIV, '--pdeathsig', 'KILL', '--'] : [];

const STDERR_KEPT_CHARS = 4000;

/**
 * Runs the job in a node process of its own, so that the caller's event loop stays free; killed by `signal` and with its parent.
 * @throws MediaError `aborted`, `no_space`, `picture_unsupported` (not retryable) or `render_failed`
 */
export const runInProcess: JobRunner = (job, signal) => measured('node', 'draw', () => drawn(job, signal));

const drawn: JobRunner = async (job, signal) => {
  const purpose = `drawing a ${job.kind}`;
  if (signal?.aborted) throw new MediaError('aborted', `Stopped on request: ${purpose}`, true, { cause: signal.reason });
  const share = ProcessorShare.current;
  const node = [process.execPath, '--expose-gc', '--no-warnings', ...workerFile(), JSON.stringify(job)];
  const argv = [...DIES_WITH_PARENT, ...share.prefix, ...node];
  const child = share.follow(
    spawn(argv[0] ?? process.execPath, argv.slice(1), {
      env: { ...childEnvironment(), ...KEEP_MEMORY },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    }),
  );
  const limitMs = wallLimitMs('frames' in job ? job.frames / job.format.fps : 1);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-STDERR_KEPT_CHARS)));
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    const outcome = await new Promise<DrawingOutcome>((resolve, reject) => {
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.endsWith('\n')) resolve(JSON.parse(said) as DrawingOutcome);
      });
      child.on('error', (cause) =>
        reject(new MediaError('render_failed', `Cannot start node for ${purpose}: ${cause.message}`, true, { cause })),
      );
      child.on('close', (code, killedBy) =>
        reject(
          new MediaError('render_failed', `The drawing process ended with ${String(killedBy ?? code)}: ${purpose}. ${stderr.trim()}`, true),
        ),
      );
      onAbort = () => reject(new MediaError('aborted', `Stopped on request: ${purpose}`, true, { cause: signal?.reason }));
      signal?.addEventListener('abort', onAbort, { once: true });
      timer = setTimeout(() => reject(new MediaError('render_failed', `Took more than ${limitMs} ms: ${purpose}`, true)), limitMs);
    });
    if (!outcome.ok) throw failure(outcome.message, purpose);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    child.kill('SIGKILL');
  }
};

function workerFile(): string[] {
  const compiled = fileURLToPath(new URL('./illustrator.worker.js', import.meta.url));
  return existsSync(compiled)
    ? [compiled]
    : ['--import', SOURCE_IMPORTS, fileURLToPath(new URL('./illustrator.worker.ts', import.meta.url))];
}

function failure(message: string, purpose: string): MediaError {
  const picture = /picture_unsupported: ([^\n]*)/.exec(message)?.[1];
  if (picture) return new MediaError('picture_unsupported', picture, false);
  if (/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(message)) {
    return new MediaError('no_space', `The disk is full: ${purpose}. Free some space; the work goes on by itself.`, true);
  }
  return new MediaError('render_failed', `Failed at ${purpose}: ${message}`, !/ENOENT/.test(message));
}
