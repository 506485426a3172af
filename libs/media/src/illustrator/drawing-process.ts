import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MediaError } from '../contracts.js';
import { run } from '../ffmpeg/run.js';
import { wallLimitMs } from '../ffmpeg/limits.js';
import type { DrawingJob } from './render/job.js';

/** Carries out a drawing job somewhere. */
export type JobRunner = (job: DrawingJob, signal: AbortSignal | undefined) => Promise<void>;

/**
 * glibc gives large blocks back to the kernel and asks for them again with every frame; keeping them saves up to 15 ms a frame where
 * page faults are dear (measured in a virtual machine, 720x1280). Other C libraries ignore the names.
 */
const KEEP_MEMORY = ['MALLOC_MMAP_THRESHOLD_=1073741824', 'MALLOC_TRIM_THRESHOLD_=2147483647', 'MALLOC_TOP_PAD_=67108864'];

/** Lets node run the sources: their imports say `.js`, the files are `.ts`. */
const SOURCE_IMPORTS = `data:text/javascript,${encodeURIComponent(
  "import { registerHooks } from 'node:module';" +
    'registerHooks({ resolve(name, context, next) { try { return next(name, context); } catch (error) {' +
    "if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error; } } });",
)}`;

const ENV_PROGRAM = ['/usr/bin/env', '/bin/env'].find((file) => process.platform === 'linux' && existsSync(file));
/** Linux only: a child of the drawing process dies with it, also after kill -9. */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => process.platform === 'linux' && existsSync(file));

export const DIES_WITH_PARENT: readonly string[] = SETPRIV ? [SETPRIV, '--pdeathsig', 'KILL', '--'] : [];

/**
 * Runs the job in a node process of its own, so that the caller's event loop stays free; killed by `signal` and with its parent.
 * @throws MediaError `aborted`, `no_space`, `picture_unsupported` (not retryable) or `render_failed`
 */
export const runInProcess: JobRunner = async (job, signal) => {
  const compiled = fileURLToPath(new URL('./illustrator.worker.js', import.meta.url));
  const source = fileURLToPath(new URL('./illustrator.worker.ts', import.meta.url));
  const fromSource = !existsSync(compiled);
  const node = [
    process.execPath,
    ...['--expose-gc', '--no-warnings'],
    ...(fromSource ? ['--import', SOURCE_IMPORTS, source] : [compiled]),
    JSON.stringify(job),
  ];
  const argv = ENV_PROGRAM ? [ENV_PROGRAM, ...KEEP_MEMORY, ...node] : node;
  const seconds = job.kind === 'still' ? 1 : job.frames / job.format.fps;
  try {
    await run(argv[0] ?? process.execPath, argv.slice(1), { signal, limitMs: wallLimitMs(seconds), purpose: `drawing a ${job.kind}` });
  } catch (error) {
    const reason = error instanceof MediaError ? /picture_unsupported: ([^\n]*)/.exec(error.message)?.[1] : undefined;
    if (reason) throw new MediaError('picture_unsupported', reason, false, { cause: error });
    throw error;
  }
};
