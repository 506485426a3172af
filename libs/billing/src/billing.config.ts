import { checkSettings, type Environment, Pattern, readSettings, WholeNumber } from '#platform';
import { Plans, PriceLists } from './application/plans.js';

export class BillingConfig {
  /** Null: the plans that come with the program. */
  @Pattern('KADR_PLANS_FILE', /\S/, 'a path to a JSON file of plans', { isOptional: true })
  readonly plansFile: string | null = null;

  /** Null: the price lists that come with the program. */
  @Pattern('KADR_PRICES_FILE', /\S/, 'a path to a JSON file of price lists', { isOptional: true })
  readonly pricesFile: string | null = null;

  /** How often what was left over is driven on. */
  @WholeNumber('KADR_BILLING_SWEEP_MS', 50, 600_000)
  readonly sweepIntervalMs: number = 5000;

  /** How often the ledger is compared with itself for the metric. */
  @WholeNumber('KADR_BILLING_CHECK_MS', 1000, 86_400_000)
  readonly checkIntervalMs: number = 60_000;

  /** How long usage is kept record by record, in days; then by day, resource and model. */
  @WholeNumber('KADR_USAGE_DETAIL_DAYS', 35, 3650)
  readonly usageDetailDays: number = 400;

  /** How often it is looked for usage that is older, in milliseconds. */
  @WholeNumber('KADR_RETENTION_SWEEP_MS', 100, 86_400_000)
  readonly retentionSweepMs: number = 3_600_000;
}

/** @throws WrongSettings */
export const billingConfig = (env: Environment = process.env): BillingConfig => readSettings(BillingConfig, env);

/** Looks at the files that the settings name; those of the program are right. @throws WrongSettings with the faults of both */
export function billingFiles(env: Environment = process.env): void {
  const { plansFile, pricesFile } = billingConfig(env);
  checkSettings([() => plansFile !== null && Plans.read(plansFile), () => pricesFile !== null && PriceLists.read(pricesFile)]);
}
