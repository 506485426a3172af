import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { MediaError } from '../../contracts.js';
import { diesWithParent } from '../../launcher/dies-with-parent.js';
import { ProcessorShare } from '../../processor-share.js';
import type { SherpaAnswer, SherpaJob } from './sherpa.process.js';

export type SherpaSound = Extract<SherpaAnswer, { readonly sampleRateHz: number }>;

/** How long a model stays loaded that nobody speaks with. */
const IDLE_MS = 60_000;
/** Loading on a slow disk, and a slow processor's time for a character: generous, it is only to end what hangs. */
const [LOADING_MS, CHARACTER_MS] = [120_000, 250];
const STDERR_KEPT_CHARS = 1000;

interface Running {
  readonly child: ChildProcess;
  stderr: string;
}

/**
 * The one process that speaks by neural models, started when it is first needed and ended when nobody has needed it for a while. Jobs are
 * done one after the other: the model uses several cores by itself.
 */
export class SherpaHost {
  private running: Running | null = null;
  private idle: NodeJS.Timeout | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private jobs = 0;

  constructor(private readonly idleMs: number = IDLE_MS) {}

  /** Null: a model can be run here; else a sentence that says why not. */
  static readonly reasonAgainst: string | null = runtimeMissing();

  /** Whether a process is there, with a model in its memory. */
  get isRunning(): boolean {
    return this.running !== null;
  }

  /**
   * @throws MediaError `voice_broken` (the files are not those that were installed, or the runtime cannot use them), `speech_failed`,
   * `program_timeout` (retryable); the reason of the signal when that is aborted: what is computed then is ended at once
   */
  async speak(job: Omit<SherpaJob, 'id'>, signal: AbortSignal): Promise<SherpaSound> {
    signal.throwIfAborted();
    const before = this.turn;
    let end = (): void => undefined;
    const mine = new Promise<void>((resolve) => (end = resolve));
    this.turn = before.then(() => mine);
    try {
      await unlessAborted(before, signal);
      return await this.ask(job, signal);
    } finally {
      end();
    }
  }

  /** Ends the process; the next job starts another one. */
  stop(): void {
    clearTimeout(this.idle);
    this.running?.child.kill('SIGKILL');
    this.running = null;
  }

  private async ask(job: Omit<SherpaJob, 'id'>, signal: AbortSignal): Promise<SherpaSound> {
    clearTimeout(this.idle);
    const running = (this.running ??= this.start());
    const share = ProcessorShare.current;
    share.follow(running.child);
    hold(running.child);
    try {
      return await this.answer(running, { ...job, id: (this.jobs += 1) }, signal);
    } finally {
      share.release(running.child);
      // From here on it keeps nobody from ending.
      letGo(running.child);
      if (this.running) this.idle = setTimeout(() => this.stop(), this.idleMs).unref();
    }
  }

  private answer(running: Running, job: SherpaJob, signal: AbortSignal): Promise<SherpaSound> {
    const { child } = running;
    const timeoutMs = LOADING_MS + CHARACTER_MS * job.utterances.reduce((sum, { text }) => sum + text.length, 0);
    return new Promise((resolve, reject) => {
      const settle = (how: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        child.off('message', heard).off('exit', ended).off('error', failed);
        how();
      };
      const give = (error: unknown): void =>
        settle(() => {
          this.stop();
          reject(error as Error);
        });
      const abort = (): void => give(signal.reason);
      const timer = setTimeout(
        () => give(new MediaError('program_timeout', `a voice spoke for more than ${timeoutMs} ms`, true)),
        timeoutMs,
      );
      const heard = (answer: SherpaAnswer): void => {
        if (answer.id !== job.id) return;
        if ('sampleRateHz' in answer) settle(() => resolve(answer));
        else settle(() => reject(answer.isBroken ? broken(answer.failure) : new MediaError('speech_failed', answer.failure, true)));
      };
      // The runtime takes its process with it over what it cannot use, and would again.
      const ended = (code: number | null, by: string | null): void => {
        if (this.running === running) this.running = null;
        give(broken(`the runtime ended with ${code ?? by}: ${running.stderr.trim()}`));
      };
      const failed = (cause: Error): void =>
        give(new MediaError('speech_failed', `a voice cannot be started: ${cause.message}`, true, { cause }));
      signal.addEventListener('abort', abort, { once: true });
      child.on('message', heard).once('exit', ended).once('error', failed);
      child.send(job, (cause) => cause && failed(cause));
    });
  }

  private start(): Running {
    const file = fileURLToPath(scriptFile());
    const [program = process.execPath, ...args] = [...diesWithParent(), ...ProcessorShare.current.prefix, process.execPath];
    const child = spawn(program, [...args, '--disable-warning=ExperimentalWarning', file], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Nothing of ours: neither secrets, nor paths by which the runtime would look for other data than the voice's.
      env: {},
      windowsHide: true,
    });
    const running: Running = { child, stderr: '' };
    child.stderr?.on('data', (chunk: Buffer) => (running.stderr = (running.stderr + chunk.toString('utf8')).slice(-STDERR_KEPT_CHARS)));
    child
      .on('error', () => undefined)
      .once('exit', () => {
        if (this.running === running) this.running = null;
      });
    return running;
  }
}

const broken = (why: string): MediaError => new MediaError('voice_broken', `the voice cannot be used: ${why}`, false);

function scriptFile(): URL {
  const file = ['./sherpa.process.js', './sherpa.process.ts']
    .map((name) => new URL(name, import.meta.url))
    .find((url) => existsSync(fileURLToPath(url)));
  if (!file) throw new MediaError('speech_failed', 'the program of neural voices is missing', false);
  return file;
}

function runtimeMissing(): string | null {
  const here = createRequire(import.meta.url);
  try {
    here.resolve('sherpa-onnx-node');
    here.resolve(`sherpa-onnx-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/sherpa-onnx.node`);
    return null;
  } catch {
    return 'the package sherpa-onnx-node is not installed for this system';
  }
}

function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  (child.stderr as { unref?: () => void } | null)?.unref?.();
}

function unlessAborted(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void before.then(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}
