import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../ffmpeg/ffmpeg.config.js';
import { diesWithParent } from '../launcher/dies-with-parent.js';
import type { ProcessorShare } from '../processor-share.js';

/**
 * glibc gives large blocks back to the kernel and asks for them again with every frame; keeping them saves up to 15 ms a frame where
 * page faults are dear (measured in a virtual machine, 720x1280). Other C libraries ignore the names.
 */
const KEEP_MEMORY = { MALLOC_MMAP_THRESHOLD_: '1073741824', MALLOC_TRIM_THRESHOLD_: '2147483647', MALLOC_TOP_PAD_: '67108864' };

/**
 * Lets node run the sources: their imports say `.js`, the files are `.ts`. What was compiled is kept (NODE_COMPILE_CACHE) before the process
 * is killed, so that the next one takes half as long to start.
 */
const SOURCE_IMPORTS = `data:text/javascript,${encodeURIComponent(
  "import { flushCompileCache, registerHooks } from 'node:module';" +
    'registerHooks({ resolve(name, context, next) { try { return next(name, context); } catch (error) {' +
    "if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error; } } });" +
    'setTimeout(flushCompileCache, 500).unref();',
)}`;

/** Starting one costs about as much as drawing 20 frames; what its addon may leave behind in memory ends with it. */
const JOBS_OF_ONE = 32;
/** Until the next segment of a film is asked for. It holds some 200 MB. */
const IDLE_MS = 3000;
const KEPT = availableParallelism();
const STDERR_KEPT_CHARS = 4000;

type WorkerProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** A drawing process of its own niceness, which does one job at a time. */
export class DrawingWorker {
  /** The end of what it has written besides its answers. */
  stderr = '';
  private jobs = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    readonly process: WorkerProcess,
    readonly niceness: number,
  ) {
    process.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr = (this.stderr + text).slice(-STDERR_KEPT_CHARS)));
    process.stdout.setEncoding('utf8');
    // A process that has died is told by its end.
    process.stdin.on('error', () => undefined);
    process.on('error', () => undefined);
    process.once('exit', () => forget(this));
  }

  get isWorn(): boolean {
    return this.jobs >= JOBS_OF_ONE;
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null || this.process.pid === undefined;
  }

  wake(): void {
    clearTimeout(this.idle);
    this.jobs += 1;
    this.stderr = '';
    for (const handle of this.handles()) handle.ref();
  }

  /** Waits for another job, and keeps nobody from ending meanwhile. */
  rest(onIdle: () => void): void {
    this.process.stdout.removeAllListeners('data').resume();
    this.idle = setTimeout(onIdle, IDLE_MS).unref();
    for (const handle of this.handles()) handle.unref();
  }

  end(): void {
    clearTimeout(this.idle);
    this.process.kill('SIGKILL');
  }

  /** Pipes of children are sockets. */
  private handles(): { ref(): unknown; unref(): unknown }[] {
    const { stdin, stdout, stderr } = this.process;
    return [this.process, ...([stdin, stdout, stderr] as unknown as Socket[])];
  }
}

/** Drawing processes that have nothing to do for the moment. */
const resting: DrawingWorker[] = [];

/** One that rests, else a new one. It is `share`'s until it is given back. */
export function takeWorker(share: ProcessorShare): DrawingWorker {
  const { niceness } = share;
  const place = resting.findLastIndex((worker) => worker.niceness === niceness && !worker.hasEnded);
  const worker = resting.splice(place, place < 0 ? 0 : 1)[0] ?? new DrawingWorker(started(share), niceness);
  worker.wake();
  share.follow(worker.process);
  return worker;
}

/** @param isSound whether it has done its job and answered: what was stopped within a job is not asked again */
export function giveBack(worker: DrawingWorker, share: ProcessorShare, isSound: boolean): void {
  share.release(worker.process);
  // Whoever has stepped back for others cannot step forward again.
  const isSteppedBack = share.niceness !== worker.niceness;
  if (!isSound || isSteppedBack || worker.isWorn || worker.hasEnded || resting.length >= KEPT) return worker.end();
  resting.push(worker);
  worker.rest(() => {
    forget(worker);
    worker.end();
  });
}

function forget(worker: DrawingWorker): void {
  const place = resting.indexOf(worker);
  if (place >= 0) resting.splice(place, 1);
}

function started(share: ProcessorShare): WorkerProcess {
  const node = [process.execPath, '--expose-gc', '--no-warnings', ...workerFile()];
  const [program = process.execPath, ...args] = [...diesWithParent(), ...share.prefix, ...node];
  const env = { ...childEnvironment(), ...KEEP_MEMORY };
  return spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
}

function workerFile(): string[] {
  const compiled = fileURLToPath(new URL('./illustrator.worker.js', import.meta.url));
  return existsSync(compiled)
    ? [compiled]
    : ['--import', SOURCE_IMPORTS, fileURLToPath(new URL('./illustrator.worker.ts', import.meta.url))];
}
