import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import { Clock, Database, Erasers, EventStreams, Ids, OrganisationErasures, SessionLocks } from '#platform';
import { SubjectStreams } from './archive/subject-streams.js';
import { ConsumerProgress } from './consumers/consumer-progress.js';
import { DeadLetters } from './consumers/dead-letters.js';
import { Eventing } from './eventing.js';
import { eventingConfig, type EventingConfig } from './eventing.config.js';
import { EventSignals } from './event-signals.js';
import { LiveFeed } from './http/live-feed.js';
import { OperationsController } from './http/operations.controller.js';
import { OrganisationStreams } from './personal/organisation-streams.js';
import { Projections } from './projections/projections.js';
import { EventingRegistry } from './registry.js';
import { RestoredLog } from './restore/restored-log.js';
import { EventStore } from './store/event-store.js';
import { UnitOfWork } from './store/unit-of-work.js';

/** Roles that carry process managers, projections and the relay. */
const CONSUMING = ['worker', 'scheduler'];
const OPTIONS = Symbol('eventing options');

export interface EventingModuleOptions {
  /** Of this process: `api`, `worker`, `renderer`, `scheduler`. */
  readonly roles: readonly string[];
  /** Default: from the environment. */
  readonly config?: EventingConfig;
}

@Injectable()
class EventingLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(OPTIONS) private readonly options: EventingModuleOptions,
    private readonly eventing: Eventing,
    database: Database,
    registry: EventingRegistry,
    @Optional() erasers?: Erasers,
    @Optional() erasures?: OrganisationErasures,
  ) {
    erasers?.register(eventing.erasure);
    if (erasers) erasures?.register(new OrganisationStreams(database, registry, erasers));
  }

  onApplicationBootstrap(): Promise<void> {
    return this.eventing.start({ consumers: this.options.roles.some((role) => CONSUMING.includes(role)) });
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.eventing.stop();
  }
}

/** A part of the one `Eventing`, under its own class as token. */
const part = <T>(token: new (...parts: never[]) => T, of: (eventing: Eventing) => T) => ({
  provide: token,
  inject: [Eventing],
  useFactory: of,
});

/**
 * Global. Needs the database module. Libs register in the `EventingRegistry` from a constructor or `onModuleInit`;
 * consumers start when the application has booted and finish their page at shutdown.
 */
@Module({})
export class EventingModule {
  static forRoot(options: EventingModuleOptions): DynamicModule {
    const parts = [
      part(UnitOfWork, (eventing) => eventing.unitOfWork),
      part(EventStore, (eventing) => eventing.store),
      part(EventSignals, (eventing) => eventing.signals),
      part(Projections, (eventing) => eventing.projections),
      part(DeadLetters, (eventing) => eventing.deadLetters),
      part(SubjectStreams, (eventing) => eventing.subjectStreams),
      part(RestoredLog, (eventing) => eventing.restored),
      part(ConsumerProgress, (eventing) => eventing.consumerProgress),
    ];
    return {
      module: EventingModule,
      global: true,
      controllers: [OperationsController],
      providers: [
        EventingRegistry,
        { provide: OPTIONS, useValue: options },
        {
          provide: Eventing,
          inject: [Database, SessionLocks, EventingRegistry, { token: Clock, optional: true }, { token: Ids, optional: true }],
          useFactory: (database: Database, locks: SessionLocks, registry: EventingRegistry, clock?: Clock, ids?: Ids) =>
            Eventing.open({
              database,
              locks,
              registry,
              config: options.config ?? eventingConfig(),
              ...(clock && { clock }),
              ...(ids && { ids }),
            }),
        },
        ...parts,
        {
          provide: LiveFeed,
          inject: [Eventing, { token: EventStreams, optional: true }],
          useFactory: ({ eventLog }: Eventing, streams?: EventStreams) => new LiveFeed(eventLog, streams ?? null),
        },
        EventingLifecycle,
      ],
      exports: [EventingRegistry, Eventing, LiveFeed, ...parts.map(({ provide }) => provide)],
    };
  }
}
