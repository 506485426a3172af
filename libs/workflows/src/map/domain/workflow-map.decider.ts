import { type Aggregate } from '#eventing/domain';
import { type WorkflowMapEvent } from '../../contracts/workflow-map.events.js';
import { type EndItem, type WorkflowMapCommand } from './workflow-map.commands.js';
import { isFailing, type WorkflowMap } from './workflow-map.state.js';

/** A list that a node of a run goes through: as many items at a time as it says, each of them ended once. */
export const workflowMap: Aggregate<WorkflowMapCommand, WorkflowMap, WorkflowMapEvent> = {
  name: 'workflow-map',
  module: 'workflows',
  schemaVersions: { MapOpened: 2, MapItemEnded: 1 },
  personal: { MapOpened: ['items', 'topology.nodes.*.fallback'], MapItemEnded: ['output', 'error.message'] },
  initialState: { status: 'absent' },
  upcast(type, schemaVersion, data) {
    // Version 2 says out of which reservation it is paid; of retried rounds nothing was known before.
    if (type === 'MapOpened' && schemaVersion === 1) return { round: 0, ...data };
    throw new RangeError(`${type} has no version ${schemaVersion}`);
  },
  decide(command, map) {
    if (command.type === 'OpenMap') {
      if (map.status !== 'absent') return []; // the same again
      return [{ type: 'MapOpened', data: { ...command.data, openedAt: command.issuedAt } }];
    }
    return ended(command, map);
  },
  evolve(map, event) {
    if (event.type === 'MapOpened') {
      const { mapId, runId, node, take, round, items, count, concurrency, onItemError, tolerate, topology, queue } = event.data;
      const data = { mapId, runId, node, take, round, items, count, concurrency, onItemError, tolerate, topology, queue };
      const none = Array.from({ length: count }, () => null);
      return { ...data, status: 'open', ends: none, opened: Math.min(count, concurrency), ended: 0, failed: 0 };
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
    return isFailing(after) ? after : { ...after, opened: Math.min(after.count, after.opened + 1) };
  },
};

function ended({ data, issuedAt }: EndItem, map: WorkflowMap): WorkflowMapEvent[] {
  if (map.status === 'absent' || data.index >= map.count || map.ends[data.index] !== null) return [];
  return [{ type: 'MapItemEnded', data: { ...data, endedAt: issuedAt } }];
}
