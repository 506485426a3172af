import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { MediaError, type MediaProbe } from '#media';
import { type Database, GuardedFetch } from '#platform';
import { type Task, type TaskContext, type TaskDecision, type TaskHandler, type TaskRequest } from '#tasks';
import { asked, note, noting, type Payload, type ProcessOptions, type TaskProcess, TaskSpecs, type TaskWorld } from '#tasks/testing';
import { type AsyncCall, type ProviderCalls } from '../contracts/provider-calls.js';
import { integrationsConfig } from '../integrations.config.js';
import { integrationsMigrations } from '../integrations.migrations.js';
import { assembleCalls, type CallParts } from '../provider-calls/assemble-calls.js';
import { type ProvidersConfig } from '../providers.config.js';
import { wireCall, WireProvider, type WireResult } from './wire-provider.js';

export interface CallProcessOptions extends ProcessOptions {
  /** What providers there are, and how they are called; default: the wire provider. */
  readonly providers?: Partial<ProvidersConfig>;
  /** While true, nothing about calls can be read or written, as when Postgres is away. */
  readonly isAway?: () => boolean;
}

/** A process whose tasks can call providers; its sweeper does not run by itself. */
export interface CallProcess extends TaskProcess {
  readonly calls: CallParts;
}

/** What a handler of these specs gets: the calls that a maker would be given. */
export type CallingContext = TaskContext & { readonly calls: ProviderCalls };
export interface CallingHandler extends Omit<TaskHandler<Payload>, 'run'> {
  run(task: Task<Payload>, context: CallingContext): Promise<TaskDecision>;
}

const TABLES = ['integrations.provider_attempts', 'integrations.provider_states', 'integrations.provider_callbacks'];

/** A world of tasks with one provider in it. */
export class CallSpecs {
  private constructor(
    private readonly specs: TaskSpecs,
    readonly wire: WireProvider,
  ) {}

  /** @param name of the provider */
  static async begin(name?: string): Promise<CallSpecs> {
    return new CallSpecs(await TaskSpecs.begin({ migrations: integrationsMigrations, tables: TABLES }), await WireProvider.start(name));
  }

  get world(): TaskWorld {
    return this.specs.world;
  }

  async afterEach(): Promise<void> {
    await this.specs.afterEach();
    this.wire.reset();
  }

  async end(): Promise<void> {
    await this.world.destroy();
    await this.wire.stop();
  }

  async process(
    handler: CallingHandler,
    { providers = this.wire.settings(), isAway = () => false, ...options }: CallProcessOptions = {},
  ): Promise<CallProcess> {
    const made = await this.world.process({ roles: ['worker', 'scheduler'], ...options });
    let isDead = false;
    const config = integrationsConfig({ KADR_DATA_DIR: this.world.folder, KADR_RECONCILE_INTERVAL_MS: '100' });
    const calls = assembleCalls({
      config: { ...config.providers, ...providers },
      sweepIntervalMs: config.sweepIntervalMs,
      retentionDays: config.retentionDays,
      runDir: config.runDir,
      database: whileThere(made.database, isAway, () => isDead),
      fetch: new GuardedFetch({ allow: { has: (host) => host.startsWith('127.0.0.1:') } as ReadonlySet<string> }),
      tasks: made.runtime,
      probe: probeOfSpecs,
      downloadLimits: { pace: { bytes: 100, withinMs: 300 }, timeoutMs: 4000, pauseMs: 5 },
    });
    made.handlers.register({
      ...handler,
      run: (task: Task<Payload>, context: TaskContext) => {
        const opened = { value: calls.calls.forTask({ ...context.run, signal: context.signal }) };
        return handler.run(task, Object.create(context, { calls: opened }) as CallingContext);
      },
    });
    await calls.answers.recover();
    made.runtime.start();
    const process: CallProcess = Object.assign(made, { calls });
    const { stop, die } = made;
    process.stop = async () => void (await Promise.all([stop(), calls.sweeper.stop()]));
    process.die = async () => {
      await calls.sweeper.stop();
      await die();
      isDead = true;
    };
    this.specs.stopAfterwards(process);
    return process;
  }

  /** A handler that has the provider make something, and notes what it cost. */
  making(over: Partial<AsyncCall<WireResult>> = {}, canFind = false, then?: (context: CallingContext) => Promise<unknown>): CallingHandler {
    return calling({
      run: async (task, context) => {
        const { costMicros } = await context.calls.submitAndWait(wireCall(this.wire, over, canFind));
        await then?.(context);
        return note(task.subjectId, `made for ${costMicros}`);
      },
    });
  }

  attempts(taskId: string): Promise<Record<string, unknown>[]> {
    return this.world.sql('SELECT * FROM integrations.provider_attempts WHERE task_id = $1 ORDER BY number', [taskId]);
  }

  /** All tasks at the provider get on. */
  succeed(): void {
    for (const task of this.wire.tasks) task.state = 'succeeded';
  }
}

/** As `noting`, with calls to providers. */
export const calling = (over: Partial<CallingHandler>): CallingHandler => ({ ...noting(), ...over });

export const remote = (over: Partial<TaskRequest> = {}): TaskRequest => asked(randomUUID(), { queue: 'remote', ...over });

/** A dead process hears of nothing any more, and so tries nothing again. */
function whileThere(database: Database, isAway: () => boolean, isDead: () => boolean): Database {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown =>
        isDead()
          ? new Promise(() => undefined)
          : isAway()
            ? Promise.reject(new Error('Connection terminated unexpectedly'))
            : Reflect.apply(value, target, given);
    },
  });
}

/** Takes whatever begins with the words `a film` for one. */
async function probeOfSpecs(file: string): Promise<MediaProbe> {
  if (!(await readFile(file, 'latin1')).startsWith('a film')) throw new MediaError('unsupported_media', 'it is no film', false);
  const video = { codec: 'h264', widthPx: 16, heightPx: 16, fps: 25, frames: 1, pixelFormat: 'yuv420p' };
  return { container: 'mp4', durationSeconds: 1, video, audio: null };
}
