import { type MapItemEnded, type MapOpened } from '../../contracts/workflow-map.events.js';

export type ItemEnd = Pick<MapItemEnded['data'], 'output' | 'error' | 'isFallback'>;

export interface MapState extends Omit<MapOpened['data'], 'openedAt'> {
  readonly status: 'open';
  /** By place; null: not ended. */
  readonly ends: readonly (ItemEnd | null)[];
  /** Items whose work was asked for: those before this place. */
  readonly opened: number;
  readonly ended: number;
  readonly failed: number;
  /** Of all its items, for providers; absent: nothing. 1 USD = 1 000 000. */
  readonly spentMicros?: number;
}

export type WorkflowMap = { readonly status: 'absent' } | MapState;

/** Whether more items have failed than may. */
export const isFailing = ({ failed, onItemError, tolerate }: MapState): boolean =>
  failed > (onItemError === 'fail' ? 0 : (tolerate ?? Infinity));

/** Places that the task of a place goes through: that one, and those behind it that have no task of their own. */
export const placesOf = ({ together, count }: MapState, first: number): number[] =>
  Array.from({ length: Math.min(together - (first % together), count - first) }, (_, place) => first + place);

/** Places that have a task, from one place up to another. */
export const firstPlaces = ({ together }: MapState, from: number, to: number): number[] =>
  Array.from(
    { length: Math.max(0, Math.ceil(to / together) - Math.ceil(from / together)) },
    (_, n) => (Math.ceil(from / together) + n) * together,
  );

/** Whether nothing of it is worked on any more: all have ended, or none is begun after a failure that counts. */
export const isOver = (map: MapState): boolean => map.ended === (isFailing(map) ? map.opened : map.count);
