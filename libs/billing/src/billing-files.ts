import { checkSettings, type Environment } from '#platform';
import { Plans, PriceLists } from './application/plans.js';
import { billingConfig } from './billing.config.js';

/** Looks at the files that the settings name, those of the program being right. @throws WrongSettings with the faults of both */
export function billingFiles(env: Environment = process.env): void {
  const { plansFile, pricesFile } = billingConfig(env);
  checkSettings([() => plansFile !== null && Plans.read(plansFile), () => pricesFile !== null && PriceLists.read(pricesFile)]);
}
