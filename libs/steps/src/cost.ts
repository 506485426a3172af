import { type CallCost } from '#integrations';
import { type ProviderCost } from './contracts/stored-file.js';

/** A call's cost as results keep it: everything is in USD, so the currency is left out. */
export const costOf = (cost: CallCost | null): ProviderCost | null =>
  cost && { provider: cost.provider, model: cost.model, units: cost.units, amountMicros: cost.amountMicros };

/** Of several calls to one model; null when none was charged. */
export function sumOfCosts(costs: readonly (ProviderCost | null)[]): ProviderCost | null {
  const real = costs.filter((cost) => cost !== null);
  const first = real[0];
  if (!first) return null;
  return {
    ...first,
    units: real.reduce((sum, cost) => sum + cost.units, 0),
    amountMicros: real.reduce((sum, cost) => sum + cost.amountMicros, 0),
  };
}
