import { Command } from '#eventing/domain';
import { type MapItemEnded, type MapOpened } from '../../contracts/workflow-map.events.js';

export class OpenMap extends Command<Omit<MapOpened['data'], 'openedAt'>> {
  readonly type = 'OpenMap';
}

export type EndedItem = Omit<MapItemEnded['data'], 'mapId' | 'runId' | 'endedAt'>;

/** Several at once, each of which ends once. */
export class EndItems extends Command<{ mapId: string; runId: string; ends: readonly EndedItem[] }> {
  readonly type = 'EndItems';
}

/** All that the task of a place goes through, and nothing comes of it. */
export class GiveUpItems extends Command<{ mapId: string; runId: string; index: number; error: NonNullable<EndedItem['error']> }> {
  readonly type = 'GiveUpItems';
}

export type WorkflowMapCommand = OpenMap | EndItems | GiveUpItems;
