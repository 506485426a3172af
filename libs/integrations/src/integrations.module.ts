import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Clock, Database, Erasers, GuardedFetch, OrganisationErasures, TableMeasures } from '#platform';
import { TaskRuntime } from '#tasks';
import { type Provider, Models } from './contracts/models.js';
import { ProviderCharges } from './contracts/provider-charges.js';
import { ProviderPolling } from './contracts/provider-polling.js';
import { CallbacksController } from './http/callbacks.controller.js';
import { ModelsController } from './http/models.controller.js';
import { ProviderKeysController } from './http/provider-keys.controller.js';
import { type IntegrationsConfig, integrationsConfig } from './integrations.config.js';
import { assembleCalls, type CallParts } from './provider-calls/assemble-calls.js';
import { AttemptCharges } from './provider-calls/attempt-charges.js';
import { Callbacks } from './provider-calls/callbacks.js';
import { answersAndKeys, forgetAnswers } from './provider-calls/forget-answers.js';
import { WakingPolling } from './provider-calls/poll-now.js';
import { providerMeasure } from './provider-calls/provider-measure.js';
import { ProviderKeyService } from './provider-keys/provider-key.service.js';
import { ProviderAvailability } from './provider-keys/provider-availability.js';
import { allProviders } from './providers/all-providers.js';
import { catalogueConfig } from './providers/catalogue.config.js';

export interface IntegrationsModuleOptions {
  /** Default: from the environment. */
  readonly config?: IntegrationsConfig;
  /** Default: everyone we know. */
  readonly providers?: readonly Provider[];
}

const CONFIG = Symbol('integrations config');
const CALLS = Symbol('paid calls');

@Injectable()
class IntegrationsLifecycle implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly tasks: TaskRuntime,
    private readonly availability: ProviderAvailability,
    @Inject(CALLS) private readonly calls: CallParts,
    erasers: Erasers,
    erasures: OrganisationErasures,
    measures: TableMeasures,
  ) {
    measures.register(providerMeasure);
    erasers.register(forgetAnswers);
    erasures.register(answersAndKeys);
  }

  async onModuleInit(): Promise<void> {
    await this.calls.secrets.verify();
    // Before any task runs: it may be about to pay for what is in there.
    await this.calls.answers.recover();
    await this.availability.start();
  }

  onApplicationBootstrap(): void {
    if (this.tasks.callsProviders) this.calls.sweeper.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.availability.stop();
    await this.calls.sweeper.stop();
  }
}

/** Global. Needs the database module and the tasks module. */
@Module({})
export class IntegrationsModule {
  static forRoot(options: IntegrationsModuleOptions = {}): DynamicModule {
    return {
      module: IntegrationsModule,
      global: true,
      controllers: [CallbacksController, ModelsController, ProviderKeysController],
      providers: [
        { provide: CONFIG, useFactory: () => options.config ?? integrationsConfig() },
        {
          provide: CALLS,
          inject: [CONFIG, Database, GuardedFetch, TaskRuntime],
          useFactory: ({ providers, ...config }: IntegrationsConfig, database: Database, fetch: GuardedFetch, tasks: TaskRuntime) =>
            assembleCalls({ ...config, config: providers, database, fetch, tasks }),
        },
        { provide: Callbacks, inject: [CALLS], useFactory: ({ callbacks }: CallParts) => callbacks },
        { provide: ProviderCharges, inject: [Database], useFactory: (database: Database) => new AttemptCharges(database) },
        {
          provide: ProviderPolling,
          inject: [Database, TaskRuntime],
          useFactory: (database: Database, tasks: TaskRuntime) => new WakingPolling(database, tasks),
        },
        {
          provide: ProviderAvailability,
          inject: [Database, CONFIG],
          useFactory: (database: Database, config: IntegrationsConfig) => new ProviderAvailability(database, config.providers),
        },
        {
          provide: ProviderKeyService,
          inject: [CALLS, ProviderAvailability, CONFIG],
          useFactory: ({ keys, admission }: CallParts, availability: ProviderAvailability, config: IntegrationsConfig) =>
            new ProviderKeyService(keys, admission, availability, config.providers),
        },
        {
          provide: Models,
          inject: [CONFIG, ProviderAvailability, CALLS, Clock],
          useFactory: (
            { espeak, voicesFolder }: IntegrationsConfig,
            availability: ProviderAvailability,
            { calls }: CallParts,
            clock: Clock,
          ) =>
            new Models(
              options.providers ?? allProviders({ ...espeak, voicesFolder }, catalogueConfig()),
              availability,
              (run) => calls.forTask(run),
              () => clock.now(),
            ),
        },
        IntegrationsLifecycle,
      ],
      exports: [Models, ProviderCharges, ProviderPolling],
    };
  }
}
