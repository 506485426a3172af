import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Fence, Fenced, type UnitOfWork } from '#eventing';
import { type Event } from '#eventing/domain';
import { type Database, type MigrationClass, type Queryable, SessionLocks } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { type TaskDecision } from '../contracts/tasks.js';
import { QUEUE_NAMES, type QueueName } from '../contracts/queue-name.js';
import { type Surroundings } from '../contracts/surroundings.js';
import { assembleTasks } from '../assemble-tasks.js';
import { TaskHandlers } from '../execution/task-handlers.js';
import { tasksMigrations } from '../migrations/index.js';
import { type TaskRuntime } from '../task-runtime.js';
import { tasksConfig, type TasksConfig } from '../tasks.config.js';
import { notebook } from './notebook.js';

/** Three times what a quiet machine is given: a busy one is slow, and its specs are right. */
const DEADLINE_MS = 45_000;

export interface ProcessOptions {
  readonly roles?: readonly string[];
  readonly concurrency?: number;
  readonly retryBaseMs?: number;
  /** Default: none. */
  readonly guestPlaces?: number;
  /** What each attempt runs within. Default: nothing. */
  readonly surround?: () => Surroundings;
  readonly redisUrl?: string | null;
  /** How long tasks may go on when it stops. Default: not at all. */
  readonly drainMs?: number;
  /** Default: never full. */
  readonly diskFullPercent?: number;
  /** Waited for before each decision. */
  readonly beforeDecide?: () => Promise<void>;
}

/** What one process of Kadr has of its own, as far as tasks need it. */
export interface TaskProcess {
  readonly runtime: TaskRuntime;
  readonly handlers: TaskHandlers;
  readonly database: Database;
  /** All SQL it has sent. */
  readonly statements: string[];
  /** While true, no decision can be committed. */
  failDecisions: boolean;
  /** Loses its instance lock and its connections, as a killed process does; what it was doing goes on in vain. */
  die(): Promise<void>;
  stop(): Promise<void>;
}

/** A database and a Redis namespace of a spec's own, in which several processes can live side by side. */
export class TaskWorld {
  private readonly prefix = `spec-${randomUUID()}`;

  /** How the dispatch queue reaches Redis, for somebody else who listens to it. */
  get bullmq(): { readonly prefix: string; readonly url: string } {
    return { prefix: this.prefix, url: this.redisUrl };
  }

  private constructor(
    private readonly home: TestDatabase,
    readonly folder: string,
    private readonly redisUrl: string,
    private readonly tables: readonly string[],
  ) {}

  /** @param more of the libs that are specified here: their migrations, and their tables to be emptied by `clear`. */
  static async create(
    more: { migrations: readonly MigrationClass[]; tables: readonly string[] } = { migrations: [], tables: [] },
  ): Promise<TaskWorld> {
    const home = await createTestDatabase([...tasksMigrations, ...more.migrations]);
    await home.database.query(
      'CREATE TABLE public.notes (position bigserial PRIMARY KEY, stream text NOT NULL, type text NOT NULL, data jsonb NOT NULL)',
    );
    return new TaskWorld(home, await mkdtemp(path.join(tmpdir(), 'kadr-tasks-')), required('KADR_TEST_REDIS_URL'), [
      'tasks.tasks',
      'public.notes',
      ...more.tables,
    ]);
  }

  async destroy(): Promise<void> {
    await this.forgetDispatches();
    await this.home.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Not started: register handlers first. */
  async process(options: ProcessOptions = {}): Promise<TaskProcess> {
    const config = this.config(options);
    const statements: string[] = [];
    const database = listening(this.home.database, statements);
    const locks = new SessionLocks(this.home.database);
    await locks.start();
    const handlers = new TaskHandlers();
    let isDead = false;
    const made: TaskProcess = {
      handlers,
      database,
      statements,
      failDecisions: false,
      runtime: assembleTasks({
        config,
        roles: new Set(options.roles ?? ['worker', 'renderer']),
        database,
        locks,
        handlers,
        onStuck: () => undefined,
        ...(options.surround && { surround: options.surround }),
        unitOfWork: {
          decide: async (_aggregate, id, command, _context, fence) => {
            await options.beforeDecide?.();
            if (made.failDecisions) throw new Error('the database cannot be reached');
            return decide(database, { aggregate: notebook, id, command } as unknown as TaskDecision, fence) as never;
          },
        } satisfies Pick<UnitOfWork, 'decide'>,
      }),
      die: async () => {
        isDead = true;
        await made.runtime.queue.close(true);
        await locks.stop();
      },
      stop: async () => {
        if (isDead) return;
        await made.runtime.stop();
        await locks.stop();
      },
    };
    return made;
  }

  async sql<R extends object>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    return this.home.database.query<R>(sql, params);
  }

  async row(taskId: string): Promise<Record<string, unknown>> {
    const [row] = await this.sql<Record<string, unknown>>('SELECT * FROM tasks.tasks WHERE task_id = $1', [taskId]);
    if (!row) throw new Error(`there is no task ${taskId}`);
    return row;
  }

  /** What the notebook of this subject holds. */
  async notes(subjectId: string): Promise<string[]> {
    const rows = await this.sql<{ text: string }>(
      `SELECT data->>'text' AS text FROM public.notes WHERE stream = $1 AND type = 'Noted' ORDER BY position`,
      [subjectId],
    );
    return rows.map((row) => row.text);
  }

  /** Lets something happen to an aggregate without any task. */
  async tell(decision: TaskDecision): Promise<void> {
    await this.home.database.transaction((tx) => append(tx, decision));
  }

  /** As new; to be called when no process lives. */
  async clear(): Promise<void> {
    await this.forgetDispatches();
    await this.sql(`TRUNCATE ${this.tables.join(', ')}`);
  }

  /** Redis loses all it knows of this world. */
  async forgetDispatches(): Promise<void> {
    const redis = new Redis(this.redisUrl);
    const keys = await redis.keys(`${this.prefix}:*`);
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  }

  async until(taskId: string, state: string): Promise<void> {
    let row: Record<string, unknown> = {};
    const isSo = async (): Promise<boolean> => (row = await this.row(taskId))['state'] === state;
    await this.eventually(isSo, () => `task ${taskId} is ${state}; it is ${JSON.stringify(row)}`);
  }

  async eventually(isTrue: () => boolean | Promise<boolean>, what: string | (() => string) = 'it comes true'): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`waited ${DEADLINE_MS} ms in vain until ${typeof what === 'string' ? what : what()}`);
      await sleep(10);
    }
  }

  /** Long enough for something unwanted to happen. */
  async quiet(): Promise<void> {
    await sleep(250);
  }

  private config(options: ProcessOptions): TasksConfig {
    const config = tasksConfig({ KADR_DATA_DIR: this.folder, DATABASE_URL: this.home.url, KADR_RECONCILE_INTERVAL_MS: '100' });
    const concurrency = Object.fromEntries(QUEUE_NAMES.map((queue) => [queue, options.concurrency ?? 4])) as Record<QueueName, number>;
    return {
      ...config,
      concurrency,
      queuePrefix: this.prefix,
      redisUrl: options.redisUrl === undefined ? this.redisUrl : options.redisUrl,
      retryBaseMs: options.retryBaseMs ?? 10,
      guestPlaces: options.guestPlaces ?? 0,
      diskFullPercent: options.diskFullPercent ?? 100,
      drainMs: options.drainMs ?? 0,
    };
  }
}

/** What the unit of work does for one decision, over a table of its own. */
async function decide(database: Database, decision: TaskDecision, fence: Fence | undefined): Promise<void> {
  await database.transaction(async (tx) => {
    await append(tx, decision);
    if (!fence) return;
    const ours = await fence.kind.claim(tx, [{ key: fence.key, token: fence.token }]);
    if (!ours.has(fence.key)) throw new Fenced(fence);
  });
}

async function append(tx: Queryable, { aggregate, id, command }: TaskDecision): Promise<void> {
  const events = await tx.query<Event>('SELECT type, data FROM public.notes WHERE stream = $1 ORDER BY position', [id]);
  const state = events.reduce((before, event) => aggregate.evolve(before, event), aggregate.initialState);
  for (const { type, data } of aggregate.decide(command, state)) {
    await tx.query('INSERT INTO public.notes (stream, type, data) VALUES ($1, $2, $3)', [id, type, JSON.stringify(data)]);
  }
}

/** The same database; what goes through it is written down. */
function listening(database: Database, statements: string[]): Database {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        if (name === 'query') statements.push(String(given[0]));
        return Reflect.apply(value, target, given);
      };
    },
  });
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the specs through npm test`);
  return value;
}
