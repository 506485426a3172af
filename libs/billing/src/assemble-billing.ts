import { type Eventing, type EventingRegistry } from '#eventing';
import { Clock, type Database } from '#platform';
import { BatchedAcceptance } from './application/batched-acceptance.js';
import { Accounts } from './application/accounts.js';
import { ChargeSources } from './application/charge-sources.js';
import { Charges } from './application/charges.js';
import { LedgerCheck } from './application/ledger-check.js';
import { QuotaLedger } from './application/ledger/quota-ledger.js';
import { UsageRunner } from './application/ledger/usage-runner.js';
import { UsageSink } from './application/ledger/usage-sink.js';
import { QuotaNotifier } from './application/quota-notifier.js';
import { Plans, PriceLists } from './application/plans.js';
import { accounts as accountsProjection } from './application/projections/accounts.projection.js';
import { BillableWorks } from './application/billable-works.js';
import { type Customers } from './contracts/accounts.js';
import { quotaAccount } from './domain/quota-account.decider.js';
import { quotaReservation } from './domain/quota-reservation.decider.js';

export interface BillingSettings {
  readonly eventing: Pick<Eventing, 'unitOfWork' | 'store'>;
  readonly database: Database;
  readonly customers: Customers;
  readonly plans?: Plans;
  readonly prices?: PriceLists;
  readonly clock?: Clock;
}

/** To be called before eventing starts. */
export const registerBilling = (registry: EventingRegistry): EventingRegistry =>
  registry.aggregate(quotaReservation).aggregate(quotaAccount).projection(accountsProjection);

/** The parts of billing in one process, without Nest: for specs and benchmarks. */
export function assembleBilling({ eventing, database, customers, ...given }: BillingSettings) {
  const { unitOfWork, store } = eventing;
  const clock = given.clock ?? new Clock();
  const prices = given.prices ?? PriceLists.read(null);
  const accounts = new Accounts(database, unitOfWork, customers, given.plans ?? Plans.read(null), clock);
  const notifier = new QuotaNotifier(database, accounts, unitOfWork, clock);
  const chargeSources = new ChargeSources();
  const quota = new QuotaLedger(database, accounts, prices, chargeSources, notifier, clock, customers);
  const runner = new UsageRunner(database, unitOfWork, accounts, prices, chargeSources, notifier);
  const works = new BillableWorks();
  const charges = new Charges(chargeSources, database, store, runner, works, clock);
  const check = new LedgerCheck(database, store, prices, charges);
  const acceptance = new BatchedAcceptance(unitOfWork, quota, clock);
  const sink = new UsageSink(runner);
  return { accounts, acceptance, notifier, quota, runner, chargeSources, charges, sink, works, check, clock };
}

export type BillingParts = ReturnType<typeof assembleBilling>;
