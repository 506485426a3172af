import { Command } from '#eventing/domain';
import { type MapItemEnded, type MapOpened } from '../../contracts/workflow-map.events.js';

export class OpenMap extends Command<Omit<MapOpened['data'], 'openedAt'>> {
  readonly type = 'OpenMap';
}

export class EndItem extends Command<Omit<MapItemEnded['data'], 'endedAt'>> {
  readonly type = 'EndItem';
}

export type WorkflowMapCommand = OpenMap | EndItem;
