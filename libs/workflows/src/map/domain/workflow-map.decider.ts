import { type Aggregate } from '#eventing/domain';
import { type WorkflowMapEvent } from '../../contracts/workflow-map.events.js';
import { type EndedItem, type GiveUpItems, type WorkflowMapCommand } from './workflow-map.commands.js';
import { isFailing, type MapState, placesOf, type WorkflowMap } from './workflow-map.state.js';

/** A list that a node of a run goes through: as many items at a time as it says, each of them ended once. */
export const workflowMap: Aggregate<WorkflowMapCommand, WorkflowMap, WorkflowMapEvent> = {
  name: 'workflow-map',
  module: 'workflows',
  schemaVersions: { MapOpened: 3, MapItemEnded: 1 },
  personal: { MapOpened: ['items', 'topology.nodes.*.fallback'], MapItemEnded: ['output', 'error.message'] },
  initialState: { status: 'absent' },
  upcast(type, schemaVersion, data) {
    // Version 2 says out of which reservation it is paid; of retried rounds nothing was known before. Version 3 says how many items share a task.
    if (type === 'MapOpened' && (schemaVersion === 1 || schemaVersion === 2)) return { round: 0, together: 1, ...data };
    throw new RangeError(`${type} has no version ${schemaVersion}`);
  },
  decide(command, map) {
    if (command.type === 'OpenMap') {
      if (map.status !== 'absent') return []; // the same again
      return [{ type: 'MapOpened', data: { ...command.data, openedAt: command.issuedAt } }];
    }
    const { mapId, runId } = command.data;
    const ends = command.type === 'EndItems' ? command.data.ends : givenUp(command, map);
    return ended(ends, { mapId, runId }, map, command.issuedAt);
  },
  evolve(map, event) {
    if (event.type === 'MapOpened') {
      const { openedAt: _, ...data } = event.data;
      const { count, concurrency, together } = data;
      const none = Array.from({ length: count }, () => null);
      return { ...data, status: 'open', ends: none, opened: Math.min(count, concurrency * together), ended: 0, failed: 0 };
    }
    if (map.status === 'absent') return map;
    const { index, output, error, isFallback, costs } = event.data;
    const spent = costs.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
    const after = {
      ...map,
      ...(spent > 0 && { spentMicros: (map.spentMicros ?? 0) + spent }),
      ends: map.ends.with(index, { output, error, isFallback }),
      ended: map.ended + 1,
      failed: map.failed + (error ? 1 : 0),
    };
    if (isFailing(after) || !isTaskOver(after, index)) return after;
    return { ...after, opened: Math.min(after.count, after.opened + after.together) };
  },
};

/** Whether all that the task of a place goes through has ended. */
function isTaskOver({ ends, together, count }: MapState, index: number): boolean {
  const first = index - (index % together);
  return ends.lastIndexOf(null, Math.min(first + together, count) - 1) < first;
}

function givenUp({ data: { index, error } }: GiveUpItems, map: WorkflowMap): EndedItem[] {
  const nothing = { output: null, isFallback: false, costs: [], quantities: {} };
  return map.status === 'absent' ? [] : placesOf(map, index).map((place) => ({ index: place, ...nothing, error }));
}

function ended(
  ends: readonly EndedItem[],
  of: { readonly mapId: string; readonly runId: string },
  map: WorkflowMap,
  endedAt: string,
): WorkflowMapEvent[] {
  if (map.status === 'absent') return [];
  return ends
    .filter(({ index }) => index < map.count && map.ends[index] === null)
    .map((end) => ({ type: 'MapItemEnded', data: { ...of, ...end, endedAt } }));
}
