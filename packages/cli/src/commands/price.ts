/** Orders whose price the server alone knows. */
import { ApiError } from '@kadr/sdk';
import { agreed } from '../ask.js';
import { CliError, EXIT } from '../faults.js';
import { money } from '../output/text.js';
import { type Session } from '../session.js';

interface PriceOptions {
  /** In micros. */
  readonly maxCost?: number;
  readonly yes?: boolean;
  /** What is paid for, after `Price: $1.00 for`. */
  readonly of: string;
}

/**
 * Nothing is spent that nobody has agreed to: what costs anything is refused first, with its price.
 * @param order refused with `cost_above_limit` when it would cost more; null: no limit
 */
export async function withinPrice<T>(
  { io, print }: Session,
  { maxCost, yes, of }: PriceOptions,
  order: (maxCostMicros: number | null) => PromiseLike<T>,
): Promise<T> {
  if (maxCost !== undefined || yes) return order(maxCost ?? null);
  try {
    return await order(0);
  } catch (error) {
    const problem = error instanceof ApiError ? error.problem : null;
    if (problem?.code !== 'cost_above_limit' || !('estimatedMicros' in problem)) throw error;
    const price = Number(problem.estimatedMicros);
    print.note(`Price: ${money(price)} for ${of}`);
    if (!(await agreed(io, `Spend ${money(price)}?`))) throw new CliError(EXIT.usage, 'Nothing was ordered', 'not_confirmed');
    return order(price);
  }
}
