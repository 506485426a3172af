import { type CallCost } from '#integrations';
import { type ProviderCost } from '../contracts/video-job.events.js';

/** A call's cost as events keep it: everything is in USD, so the currency is left out. */
export const costOf = (cost: CallCost | null): ProviderCost | null =>
  cost && { provider: cost.provider, model: cost.model, units: cost.units, amountMicros: cost.amountMicros };
