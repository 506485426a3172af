import { isJsonObject, type Json } from './rows.js';

export type Pairs = Readonly<Record<string, string>>;

/** The metadata that an order carries, as far as they are texts. */
export function pairsOf(order: Json): Pairs {
  const own = isJsonObject(order['metadata']) ? order['metadata'] : {};
  return Object.fromEntries(Object.entries(own).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/**
 * Of `before`, the pairs that this order carries as well. It begins with those of a batch's defaults: what stands in rows alone is forgotten
 * with their videos, and a batch is kept longer.
 */
export function commonPairs(before: Pairs, order: Json): Pairs {
  const own = pairsOf(order);
  return Object.fromEntries(Object.entries(before).filter(([name, value]) => Object.hasOwn(own, name) && own[name] === value));
}
