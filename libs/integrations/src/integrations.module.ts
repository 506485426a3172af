import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { Clock, Database, GuardedFetch, logger, SessionLocks } from '#platform';
import { assetProviders } from './assets/asset.providers.js';
import { type Capability } from './contracts/capability.js';
import { Models, type Provider } from './contracts/models.js';
import { ObjectResponses, SignedUrls } from './contracts/signed-urls.js';
import { ObjectStorage } from './contracts/storage.js';
import { StorageAllowance, UNLIMITED_STORAGE } from './contracts/storage-allowance.js';
import { Assets, UserMedia } from './contracts/user-media.js';
import { AssetsController } from './http/assets.controller.js';
import { CallbacksController } from './http/callbacks.controller.js';
import { MediaController } from './http/media.controller.js';
import { ModelsController } from './http/models.controller.js';
import { ProviderKeysController } from './http/provider-keys.controller.js';
import { ShortVideoController } from './http/short-video.controller.js';
import { type IntegrationsConfig, integrationsConfig } from './integrations.config.js';
import { assembleCalls, type CallParts } from './provider-calls/assemble-calls.js';
import { Callbacks } from './provider-calls/callbacks.js';
import { KeyDesk } from './provider-keys/key-desk.js';
import { ProviderAvailability } from './provider-keys/provider-availability.js';
import { allProviders } from './providers/all-providers.js';
import { catalogueConfig } from './providers/catalogue.config.js';
import { shortVideoProviders } from './short-video/short-video.providers.js';
import { HmacSignedUrls } from './storage/hmac-signed-urls.js';
import { HttpObjectResponses } from './storage/http-object-responses.js';
import { objectStorageOf } from './storage/object-storage-of.js';
import { assembleTasks } from './tasks/assemble-tasks.js';
import { TaskHandlers } from './tasks/task-handlers.js';
import { TaskRuntime } from './tasks/task-runtime.js';
import { TaskSink } from './tasks/task-sink.js';

export interface IntegrationsModuleOptions {
  /** Of this process: `api`, `worker`, `renderer`, `scheduler`. */
  readonly roles: Iterable<string>;
  /** Default: from the environment. */
  readonly config?: IntegrationsConfig;
  /** Default: everyone we know. */
  readonly providers?: readonly Provider[];
  /** Who knows what organisations may keep. Default: they may keep everything. */
  readonly allowance?: new (...parts: never[]) => StorageAllowance;
}

const CONFIG = Symbol('integrations config');
const WORK = Symbol('tasks and paid calls');

/** Tasks and paid calls need each other, so they are made together. */
interface Work {
  readonly runtime: TaskRuntime;
  readonly parts: CallParts;
}
/** Time for the last lines and HTTP answers of a process that no longer gets work. */
const WEDGED_GRACE_MS = 10_000;

@Injectable()
class IntegrationsLifecycle implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly tasks: TaskRuntime,
    private readonly urls: HmacSignedUrls,
    private readonly availability: ProviderAvailability,
    @Inject(WORK) private readonly work: Work,
  ) {}

  async onModuleInit(): Promise<void> {
    await Promise.all([this.urls.load(), this.availability.start()]);
  }

  /** Not earlier: by now every lib has registered its handlers. */
  onApplicationBootstrap(): void {
    this.tasks.start();
    if (this.tasks.servesQueues) this.work.parts.keeper.start();
  }

  /** Before everything else is taken down: work that is given back now is taken up by another process at once. */
  async onModuleDestroy(): Promise<void> {
    this.availability.stop();
    await Promise.all([this.tasks.stop(), this.work.parts.keeper.stop()]);
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
        provide: WORK,
        inject: [CONFIG, Database, SessionLocks, UnitOfWork, TaskHandlers, GuardedFetch],
        useFactory: (...given: WorkNeeds) => assembleWork(new Set(options.roles), ...given),
      },
      { provide: TaskRuntime, inject: [WORK], useFactory: ({ runtime }: Work) => runtime },
      { provide: Callbacks, inject: [WORK], useFactory: ({ parts }: Work) => parts.callbacks },
      {
        provide: ProviderAvailability,
        inject: [Database, CONFIG],
        useFactory: (database: Database, config: IntegrationsConfig) => new ProviderAvailability(database, config.providers),
      },
      {
        provide: KeyDesk,
        inject: [WORK, ProviderAvailability, CONFIG],
        useFactory: ({ parts }: Work, availability: ProviderAvailability, config: IntegrationsConfig) =>
          new KeyDesk(parts.keys, parts.admission, availability, config.providers),
      },
      TaskSink,
      {
        provide: Models,
        inject: [CONFIG, ProviderAvailability],
        useFactory: ({ espeak }: IntegrationsConfig, availability: ProviderAvailability) =>
          new Models(options.providers ?? allProviders(espeak, catalogueConfig()), availability),
      },
      { provide: ObjectStorage, inject: [CONFIG], useFactory: objectStorageOf },
      options.allowance
        ? { provide: StorageAllowance, useClass: options.allowance }
        : { provide: StorageAllowance, useValue: UNLIMITED_STORAGE },
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
      controllers: [AssetsController, CallbacksController, MediaController, ModelsController, ProviderKeysController, ShortVideoController],
      providers: [...exported, ...assetProviders(CONFIG), ...shortVideoProviders, IntegrationsLifecycle],
      exports: [TaskHandlers, TaskRuntime, TaskSink, Models, ObjectStorage, SignedUrls, ObjectResponses, Assets, UserMedia],
    };
  }
}

type WorkNeeds = [
  config: IntegrationsConfig,
  database: Database,
  locks: SessionLocks,
  unitOfWork: UnitOfWork,
  handlers: TaskHandlers,
  fetch: GuardedFetch,
];

function assembleWork(roles: ReadonlySet<string>, ...[config, database, locks, unitOfWork, handlers, fetch]: WorkNeeds): Work {
  const parts = assembleCalls({
    config: config.providers,
    keepIntervalMs: config.reconcileIntervalMs,
    runDir: config.runDir,
    database,
    fetch,
    tasks: () => runtime,
  });
  const runtime: TaskRuntime = assembleTasks({ config, roles, database, locks, unitOfWork, handlers, calls: parts.calls, onWedged: leave });
  return { runtime, parts };
}

/** A process that no longer hears of its work is replaced: SIGTERM lets it give back what it has, then it is gone. */
function leave(queues: readonly Capability[]): void {
  logger('tasks').fatal({ queues }, 'tasks are due and announced, but do not reach this process: it ends, to be started anew');
  process.exitCode = 1;
  setTimeout(() => process.exit(1), WEDGED_GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}
