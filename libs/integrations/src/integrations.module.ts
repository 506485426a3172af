import {
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { Clock, Database, logger, SessionLocks } from '#platform';
import { assetProviders } from './assets/asset.providers.js';
import { type Capability } from './contracts/capability.js';
import { Models, type Provider } from './contracts/models.js';
import { ObjectResponses, SignedUrls } from './contracts/signed-urls.js';
import { ObjectStorage } from './contracts/storage.js';
import { Assets, UserMedia } from './contracts/user-media.js';
import { AssetsController } from './http/assets.controller.js';
import { MediaController } from './http/media.controller.js';
import { ModelsController } from './http/models.controller.js';
import { type IntegrationsConfig, integrationsConfig } from './integrations.config.js';
import { ffmpegProvider, localProvider } from './providers/local/local-providers.js';
import { FileObjectStorage } from './storage/file-object-storage.js';
import { HmacSignedUrls } from './storage/hmac-signed-urls.js';
import { HttpObjectResponses } from './storage/http-object-responses.js';
import { assembleTasks } from './tasks/assemble-tasks.js';
import { TaskHandlers } from './tasks/task-handlers.js';
import { TaskRuntime } from './tasks/task-runtime.js';
import { TaskSink } from './tasks/task-sink.js';

export interface IntegrationsModuleOptions {
  /** Of this process: `api`, `worker`, `renderer`, `scheduler`. */
  readonly roles: Iterable<string>;
  /** Default: from the environment. */
  readonly config?: IntegrationsConfig;
  /** Default: the local ones. */
  readonly providers?: readonly Provider[];
}

const CONFIG = Symbol('integrations config');
/** Time for the last lines and HTTP answers of a process that no longer gets work. */
const WEDGED_GRACE_MS = 10_000;

@Injectable()
class IntegrationsLifecycle implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly tasks: TaskRuntime,
    private readonly urls: HmacSignedUrls,
  ) {}

  onModuleInit(): Promise<void> {
    return this.urls.load();
  }

  /** Not earlier: by now every lib has registered its handlers. */
  onApplicationBootstrap(): void {
    this.tasks.start();
  }

  /** Before everything else is taken down: work that is given back now is taken up by another process at once. */
  onModuleDestroy(): Promise<void> {
    return this.tasks.stop();
  }
}

/** Global. Needs the database module and the eventing module. */
@Module({})
export class IntegrationsModule {
  static forRoot(options: IntegrationsModuleOptions): DynamicModule {
    const exported = [
      { provide: CONFIG, useFactory: () => options.config ?? integrationsConfig() },
      TaskHandlers,
      {
        provide: TaskRuntime,
        inject: [CONFIG, Database, SessionLocks, UnitOfWork, TaskHandlers],
        useFactory: (config: IntegrationsConfig, database: Database, locks: SessionLocks, unitOfWork: UnitOfWork, handlers: TaskHandlers) =>
          assembleTasks({ config, roles: new Set(options.roles), database, locks, unitOfWork, handlers, onWedged: leave }),
      },
      TaskSink,
      {
        provide: Models,
        inject: [CONFIG],
        useFactory: ({ espeak }: IntegrationsConfig) => new Models(options.providers ?? [localProvider(espeak), ffmpegProvider()]),
      },
      { provide: ObjectStorage, inject: [CONFIG], useFactory: (config: IntegrationsConfig) => new FileObjectStorage(config.storageRoot) },
      {
        provide: HmacSignedUrls,
        inject: [Database, Clock, CONFIG],
        useFactory: (database: Database, clock: Clock, config: IntegrationsConfig) => new HmacSignedUrls(database, clock, config.publicUrl),
      },
      { provide: SignedUrls, useExisting: HmacSignedUrls },
      { provide: ObjectResponses, useClass: HttpObjectResponses },
    ];
    return {
      module: IntegrationsModule,
      global: true,
      controllers: [AssetsController, MediaController, ModelsController],
      providers: [...exported, ...assetProviders(CONFIG), IntegrationsLifecycle],
      exports: [TaskHandlers, TaskRuntime, TaskSink, Models, ObjectStorage, SignedUrls, ObjectResponses, Assets, UserMedia],
    };
  }
}

/** A process that no longer hears of its work is replaced: SIGTERM lets it give back what it has, then it is gone. */
function leave(queues: readonly Capability[]): void {
  logger('tasks').fatal({ queues }, 'tasks are due and announced, but do not reach this process: it ends, to be started anew');
  process.exitCode = 1;
  setTimeout(() => process.exit(1), WEDGED_GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}
