import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../ffmpeg/ffmpeg.config.js';
import { ProcessorShare } from '../processor-share.js';
import { diesWithParent } from './dies-with-parent.js';
import type { FromLauncher, ToLauncher } from './messages.js';

export interface LaunchOptions {
  readonly cwd?: string | undefined;
  readonly onOut: (chunk: Buffer) => void;
  readonly onErr: (chunk: Buffer) => void;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Launched {
  /**
   * When the program has ended and all that it wrote was given out. Rejects when it could not be started; where a tool stands before
   * it, that ends with 127 (not found) or 126 (not executable) instead.
   */
  readonly ended: Promise<Ended>;
  /** SIGKILL. After its end it does nothing. */
  kill(): void;
}

/**
 * Starts a program without stdin, in a lean environment and in the processor's share of the caller. It dies with this process.
 *
 * On Linux a small process of its own starts it. A fork copies the page tables of whoever forks: a server that holds half a gigabyte
 * stands still meanwhile, with every lease, request and stream in it (33 ms of a quiet processor each time, up to 160 ms of a busy one,
 * measured in a virtual machine; 3 ms from a small process).
 */
export function launch(command: readonly string[], options: LaunchOptions): Launched {
  const share = ProcessorShare.current;
  if (process.platform === 'linux') {
    launcher ??= Launcher.start();
    if (launcher) return launcher.run([...diesWithParent(), ...command], options, share);
  }
  return launchHere([...diesWithParent(), ...command], options, share);
}

function launchHere([program = '', ...args]: readonly string[], { cwd, onOut, onErr }: LaunchOptions, share: ProcessorShare): Launched {
  const child = spawn(program, args, { cwd, env: childEnvironment(), stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  share.follow(child);
  child.stdout.on('data', onOut);
  child.stderr.on('data', onErr);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return { ended, kill: () => void child.kill('SIGKILL') };
}

/** A run as the launcher knows it. */
interface Run {
  readonly options: LaunchOptions;
  readonly share: ProcessorShare;
  readonly resolve: (ended: Ended) => void;
  readonly reject: (cause: Error) => void;
  forget: () => void;
}

/** The one of this process; it is started by the first program that is, and anew after its end. */
let launcher: Launcher | null = null;

class Launcher {
  private readonly runs = new Map<number, Run>();
  private lastId = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: FromLauncher) => this.hear(message));
    child.on('error', () => this.leave());
    child.on('exit', () => this.leave());
    this.hold();
  }

  /** @returns null when there can be none: the system refuses another process */
  static start(): Launcher | null {
    const compiled = fileURLToPath(new URL('./launcher.process.js', import.meta.url));
    const file = existsSync(compiled) ? compiled : compiled.replace(/\.js$/, '.ts');
    const node = [process.execPath, '--no-warnings', '--max-semi-space-size=1', file];
    // It dies with this process, and what it has started dies with it.
    const [program = '', ...args] = [...diesWithParent(), ...node];
    const child = spawn(program, args, {
      env: childEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    // Told by an event too, which nobody hears but here.
    child.on('error', () => undefined);
    return child.pid === undefined ? null : new Launcher(child);
  }

  run(command: readonly string[], options: LaunchOptions, share: ProcessorShare): Launched {
    const id = (this.lastId += 1);
    const ended = new Promise<Ended>((resolve, reject) => {
      this.runs.set(id, { options, share, resolve, reject, forget: () => undefined });
    });
    this.hold();
    this.tell({ id, command, cwd: options.cwd });
    const kill = (): void => {
      if (this.runs.has(id)) this.tell({ id, kill: true });
    };
    return { ended, kill };
  }

  private tell(message: ToLauncher): void {
    // One that cannot be told has ended, or is about to: its end answers every run.
    this.child.send(message, (error) => error && this.child.kill('SIGKILL'));
  }

  private hear(message: FromLauncher): void {
    const run = this.runs.get(message.id);
    if (!run) return;
    if ('pid' in message) run.forget = run.share.followProgram(message.pid);
    else if ('out' in message) run.options.onOut(asBuffer(message.out));
    else if ('err' in message) run.options.onErr(asBuffer(message.err));
    else if ('failed' in message) this.end(message.id, run, () => run.reject(new Error(message.failed)));
    else this.end(message.id, run, () => run.resolve({ code: message.code, signal: message.signal }));
  }

  private end(id: number, run: Run, settle: () => void): void {
    this.runs.delete(id);
    run.forget();
    this.hold();
    settle();
  }

  /** What it had started was killed with it. */
  private leave(): void {
    if (launcher === this) launcher = null;
    for (const [id, run] of this.runs) this.end(id, run, () => run.resolve({ code: null, signal: 'SIGKILL' }));
  }

  /** Keeps this process going while something runs, and no longer. */
  private hold(): void {
    const hold = this.runs.size > 0 ? 'ref' : 'unref';
    this.child[hold]();
    this.child.channel?.[hold]();
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
