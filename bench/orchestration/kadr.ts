import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Eventing, EventingModule, eventingConfig, eventingMigrations, EventingRegistry, UnitOfWork } from '#eventing';
import { TaskHandlers, tasksConfig, tasksMigrations, TasksModule, TaskSink } from '#tasks';
import { ALL_ROLES, Database, databaseConfig, DatabaseModule, platformMigrations, PlatformModule } from '#platform';
import { type Contender, type Services, StepCounts, STEPS } from './contender.js';
import { BeginJob, BenchStep, benchJob, CreateBenchJobs1763900000999, jobIndex, jobProgress, ORG, runSteps } from './kadr-job.js';

/** JobBegun, a StepDone for each step, JobEnded. */
const EVENTS = STEPS + 2;
const SETTLE_WITHIN_MS = 60_000;

@Module({})
class BenchModule {
  constructor(registry: EventingRegistry, sink: TaskSink, handlers: TaskHandlers, step: BenchStep) {
    registry.aggregate(benchJob).projection(jobIndex).projection(jobProgress).processManager(runSteps, sink);
    handlers.register(step);
  }

  static forRoot(step: BenchStep, imports: DynamicModule[]): DynamicModule {
    return { module: BenchModule, imports, providers: [{ provide: BenchStep, useValue: step }] };
  }
}

/** Kadr's own modules with all roles in one process, as the app puts them together; only the job is the benchmark's. */
export class KadrContender implements Contender {
  readonly #counts = new StepCounts();
  readonly #ends = new Map<string, () => void>();
  readonly #prefix: string;
  #app: INestApplicationContext | null = null;
  #unitOfWork: UnitOfWork | null = null;
  #jobs = 0;

  /** @param places tasks of a queue in hand at a time; null: as settings have it by default. */
  constructor(
    private readonly services: Services,
    private readonly places: number | null,
  ) {
    this.#prefix = services.shared ?? `bench${process.pid}`;
  }

  async start(): Promise<void> {
    const { databaseUrl, natsUrl, redisUrl, folder } = this.services;
    const env = { DATABASE_URL: databaseUrl, NATS_URL: natsUrl, REDIS_URL: redisUrl, KADR_DATA_DIR: folder };
    const own = { KADR_NATS_PREFIX: this.#prefix, KADR_NATS_STREAM: this.#prefix, KADR_NAMESPACE: this.#prefix };
    const places =
      this.places === null ? [] : ['SCRIPT', 'IMAGE', 'RENDER'].map((queue) => [`KADR_CONCURRENCY_${queue}`, String(this.places)]);
    const concurrency = Object.fromEntries(places) as Record<string, string>;
    const settings = { ...env, ...own, ...concurrency };
    const config = databaseConfig(settings);
    const migrations = [...platformMigrations, ...eventingMigrations, ...tasksMigrations, CreateBenchJobs1763900000999];
    const modules = [
      DatabaseModule.forRoot({ config, entities: [], migrations }),
      PlatformModule.forRoot({ roles: new Set(ALL_ROLES) }),
      EventingModule.forRoot({ roles: ALL_ROLES, config: eventingConfig(settings) }),
      TasksModule.forRoot({ roles: ALL_ROLES, config: tasksConfig(settings) }),
    ];
    const app = await NestFactory.createApplicationContext(
      BenchModule.forRoot(new BenchStep(this.#counts, this.services.failing), modules),
      {
        logger: ['error'],
        abortOnError: false,
      },
    );
    this.#app = app;
    this.#unitOfWork = app.get(UnitOfWork);
    app.get(Eventing).eventLog.onAdvance((events) => {
      for (const event of events) if (event.type === 'JobEnded') this.#ends.get((event.data as { jobId: string }).jobId)?.();
    });
  }

  async job(jobId: string): Promise<void> {
    if (!this.#unitOfWork) throw new Error('not started');
    this.#jobs += 1;
    const ended = new Promise<void>((resolve) => this.#ends.set(jobId, resolve));
    await this.#unitOfWork.decide(benchJob, jobId, new BeginJob({ jobId }, new Date().toISOString()), { orgId: ORG, actor: 'bench' });
    await ended;
    this.#ends.delete(jobId);
  }

  /** Every step is in the asynchronous projection, every event in JetStream. */
  async settled(): Promise<void> {
    const nats = await connect({ servers: this.services.natsUrl.replace('nats://', '') });
    try {
      const manager = await jetstreamManager(nats);
      const [steps, events] = [this.#jobs * STEPS, this.#jobs * EVENTS];
      const deadlineMs = performance.now() + SETTLE_WITHIN_MS;
      for (;;) {
        const [row] = await this.#query<{ steps: number }>(
          `SELECT coalesce(sum((data->>'stepsDone')::int), 0)::int AS steps FROM bench.job_progress`,
        );
        const { state } = await manager.streams.info(this.#prefix);
        if (row?.steps === steps && state.messages === events) return;
        if (performance.now() > deadlineMs)
          throw new Error(`${row?.steps} of ${steps} steps projected, ${state.messages} of ${events} events published`);
        await sleep(5);
      }
    } finally {
      await nats.close();
    }
  }

  async verify(jobIds: readonly string[]): Promise<void> {
    // Of several processes none knows what the others have carried out: the tasks say so.
    if (this.services.shared === undefined) this.#counts.verify(jobIds);
    const attempts = this.services.shared === undefined && this.services.failing !== true ? 'attempt = 1 AND lease = 1' : 'attempt <= 2';
    const [row] = await this.#query<{ jobs: number; tasks: number; rows: number }>(
      `WITH asked AS (SELECT unnest($1::uuid[]) AS id),
            streams AS (SELECT stream_id FROM eventing.events WHERE stream_id IN (SELECT 'bench-job-' || id FROM asked)
                         GROUP BY 1 HAVING count(*) = $2 AND max(version) = $2 AND count(DISTINCT data->>'index') = $3),
            tasks AS (SELECT subject_id FROM tasks.tasks WHERE subject_id IN (SELECT id FROM asked)
                       GROUP BY 1 HAVING count(*) = $3 AND bool_and(state = 'done' AND ${attempts}))
       SELECT (SELECT count(*)::int FROM streams) AS jobs, (SELECT count(*)::int FROM tasks) AS tasks,
              (SELECT count(*)::int FROM bench.job_index WHERE key IN (SELECT id::text FROM asked) AND data->>'status' = 'completed') AS rows`,
      [jobIds, EVENTS, STEPS],
    );
    const counts = [row?.jobs, row?.tasks, row?.rows];
    if (counts.some((count) => count !== jobIds.length)) {
      throw new Error(`of ${jobIds.length} jobs ${counts.join(', ')} have all events, all tasks done, and their row`);
    }
  }

  async stop(): Promise<void> {
    await this.#app?.close();
  }

  async #query<R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    if (!this.#app) throw new Error('not started');
    return this.#app.get(Database).query<R>(sql, params);
  }
}
