import { AsyncLocalStorage } from 'node:async_hooks';
import { type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { ProcessorTurns } from './processor-turns.js';

/** How much nicer than the process itself, which has leases to prolong. */
const ORDINARY = 5;
/** As nice as can be: the processor is theirs when nobody else wants it. */
const YIELDING = 19;

/** Everywhere but on Windows. */
const NICE = ['/usr/bin/nice', '/bin/nice'].find((file) => process.platform !== 'win32' && existsSync(file));

/** Of all who have stepped back, in this process. */
const turns = new ProcessorTurns(availableParallelism(), 10_000);
/** Nothing is to be given back. */
const NO_TURN = (): void => undefined;

const shares = new AsyncLocalStorage<ProcessorShare>();

/**
 * What a piece of work gets of a busy processor: programs and threads that are started within it are run with its niceness. It can step
 * back for others while it runs; never forward again, which only root may.
 */
export class ProcessorShare {
  /** By process id: what forgets it. */
  private readonly children = new Map<number, () => void>();
  private isYielding = false;

  /** The one that the caller runs within. */
  static get current(): ProcessorShare {
    return shares.getStore() ?? new ProcessorShare();
  }

  /** 0 to 19, to be added to what the process has. */
  get niceness(): number {
    return this.isYielding ? YIELDING : ORDINARY;
  }

  /** Begins the command line of a program that is started within it. */
  get prefix(): readonly string[] {
    return NICE ? [NICE, '-n', String(this.niceness)] : [];
  }

  within<T>(work: () => T): T {
    return shares.run(this, work);
  }

  /** To be awaited before a program or thread is started within it. @returns to be called when that has ended */
  turn(signal?: AbortSignal): Promise<() => void> {
    return this.isYielding ? turns.take(signal) : Promise.resolve(NO_TURN);
  }

  /** From here on others come first, also before programs that run already. Twice is safe. */
  yield(): void {
    if (this.isYielding) return;
    this.isYielding = true;
    for (const pid of this.children.keys()) stepBack(pid);
  }

  /** Until it ends, or is released. @returns the child */
  follow<T extends ChildProcess>(child: T): T {
    if (child.pid === undefined) return child;
    const forget = this.followProgram(child.pid);
    child.once('exit', forget).once('error', forget);
    return child;
  }

  /** A program that was started for it. @returns what forgets it, to be called when it has ended */
  followProgram(pid: number): () => void {
    const forget = (): void => void this.children.delete(pid);
    this.children.set(pid, forget);
    // It may have stepped back between the making of the command line and the start.
    if (this.isYielding) stepBack(pid);
    return forget;
  }

  /** A program that goes on for others. */
  release(child: ChildProcess): void {
    const forget = this.children.get(child.pid ?? -1);
    if (!forget) return;
    forget();
    child.off('exit', forget).off('error', forget);
  }
}

/** All threads of the program, and of those it started. Where the system cannot say which these are: the program alone. */
function stepBack(pid: number): void {
  const threads = listed(() => readdirSync(`/proc/${pid}/task`));
  for (const thread of threads.length > 0 ? threads : [String(pid)]) {
    attempt(() => setPriority(Number(thread), YIELDING));
    const children = listed(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' '));
    for (const child of children) if (child.trim() !== '') stepBack(Number(child));
  }
}

const listed = (read: () => string[]): string[] => attempt(read) ?? [];

/** What is ending while it is looked at is no fault. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** For a thread of this process, at its start. Linux only: elsewhere niceness belongs to whole processes. */
export function beNice(niceness: number): void {
  if (process.platform === 'linux') attempt(() => setPriority(0, niceness));
}
