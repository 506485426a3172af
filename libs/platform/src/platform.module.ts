import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { Database } from './database/database.js';
import { DatabaseClock, databaseChecks } from './database/database-clock.js';
import { migrationsPending, oldestTransaction } from './database/database-measures.js';
import { MIGRATIONS } from './database/database.module.js';
import { type MigrationClass } from './database/migrations.js';
import { TENANT_ROLE } from './database/row-level-security.js';
import { allowListOf, egressConfig } from './egress/egress.config.js';
import { GuardedFetch } from './egress/guarded-fetch.js';
import { Erasers } from './erasure/erasers.js';
import { ErasureSweeper } from './erasure/erasure-sweeper.js';
import { OrganisationErasures } from './erasure/organisation-erasures.js';
import { Health } from './health/health.js';
import { HealthController } from './health/health.controller.js';
import { type HealthCheck, HealthRegistry } from './health/health-registry.js';
import { AddressLimits } from './http/address-limits.js';
import { EventStreams } from './http/event-streams.js';
import { HttpConfig, httpConfig } from './http/http.config.js';
import { Overload } from './http/overload.js';
import { RateLimiter } from './http/rate-limit.js';
import { OneListCursors } from './http/list-cursors.js';
import { RequestValidationPipe } from './http/validation.pipe.js';
import { IdempotencyKeys } from './idempotency/idempotency-keys.js';
import { TableMeasures } from './leader/table-measures.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { type Role, ROLES } from './roles.js';
import { Shutdown } from './shutdown/shutdown.js';
import { EventLoop } from './telemetry/event-loop.js';
import { ManagementServer } from './telemetry/management-server.js';
import { MetricsController } from './telemetry/metrics.controller.js';
import { ProcessInfo } from './telemetry/process-info.js';
import { Clock } from './time/clock.js';
import { Ids } from './time/ids.js';

export interface PlatformModuleOptions {
  readonly roles: ReadonlySet<Role>;
  /** Default: from the environment. */
  readonly http?: HttpConfig;
}

/** Global: what every lib may inject, the problem filter, the validation pipe, health and metrics. Needs the DatabaseModule beside it. */
@Module({})
export class PlatformModule implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly database: Database,
    measures: TableMeasures,
    @Inject(MIGRATIONS) migrations: readonly MigrationClass[],
  ) {
    for (const measure of [oldestTransaction, migrationsPending(migrations)]) measures.register(measure);
  }

  static forRoot({ roles, http = httpConfig() }: PlatformModuleOptions): DynamicModule {
    const shared = [
      AddressLimits,
      Clock,
      EventStreams,
      Ids,
      HealthRegistry,
      IdempotencyKeys,
      ManagementServer,
      Overload,
      RateLimiter,
      Shutdown,
      TableMeasures,
    ];
    return {
      module: PlatformModule,
      global: true,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController],
      providers: [
        ...shared,
        EventLoop,
        Health,
        ProcessInfo,
        ErasureSweeper,
        {
          provide: OrganisationErasures,
          inject: [Database, IdempotencyKeys],
          useFactory: (database: Database, answers: IdempotencyKeys) =>
            new OrganisationErasures(database).register({
              name: 'platform.answers',
              dispose: async () => 0,
              finish: (tx, orgId) => answers.forgetAll(tx, orgId),
            }),
        },
        {
          provide: Erasers,
          inject: [Database, IdempotencyKeys],
          useFactory: (database: Database, answers: IdempotencyKeys) =>
            new Erasers(database).register({
              name: 'platform.answers',
              erase: (tx, { orgId, subjectId }) => answers.forget(tx, orgId, subjectId),
            }),
        },
        { provide: HttpConfig, useValue: http },
        { provide: GuardedFetch, useFactory: () => new GuardedFetch({ allow: allowListOf(egressConfig().allow) }) },
        { provide: ROLES, useValue: roles },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: OneListCursors },
      ],
      exports: [...shared, Erasers, OrganisationErasures, GuardedFetch, HttpConfig, ROLES],
    };
  }

  onModuleInit(): void {
    for (const check of databaseChecks(new DatabaseClock(this.database))) this.health.register(check);
    if (this.database.needsTenantWalls) this.health.register(tenantWalls(this.database));
  }
}

/** The second line between organisations, where the operator asks for it. */
const tenantWalls = (database: Database): HealthCheck => ({
  name: 'tenant-walls',
  isRequiredFor: () => true,
  remedy:
    `row-level security is off, and KADR_REQUIRE_TENANT_WALLS asks for it. Have an administrator of the database run ` +
    `"CREATE ROLE ${TENANT_ROLE} NOLOGIN; GRANT ${TENANT_ROLE} TO <the user of DATABASE_URL>"; it is used as soon as it is there.`,
  check: async () =>
    (await database.raiseTenantWalls())
      ? { isUp: true }
      : { isUp: false, details: { message: `row-level security is off: the database user may not make the role ${TENANT_ROLE}` } },
});
