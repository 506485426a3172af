import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { logger } from '#platform';
import { type QueueName } from '../contracts/queue-name.js';
import { type Dispatch } from './dispatch.js';
import { type DispatchHealth, type DispatchQueue, type Offer, type Receive } from './dispatch-queue.js';

/** Longest pause between two attempts to reach Redis again. */
const MAX_RECONNECT_MS = 2000;
/** BullMQ keeps a stream of events for listeners we do not have. */
const EVENT_STREAM_LENGTH = 100;
/** How long the last announcements may take. */
const FAREWELL_MS = 2000;
/** Dispatches kept while Redis is away, for the moment it is back. More than these wait for the reconciler. */
const MAX_WAITING_DISPATCHES = 10_000;

/** News of at most so many tasks in one job: who receives it and has fewer places offers the rest to others. */
const BUNDLE = 25;
/** News of small tasks that comes this soon after the last waits so long and goes together: what nobody hears at once is under way elsewhere. */
const GATHER_MS = 10;

const Postgres = withBackend(createPostgresBackend);
const log = logger('tasks');

export interface BullmqOptions {
  /** Null: BullMQ's Postgres backend, for machines without Redis. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** Separates installations that share a Redis. */
  readonly prefix: string;
  /** Whether a queue has many small tasks: news of them travels in bundles. */
  readonly isBundled: (queue: QueueName) => boolean;
  /** Whether all that was due then, by `performance.now()`, has been taken here: others would look in vain. */
  readonly isTaken: (queue: QueueName, sinceMs: number) => boolean;
}

/** What we use of BullMQ's classes, whatever they run on. */
interface TaskQueue {
  addBulk(jobs: Job[]): Promise<unknown>;
  close(): Promise<void>;
}
interface TaskWorker {
  pause(doNotWaitActive: boolean): Promise<void>;
  close(force: boolean): Promise<void>;
}
interface Data {
  /** One of the tasks; only a process of an earlier release reads it. */
  readonly taskId: string;
  /** How many tasks this is the news of; missing: one. */
  readonly count?: number;
  /** Where it is the news of one: as in `Dispatch`. Missing: not known. */
  readonly lease?: number;
  /** Which process has sent it, and when by its clock. Missing: what it is the news of is due later, or that is not known. */
  readonly sent?: { readonly by: string; readonly atMs: number };
}
/** So many tasks are due, one of which is named. */
interface News {
  readonly id: string;
  readonly taskId: string;
  readonly lease: number | null;
  readonly count: number;
}
/** News that waits, and since when, by `performance.now()`. */
interface Gathered {
  readonly one: News;
  readonly sinceMs: number;
}
interface Job {
  readonly name: string;
  readonly data: Data;
  readonly opts: { readonly jobId: string; readonly delay?: number };
}

/**
 * Dispatches as BullMQ jobs, one queue for each capability. A job says that so many tasks are due, not which: whoever receives it claims
 * those whose turn it is. News of many small tasks travels in bundles.
 */
export class BullmqDispatchQueue implements DispatchQueue {
  private readonly redis: Redis | null;
  private readonly queues = new Map<QueueName, TaskQueue>();
  private readonly workers = new Map<QueueName, TaskWorker>();
  private waiting: Dispatch[] = [];
  private readonly sending = new Set<Promise<unknown>>();
  /** News that waits to be sent together, by queue. */
  private readonly gathering = new Map<QueueName, { readonly news: Gathered[]; readonly timer: NodeJS.Timeout }>();
  private isStopping = false;
  private isClosed = false;
  private lastComplaintAt = 0;
  private readonly id = randomUUID();

  constructor(private readonly options: BullmqOptions) {
    this.redis = options.redisUrl === null ? null : this.connect(options.redisUrl);
  }

  announce(dispatches: readonly Dispatch[]): void {
    if (this.isClosed || dispatches.length === 0) return;
    if (this.redis && this.redis.status !== 'ready') {
      this.waiting.push(...dispatches.slice(0, MAX_WAITING_DISPATCHES - this.waiting.length));
      return;
    }
    for (const [queue, group] of Map.groupBy(dispatches, (dispatch) => dispatch.queue)) {
      if (!this.options.isBundled(queue)) {
        this.send(queue, group.map(jobOf));
        continue;
      }
      this.send(queue, delayedBundles(group.filter(({ delayMs }) => delayMs > 0)));
      this.gather(queue, group.filter(({ delayMs }) => delayMs <= 0).map(newsOf));
    }
  }

  serve(queue: QueueName, concurrency: number, receive: Receive): void {
    const processor = async ({ data }: { data: Data }): Promise<void> => {
      const { taskId, count = 1, sent } = data;
      const lease = count === 1 ? (data.lease ?? null) : null;
      // Announced anew under another id: its own is taken as long as we hold it.
      const offer: Offer = (rest, delayMs) => {
        const news = { id: `${taskId}-${randomUUID()}`, taskId, lease, count: rest };
        if (delayMs > 0 || !this.options.isBundled(queue)) this.send(queue, [newsJob(news, delayMs)]);
        else this.gather(queue, [news]);
      };
      // A paused worker may still be handed one dispatch.
      if (this.isStopping) offer(count, 0);
      else await receive(count, offer, lease === null ? null : { taskId, lease }, sent?.by === this.id ? sent.atMs : null);
    };
    const options = {
      concurrency,
      // A worker that stalls or dies is the task table's business; BullMQ may bring the dispatch to somebody else as often as it likes.
      maxStalledCount: 1_000_000,
      runRetryDelay: 1000,
      ...this.connectionOptions(),
    };
    const worker = this.redis
      ? new Worker<Data>(nameOf(queue), processor, { ...options, connection: this.redis })
      : new Postgres.Worker<Data>(nameOf(queue), processor, { ...options, connection: this.postgres() });
    worker.on('error', (error: Error) => this.complain(error));
    this.workers.set(queue, worker);
  }

  async health(): Promise<DispatchHealth> {
    if (!this.redis) return { isUp: true };
    if (this.redis.status !== 'ready') return { isUp: false, reason: `Redis cannot be reached (${this.redis.status})` };
    try {
      return healthOf(await this.redis.info('memory'));
    } catch (error) {
      return { isUp: false, reason: `Redis does not answer: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  async stopTaking(): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.workers.values()].map((worker) => worker.pause(true)));
  }

  async close(isForced: boolean): Promise<void> {
    await this.reachForFarewell();
    // Without Redis nobody answers a farewell; it needs none.
    const isReachable = this.redis === null || this.redis.status === 'ready';
    await Promise.allSettled([...this.workers.values()].map((worker) => worker.close(isForced || !isReachable)));
    // What was given back a moment ago shall still arrive.
    for (const queue of [...this.gathering.keys()]) this.sendGathered(queue);
    if (isReachable) await Promise.race([Promise.allSettled([...this.sending]), sleep(FAREWELL_MS, undefined, { ref: false })]);
    this.isClosed = true;
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    this.redis?.disconnect();
  }

  /** A process that is stopped while it is still connecting, or has just lost Redis, has news to send as well. */
  private async reachForFarewell(): Promise<void> {
    if (!this.redis || this.redis.status === 'ready' || this.waiting.length === 0) return;
    const isReady = new Promise<void>((resolve) => this.redis?.once('ready', resolve));
    await Promise.race([isReady, sleep(FAREWELL_MS, undefined, { ref: false })]);
  }

  /** At once when the last news of the queue is a while ago, else together with what comes until then. */
  private gather(queue: QueueName, news: readonly News[]): void {
    if (news.length === 0) return;
    const waiting = this.gathering.get(queue);
    if (waiting) {
      const sinceMs = performance.now();
      waiting.news.push(...news.map((one) => ({ one, sinceMs })));
      return;
    }
    this.send(queue, bundled(news));
    this.gathering.set(queue, { news: [], timer: setTimeout(() => this.sendGathered(queue), GATHER_MS) });
  }

  private sendGathered(queue: QueueName): void {
    const gathered = this.gathering.get(queue);
    clearTimeout(gathered?.timer);
    this.gathering.delete(queue);
    const isOpen = ({ sinceMs }: Gathered): boolean => !this.options.isTaken(queue, sinceMs);
    this.gather(queue, gathered?.news.filter(isOpen).map(({ one }) => one) ?? []);
  }

  private send(queue: QueueName, jobs: Job[]): void {
    if (this.isClosed || jobs.length === 0) return;
    const from = { by: this.id, atMs: performance.now() };
    const sent = this.queueOf(queue)
      .addBulk(jobs.map((job) => (job.opts.delay === undefined ? { ...job, data: { ...job.data, sent: from } } : job)))
      .catch((error: unknown) => this.complain(error))
      .finally(() => this.sending.delete(sent));
    this.sending.add(sent);
  }

  private queueOf(capability: QueueName): TaskQueue {
    const known = this.queues.get(capability);
    if (known) return known;
    const options = {
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
      streams: { events: { maxLen: EVENT_STREAM_LENGTH } },
      ...this.connectionOptions(),
    };
    const queue = this.redis
      ? new Queue<Data>(nameOf(capability), { ...options, connection: this.redis })
      : new Postgres.Queue<Data>(nameOf(capability), { ...options, connection: this.postgres() });
    queue.on('error', (error: Error) => this.complain(error));
    this.queues.set(capability, queue);
    return queue;
  }

  private connectionOptions() {
    return this.redis ? { prefix: this.options.prefix } : {};
  }

  private postgres() {
    return { connectionString: this.options.databaseUrl, migrate: true, max: 2 };
  }

  private connect(url: string): Redis {
    const redis = new Redis(url, {
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(100 * times, MAX_RECONNECT_MS),
    });
    redis.on('error', (error: Error) => this.complain(error));
    redis.on('ready', () => this.announce(this.waiting.splice(0)));
    return redis;
  }

  /** A Redis that is down says so many times a second. */
  private complain(error: unknown): void {
    if (this.isClosed || Date.now() - this.lastComplaintAt < 10_000) return;
    this.lastComplaintAt = Date.now();
    log.warn({ err: error }, 'the dispatch queue does not answer; tasks wait in Postgres');
  }
}

/** @param memoryInfo the section `memory` of Redis' INFO. A Redis that evicts keys loses dispatches without a word. */
export function healthOf(memoryInfo: string): DispatchHealth {
  const policy = /^maxmemory_policy:(\S+)/m.exec(memoryInfo)?.[1];
  if (policy === undefined || policy === 'noeviction') return { isUp: true };
  return { isUp: false, reason: `Redis may forget tasks: its maxmemory-policy is "${policy}", set it to "noeviction"` };
}

const nameOf = (queue: QueueName): string => `tasks-${queue}`;

const newsOf = ({ dispatchId, taskId, lease }: Dispatch): News => ({ id: dispatchId, taskId, lease, count: 1 });

const newsJob = ({ id, taskId, lease, count }: News, delayMs: number): Job => ({
  name: 'task',
  data: count > 1 || lease === null ? { taskId, count } : { taskId, count, lease },
  opts: delayMs > 0 ? { jobId: id, delay: delayMs } : { jobId: id },
});

const jobOf = (dispatch: Dispatch): Job => newsJob(newsOf(dispatch), dispatch.delayMs);

/** In bundles of at most `BUNDLE` tasks; news of more than that stays as it is. */
export function bundled(news: readonly News[], delayMs = 0): Job[] {
  const bundles: News[][] = [];
  let tasks = BUNDLE;
  for (const one of news) {
    if (tasks + one.count > BUNDLE) {
      bundles.push([]);
      tasks = 0;
    }
    bundles.at(-1)?.push(one);
    tasks += one.count;
  }
  return bundles.map(([first, ...others]) => {
    if (!first) throw new Error('a bundle holds at least one');
    const count = others.reduce((sum, one) => sum + one.count, first.count);
    return newsJob(others.length === 0 ? first : { ...first, id: `${first.id}-x${count}`, count }, delayMs);
  });
}

/** News of what is due at the same time goes together: at the end of the moment for which other news is gathered as well. */
export const delayedBundles = (dispatches: readonly Dispatch[]): Job[] =>
  [...Map.groupBy(dispatches, ({ delayMs }) => Math.ceil(delayMs / GATHER_MS) * GATHER_MS)].flatMap(([delayMs, together]) =>
    together.length === 1 ? together.map(jobOf) : bundled(together.map(newsOf), delayMs),
  );
