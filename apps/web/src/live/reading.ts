import { type QueryClient, type QueryKey } from '@tanstack/react-query';

/**
 * Does something when what is being read now is there: it may have been asked for before the news that have just come, and would write
 * over what they said. @returns false: nothing is being read, and nothing will be done
 */
export function afterReading(client: QueryClient, queryKey: QueryKey, then: () => void): boolean {
  const query = client.getQueryCache().find({ queryKey, exact: true });
  if (query?.state.fetchStatus !== 'fetching') return false;
  // The cache has it once all that waits for the answer was called.
  const soon = (): void => void setTimeout(then);
  query.promise?.then(soon, soon);
  return true;
}

const waiting = new WeakMap<QueryClient, Set<string>>();

/** Has read once more what is being read now, however many news come meanwhile. */
export function readOnceMore(client: QueryClient, queryKey: QueryKey): void {
  const keys = waiting.get(client) ?? new Set<string>();
  waiting.set(client, keys);
  const key = JSON.stringify(queryKey);
  if (keys.has(key)) return;
  const isReading = afterReading(client, queryKey, () => {
    keys.delete(key);
    void client.invalidateQueries({ queryKey, exact: true });
  });
  if (isReading) keys.add(key);
}
