/** What work is expected to cost, as answers say it. */
import { type QuotaRefusal } from '#billing';
import { type VideoCost } from '../../contracts/video.resource.js';
import { type EstimatedCost } from '../domain/estimate.js';

type Item = Pick<EstimatedCost, 'provider' | 'model' | 'units' | 'amountMicros'>;

/** One line for each model that costs something. */
export function pricedBy(costs: readonly Item[], amountMicros: number): VideoCost {
  const items = new Map<string, Item>();
  for (const { provider, model, units, amountMicros: micros } of costs) {
    if (micros === 0) continue;
    const known = items.get(model) ?? { provider, model, units: 0, amountMicros: 0 };
    items.set(model, { ...known, units: known.units + units, amountMicros: known.amountMicros + micros });
  }
  return { amountMicros, currency: 'USD', items: [...items.values()] };
}

/** As a quota that whoever asks has set. */
export function aboveLimit(costMicros: number, maxCostMicros: number | null = null): QuotaRefusal[] {
  if (maxCostMicros === null || costMicros <= maxCostMicros) return [];
  return [{ resource: 'provider_cost_micros', limit: maxCostMicros, used: 0, reserved: 0, requested: costMicros, resetsAt: null }];
}
