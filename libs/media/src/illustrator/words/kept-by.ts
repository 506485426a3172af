/**
 * Values that are found once for each key and kept as long as their owner is: a film's narrations, or what was found out about it. Each of its
 * pictures asks again, some of them several times.
 */
export function keptBy<V>(): (owner: object, key: string, find: () => V) => V {
  const kept = new WeakMap<object, Map<string, V>>();
  return (owner, key, find) => {
    const known = kept.get(owner) ?? new Map<string, V>();
    kept.set(owner, known);
    const value = known.has(key) ? (known.get(key) as V) : find();
    known.set(key, value);
    return value;
  };
}
