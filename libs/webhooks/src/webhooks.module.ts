import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { EventingRegistry } from '#eventing';
import { Database, Erasers, OrganisationErasures, SecretsKey } from '#platform';
import { AnnouncementReader } from './announcements/announcement-reader.js';
import { AnnouncementSink } from './announcements/announcement-sink.js';
import { AnnouncementStream } from './announcements/announcement-stream.js';
import { AnnouncementCatalogue } from './announcements/catalogue.js';
import { AnnouncementRebuild } from './announcements/rebuild.js';
import { DeliveryEnds } from './delivery/delivery-ends.js';
import { DeliveryLog } from './delivery/delivery-log.js';
import { DeliveryRuntime } from './delivery/delivery-runtime.js';
import { DeliverySweeper } from './delivery/delivery-sweeper.js';
import { DeliveryTable } from './delivery/delivery-table.js';
import { DeliveryTelemetry } from './delivery/delivery-telemetry.js';
import { Sender } from './delivery/sender.js';
import { TryEnds } from './delivery/try-ends.js';
import { webhookEndpoint } from './domain/webhook-endpoint.decider.js';
import { announceDisabledEndpoints } from './endpoints/announce-disabled.process-manager.js';
import { endpointAnnouncements } from './endpoints/announcement-kinds.js';
import { EndpointWork } from './endpoints/endpoint-work.js';
import { EndpointReader } from './endpoints/endpoint-reader.js';
import { EndpointSecrets, SEALED_SECRETS, SECRETS_KEY } from './endpoints/endpoint-secrets.js';
import { endpoints } from './endpoints/endpoints.projection.js';
import { OwnerNotices } from './endpoints/owner-notices.js';
import { WebhookEndpoints } from './endpoints/endpoints.service.js';
import { endpointsOf, forgetAnnouncements } from './erasure.js';
import { EndpointBodies } from './http/endpoint-bodies.js';
import { AdminAnnouncementsController, EventsController } from './http/events.controller.js';
import { WebhookDeliveriesController } from './http/webhook-deliveries.controller.js';
import { WebhookEndpointsController } from './http/webhook-endpoints.controller.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig, webhooksConfig } from './webhooks.config.js';

export interface WebhooksModuleOptions {
  /** Of this process: `api`, `worker`, `renderer`, `scheduler`. */
  readonly roles: Iterable<string>;
  /** Default: from the environment. */
  readonly config?: WebhooksConfig;
}

const OPTIONS = Symbol('webhooks options');

@Injectable()
class WebhooksLifecycle implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly roles: ReadonlySet<string>;

  constructor(
    @Inject(OPTIONS) options: WebhooksModuleOptions,
    private readonly secrets: EndpointSecrets,
    private readonly runtime: DeliveryRuntime,
    private readonly sweeper: DeliverySweeper,
    private readonly telemetry: DeliveryTelemetry,
    registry: EventingRegistry,
    sink: AnnouncementSink,
    database: Database,
    service: WebhookEndpoints,
    work: EndpointWork,
    erasers: Erasers,
    erasures: OrganisationErasures,
  ) {
    this.roles = new Set(options.roles);
    erasers.register(forgetAnnouncements);
    erasures.register(endpointsOf(database, service, work));
    registry.aggregate(webhookEndpoint).projection(endpoints);
    sink.announcer(announceDisabledEndpoints, endpointAnnouncements);
  }

  onModuleInit(): Promise<void> {
    return this.secrets.verify();
  }

  onApplicationBootstrap(): void {
    if (this.roles.has('worker')) this.runtime.start();
    if (this.roles.has('scheduler')) this.sweeper.start();
  }

  /** Before everything else is taken down: what is given back now is sent by another process at once. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.runtime.stop(), this.sweeper.stop()]);
    this.telemetry.stop();
  }
}

/** Global. Needs the modules of the database and of eventing, and somebody who binds `LinkSigner` and `EndpointLimits`. */
@Module({})
export class WebhooksModule {
  static forRoot(options: WebhooksModuleOptions): DynamicModule {
    return {
      module: WebhooksModule,
      global: true,
      controllers: [WebhookEndpointsController, WebhookDeliveriesController, EventsController, AdminAnnouncementsController],
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: WEBHOOKS_CONFIG, useFactory: () => options.config ?? webhooksConfig() },
        {
          provide: SECRETS_KEY,
          inject: [Database, WEBHOOKS_CONFIG],
          useFactory: (database: Database, { secretsKey, runDir }: WebhooksConfig) =>
            new SecretsKey(database, secretsKey, runDir, SEALED_SECRETS),
        },
        AnnouncementCatalogue,
        AnnouncementReader,
        AnnouncementRebuild,
        AnnouncementSink,
        AnnouncementStream,
        DeliveryEnds,
        DeliveryLog,
        DeliveryRuntime,
        DeliverySweeper,
        DeliveryTable,
        DeliveryTelemetry,
        EndpointBodies,
        EndpointReader,
        EndpointSecrets,
        EndpointWork,
        OwnerNotices,
        Sender,
        TryEnds,
        WebhookEndpoints,
        WebhooksLifecycle,
      ],
      exports: [AnnouncementCatalogue, AnnouncementSink, DeliveryEnds, EndpointReader],
    };
  }
}
