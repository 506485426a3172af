import { isJsonObject, type Json } from './rows.js';

export type Pairs = Readonly<Record<string, string>>;

/** Of `before`, the pairs that this order carries as well. @param before of the orders before it; null: it is the first one */
export function commonPairs(before: Pairs | null, order: Json): Pairs {
  const own = isJsonObject(order['metadata']) ? order['metadata'] : {};
  const pairs = Object.entries(before ?? own).filter((pair): pair is [string, string] => {
    const [name, value] = pair;
    return typeof value === 'string' && Object.hasOwn(own, name) && own[name] === value;
  });
  return Object.fromEntries(pairs);
}
