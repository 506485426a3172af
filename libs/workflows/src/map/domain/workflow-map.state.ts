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

/** Whether nothing of it is worked on any more: all have ended, or none is begun after a failure that counts. */
export const isOver = (map: MapState): boolean => map.ended === (isFailing(map) ? map.opened : map.count);
