import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AssetsModule } from '#assets';
import { BatchesModule } from '#batches';
import { BillingModule } from '#billing';
import { EventingModule } from '#eventing';
import { identityEntities, IdentityModule } from '#identity';
import { IntegrationsModule } from '#integrations';
import { JobsModule } from '#jobs';
import { ProcessorShare } from '#media';
import { NotificationsModule } from '#notifications';
import { aboutProcess, DatabaseModule, PlatformModule, type Role } from '#platform';
import { TasksModule } from '#tasks';
import { WorkflowsModule } from '#workflows';
import { WebhooksModule } from '#webhooks';
import { apiRoles } from './api.config.js';
import { BillingCustomers } from './billing-customers.js';
import { CallLimitsModule } from './call-limits.module.js';
import { DependencyHealth } from './dependency-health.js';
import { GrantsModule } from './grants.module.js';
import { migrations } from './migrations.js';
import { ActorNamesModule } from './actor-names.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { PlanNamesModule } from './plan-names.module.js';
import { ProviderChargesModule } from './provider-charges.module.js';
import { RootController } from './root.controller.js';
import { StatusController } from './status/status.controller.js';
import { WebhookPortsModule } from './webhook-ports.module.js';

export interface AppOptions {
  /** Default: KADR_ROLES. */
  readonly roles?: ReadonlySet<Role>;
  /** More modules, for specs. */
  readonly imports?: readonly (DynamicModule | Type<object>)[];
}

/** Puts the libs together. What each role runs is the libs' own affair: they are told the roles. */
@Module({})
export class AppModule {
  static forRoot({ roles = apiRoles(), imports = [] }: AppOptions = {}): DynamicModule {
    const identity = IdentityModule.forRoot();
    return {
      module: AppModule,
      imports: [
        ScheduleModule.forRoot(),
        DatabaseModule.forRoot({ entities: identityEntities, migrations, about: aboutProcess(roles) }),
        PlatformModule.forRoot({ roles }),
        identity,
        EventingModule.forRoot({ roles: [...roles] }),
        WebhooksModule.forRoot({ roles }),
        WebhookPortsModule,
        BillingModule.forRoot({ customers: { imports: [identity], useClass: BillingCustomers } }),
        PlanNamesModule,
        CallLimitsModule,
        GrantsModule,
        TasksModule.forRoot({ roles, surround: () => new ProcessorShare() }),
        AssetsModule.forRoot(),
        IntegrationsModule.forRoot(),
        ProviderChargesModule,
        ActorNamesModule,
        JobsModule,
        NotificationsModule,
        WorkflowsModule,
        BatchesModule,
        McpModule,
        ...imports,
      ],
      controllers: [RootController, StatusController],
      providers: [DependencyHealth],
    };
  }
}
