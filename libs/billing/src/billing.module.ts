import { type DynamicModule, Module, Optional, type Provider } from '@nestjs/common';
import { EventingRegistry, LiveFeed, LiveResources } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { Erasers, TableMeasures } from '#platform';
import { AnnouncementSink } from '#webhooks';
import { announceQuota, billingAnnouncements } from './application/announce-quota.process-manager.js';
import { BatchedAcceptance } from './application/batched-acceptance.js';
import { Accounts } from './application/accounts.js';
import { SettledQuota } from './application/settled-quota.js';
import { ChargeSources } from './application/charge-sources.js';
import { Charges } from './application/charges.js';
import { LedgerCheck } from './application/ledger-check.js';
import { EstimateTelemetry } from './application/estimate-ratios.js';
import { QuotaLedger } from './application/ledger/quota-ledger.js';
import { reservationStreams } from './application/ledger/reservation-streams.js';
import { UsageRunner } from './application/ledger/usage-runner.js';
import { UsageSink } from './application/ledger/usage-sink.js';
import { moneyMeasure } from './application/money-measure.js';
import { QuotaNotifier } from './application/quota-notifier.js';
import { Plans, PriceLists } from './application/plans.js';
import { RateLimits } from './application/rate-limits.js';
import { BillableWorks } from './application/billable-works.js';
import { Sweeper } from './application/sweeper.js';
import { UsageRetention } from './application/usage-retention.js';
import { UsageQueries } from './application/usage-queries.js';
import { registerBilling } from './assemble-billing.js';
import { BillingConfig, billingConfig } from './billing.config.js';
import { quotaAccount } from './domain/quota-account.decider.js';
import { quotaReservation } from './domain/quota-reservation.decider.js';
import { quotaResponse } from './http/billing.response.js';
import { Customers } from './contracts/accounts.js';
import { Quota } from './contracts/quota.js';
import { AdminBillingController } from './http/admin-billing.controller.js';
import { BillingController } from './http/billing.controller.js';

export interface BillingModuleOptions {
  /** Who knows the organisations. */
  readonly customers: Pick<DynamicModule, 'imports'> & { readonly useClass: new (...parts: never[]) => Customers };
  /** Default: from the environment. */
  readonly config?: BillingConfig;
}

/** Global: plans, quota before execution, usage after it. Needs the database, the platform and the eventing module. */
@Module({})
export class BillingModule {
  static forRoot({ customers, config = billingConfig() }: BillingModuleOptions): DynamicModule {
    const parts: Provider[] = [
      { provide: BillingConfig, useValue: config },
      { provide: Customers, useClass: customers.useClass },
      { provide: Plans, useFactory: () => Plans.read(config.plansFile) },
      { provide: PriceLists, useFactory: () => PriceLists.read(config.pricesFile) },
      ...[
        Accounts,
        BatchedAcceptance,
        SettledQuota,
        LedgerCheck,
        QuotaNotifier,
        QuotaLedger,
        RateLimits,
        BillableWorks,
        ChargeSources,
        EstimateTelemetry,
        Charges,
        Sweeper,
        UsageQueries,
        UsageRetention,
        UsageRunner,
        UsageSink,
      ],
      { provide: Quota, useExisting: QuotaLedger },
    ];
    return {
      module: BillingModule,
      global: true,
      imports: customers.imports ?? [],
      controllers: [BillingController, AdminBillingController],
      providers: parts,
      exports: [BatchedAcceptance, Quota, UsageSink, BillableWorks, ChargeSources, Plans, RateLimits, LedgerCheck],
    };
  }

  constructor(
    registry: EventingRegistry,
    announcements: AnnouncementSink,
    feed: LiveFeed,
    settled: SettledQuota,
    @Optional() erasers?: Erasers,
    @Optional() measures?: TableMeasures,
  ) {
    measures?.register(moneyMeasure);
    erasers?.register(reservationStreams);
    for (const aggregate of [quotaAccount.name, quotaReservation.name]) {
      const read = async (orgId: string) => quotaResponse(await settled.snapshot(orgId));
      const idOf = ({ metadata }: Recorded): string => metadata.orgId;
      feed.register(new LiveResources({ aggregate, event: 'quota', scope: 'billing:read', goneCode: null, idOf, read }));
    }
    registerBilling(registry);
    announcements.announcer(announceQuota, billingAnnouncements);
  }
}
