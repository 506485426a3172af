import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ConsumerProgress, EventingRegistry, EventStore, UnitOfWork } from '#eventing';
import { Clock, Database, Erasers, logger, OrganisationErasures, SessionLocks } from '#platform';
import { assembleTasks } from './assemble-tasks.js';
import { Hindrances } from './contracts/hindrances.js';
import { type QueueName } from './contracts/queue-name.js';
import { type Surroundings } from './contracts/surroundings.js';
import { TaskHandlers } from './execution/task-handlers.js';
import { StalledWork } from './maintenance/stalled-work.js';
import { forgetTaskErrors, SubjectErasure, tasksOf } from './subject-erasure.js';
import { TaskRuntime } from './task-runtime.js';
import { TaskSink } from './task-sink.js';
import { type TasksConfig, tasksConfig } from './tasks.config.js';

export interface TasksModuleOptions {
  /** Of this process: `api`, `worker`, `renderer`, `scheduler`. */
  readonly roles: Iterable<string>;
  /** Default: from the environment. */
  readonly config?: TasksConfig;
  /** Makes what each attempt runs within. Default: nothing. */
  readonly surround?: () => Surroundings;
}

const OPTIONS = Symbol('tasks options');

/** Time for the last lines and HTTP answers of a process that no longer gets work. */
const STUCK_GRACE_MS = 10_000;

@Injectable()
class TasksLifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(OPTIONS) private readonly options: TasksModuleOptions,
    private readonly tasks: TaskRuntime,
    private readonly stalled: StalledWork,
  ) {}

  /** Not earlier: by now every lib has registered its handlers. */
  onApplicationBootstrap(): void {
    this.tasks.start();
    if (new Set(this.options.roles).has('scheduler')) this.stalled.start();
  }

  /** Before everything else is taken down: work that is given back now is taken up by another process at once. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.tasks.stop(), this.stalled.stop()]);
  }
}

/** Global. Needs the database module and the eventing module. */
@Module({})
export class TasksModule {
  static forRoot(options: TasksModuleOptions): DynamicModule {
    return {
      module: TasksModule,
      global: true,
      providers: [
        Hindrances,
        TaskHandlers,
        { provide: OPTIONS, useValue: options },
        {
          provide: TaskRuntime,
          inject: [Database, SessionLocks, UnitOfWork, TaskHandlers, Hindrances],
          useFactory: (database: Database, locks: SessionLocks, unitOfWork: UnitOfWork, handlers: TaskHandlers, hindrances: Hindrances) =>
            assembleTasks({
              config: options.config ?? tasksConfig(),
              roles: new Set(options.roles),
              database,
              locks,
              unitOfWork,
              handlers,
              hindrances,
              onStuck: leave,
              ...(options.surround && { surround: options.surround }),
            }),
        },
        TaskSink,
        {
          provide: StalledWork,
          inject: [TaskRuntime, ConsumerProgress, EventStore, SessionLocks, Clock],
          useFactory: (tasks: TaskRuntime, progress: ConsumerProgress, store: EventStore, locks: SessionLocks, clock: Clock) => {
            const { stalledAfterMs } = options.config ?? tasksConfig();
            return new StalledWork({ tasks, progress, store, locks, clock, stalledAfterMs });
          },
        },
        {
          provide: SubjectErasure,
          inject: [Database, Erasers, ConsumerProgress, EventingRegistry, OrganisationErasures],
          useFactory: (
            database: Database,
            erasers: Erasers,
            progress: ConsumerProgress,
            registry: EventingRegistry,
            erasures: OrganisationErasures,
          ) => {
            erasures.register(tasksOf(database));
            erasers.register({ name: 'tasks.errors', erase: (tx, { subjectId }) => forgetTaskErrors(tx, subjectId) });
            return new SubjectErasure(database, erasers, progress, registry);
          },
        },
        TasksLifecycle,
      ],
      exports: [Hindrances, StalledWork, SubjectErasure, TaskHandlers, TaskRuntime, TaskSink],
    };
  }
}

/** A process that no longer hears of its work is replaced: SIGTERM lets it give back what it has, then it is gone. */
function leave(queues: readonly QueueName[]): void {
  logger('tasks').fatal({ queues }, 'tasks are due and announced, but do not reach this process: it ends, to be started anew');
  process.exitCode = 1;
  setTimeout(() => process.exit(1), STUCK_GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}
