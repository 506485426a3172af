import { randomUUID } from 'node:crypto';
import { type Directives } from './directives.js';
import { type Links } from './links.js';
import { type ShelfFile } from './media-shelf.js';

export type Phase = 'waiting' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
export type MediaKind = 'image' | 'video' | 'music' | 'speech';

export interface TaskOrder {
  /** Default: a new one. */
  readonly id?: string;
  readonly provider: string;
  readonly model: string;
  readonly kind: MediaKind;
  readonly directives: Directives;
  /** What was asked, for answers that repeat it. */
  readonly request: unknown;
  readonly callbackUrl: string | null;
  /** @throws TaskFailure when the request turns out to be bad only while it is carried out */
  readonly make: () => Promise<readonly ShelfFile[]>;
}

export class TaskFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** How long each kind takes at speed 1. Real services take 10 to 100 times as long. */
const DEFAULT_MS: Readonly<Record<MediaKind, number>> = { image: 2_000, speech: 1_500, music: 3_000, video: 4_000 };
const SLOW_FACTOR = 10;

export class SandboxTask {
  readonly id: string;
  readonly createdAt = Date.now();
  files: readonly ShelfFile[] = [];
  failure: TaskFailure | null = null;
  endedAt: number | null = null;
  isCancelled = false;
  urls: readonly string[] = [];

  constructor(
    readonly order: TaskOrder,
    readonly runMs: number,
  ) {
    this.id = order.id ?? randomUUID();
  }

  get phase(): Phase {
    if (this.isCancelled) return 'cancelled';
    if (this.endedAt !== null) return this.failure ? 'failed' : 'succeeded';
    const share = (Date.now() - this.createdAt) / this.runMs;
    return share < 0.2 ? 'waiting' : share < 0.4 ? 'queued' : 'running';
  }

  /** 0-1; below 1 until it has ended. */
  get progress(): number {
    return this.endedAt === null ? Math.min((Date.now() - this.createdAt) / this.runMs, 0.99) : 1;
  }
}

/** Tasks that take time. What is in it is gone with the process. */
export class Tasks {
  private readonly tasks = new Map<string, SandboxTask>();
  /** Submissions so far, by provider and words. */
  private readonly seen = new Map<string, number>();
  private readonly ended = new AbortController();

  constructor(
    private readonly speed: number,
    private readonly links: Links,
    private readonly linkTtlMs: number,
  ) {}

  stop(): void {
    this.ended.abort();
  }

  find(provider: string, id: string): SandboxTask | null {
    return this.tasks.get(`${provider} ${id}`) ?? null;
  }

  /** How often exactly this was asked before; counts this one. */
  timesAsked(provider: string, purpose: string, words: string): number {
    const key = `${provider} ${purpose} ${words}`;
    const before = this.seen.get(key) ?? 0;
    this.seen.set(key, before + 1);
    return before;
  }

  /** Accepts it. `onEnd` is called once, when it has succeeded or failed; with `early` it has ended when this resolves. */
  async start(order: TaskOrder, onEnd: (task: SandboxTask) => Promise<void> = () => Promise.resolve()): Promise<SandboxTask> {
    const isEarly = order.directives.has('early');
    const usualMs = (DEFAULT_MS[order.kind] * (order.directives.has('slow') ? SLOW_FACTOR : 1)) / this.speed;
    const task = new SandboxTask(order, isEarly ? 1 : usualMs);
    this.tasks.set(`${order.provider} ${task.id}`, task);
    const run = this.run(task).then((hasEnded) => (hasEnded ? onEnd(task) : undefined));
    if (isEarly) await run;
    else void run;
    return task;
  }

  remove(task: SandboxTask): void {
    task.isCancelled = true;
    this.tasks.delete(`${task.order.provider} ${task.id}`);
  }

  /** Addresses of the results. The same ones until they expire, then new ones. */
  urlsOf(task: SandboxTask): readonly string[] {
    if (task.urls.length > 0 && task.urls.every((url) => this.links.isCurrent(url))) return task.urls;
    const { directives } = task.order;
    const isRefused = directives.has('expired') && task.urls.length === 0;
    task.urls = task.files.map((file) => this.links.issue(file, this.linkTtlMs, directives, isRefused));
    return task.urls;
  }

  private async run(task: SandboxTask): Promise<boolean> {
    const { directives, provider } = task.order;
    const asked = this.timesAsked(provider, 'task', directives.text);
    if (directives.has('never')) return false;
    const made = task.order.make().then(
      (files) => ({ files, failure: null }),
      (error: unknown) => ({
        files: [],
        failure: error instanceof TaskFailure ? error : new TaskFailure('internal', error instanceof Error ? error.message : 'failed'),
      }),
    );
    const [result] = await Promise.all([made, this.sleep(task.runMs)]);
    if (task.isCancelled || this.ended.signal.aborted) return false;
    const wanted = directives.argument('fail', '') ?? (asked < Number(directives.argument('fail-first', '1') ?? 0) ? '' : null);
    task.failure = wanted === null ? result.failure : new TaskFailure(wanted, 'The generation failed, as the prompt asked.');
    task.files = result.files;
    task.endedAt = Date.now();
    return true;
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.ended.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
