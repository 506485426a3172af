import { type Ids } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type NewDeadLetter } from './dead-letter-table.js';
import { type Handler } from './handler.js';
import { type PartitionCursor } from './partition-claims.js';

/** Events of one partition to be handled, up to a position. */
export interface Taken {
  readonly cursor: PartitionCursor;
  readonly events: readonly Recorded[];
  readonly upTo: number;
}

/**
 * The events that failed, and all that stand behind one of their ordering key.
 * @param waiting ordering keys in which something waits already
 */
export function setAside(
  pages: readonly Taken[],
  failures: ReadonlyMap<Recorded, unknown>,
  waiting: Iterable<string>,
  handler: Pick<Handler, 'orderingKeyOf'>,
  ids: Pick<Ids, 'next'>,
): NewDeadLetter[] {
  const deadLetters: NewDeadLetter[] = [];
  const blocked = new Set(waiting);
  if (failures.size === 0 && blocked.size === 0) return deadLetters;
  for (const { cursor, events } of pages) {
    for (const event of events) {
      const orderingKey = handler.orderingKeyOf(event);
      const isBehind = blocked.has(orderingKey);
      if (!isBehind && !failures.has(event)) continue;
      blocked.add(orderingKey);
      const error = isBehind ? null : (failures.get(event) ?? new Error('failed without a reason'));
      deadLetters.push({ id: ids.next(), createdAt: new Date(), orderingKey, partition: cursor.partition, event, error });
    }
  }
  return deadLetters;
}

/** When the oldest event of the pages was recorded; null: there is none. */
export function oldestOf(pages: readonly Taken[]): string | null {
  const firsts = pages.flatMap(({ events }) => events.slice(0, 1)).map(({ recordedAt }) => recordedAt);
  return firsts.length === 0 ? null : firsts.reduce((oldest, one) => (one < oldest ? one : oldest));
}
