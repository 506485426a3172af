import { type ProcessManager } from '#eventing/domain';
import { deriveId } from '#platform';
import { type TaskEffect, type TaskRequest } from '#tasks';
import { type WorkflowMapEvent } from '../../../contracts/workflow-map.events.js';
import { workflowMap } from '../../domain/workflow-map.decider.js';
import { firstPlaces, isOver, type MapState, placesOf, type WorkflowMap } from '../../domain/workflow-map.state.js';
import { type MapTaskPayloads } from '../tasks/task-kinds.js';

interface Progress {
  readonly map: WorkflowMap;
  /** Places whose work the last event made possible: from, and up to. */
  readonly fresh: readonly [from: number, to: number];
}

/** Has the items of a list worked on, as many at a time as it says, and the list handed to its node when they have ended. */
export const runMaps: ProcessManager<WorkflowMapEvent, Progress, TaskEffect> = {
  name: 'workflows.run-maps',
  follows: workflowMap.name,
  reactsTo: ['MapOpened', 'MapItemEnded'],
  initialState: { map: workflowMap.initialState, fresh: [0, 0] },
  evolve({ map: before }, event) {
    const map = workflowMap.evolve(before, event);
    const opened = (state: WorkflowMap): number => (state.status === 'open' ? state.opened : 0);
    return { map, fresh: [opened(before), opened(map)] };
  },
  react({ map, fresh: [from, to] }, { metadata: { orgId } }) {
    if (map.status !== 'open') return [];
    const items = firstPlaces(map, from, to).map((place) => itemRequest(map, place, orgId));
    return (isOver(map) ? [...items, closeRequest(map, orgId)] : items).map((request) => ({ request }));
  },
};

/** The work that a list waits for, in the names it was asked for. */
export function pendingOfMap(map: WorkflowMap, orgId: string): TaskRequest[] {
  if (map.status !== 'open') return [];
  if (isOver(map)) return [closeRequest(map, orgId)];
  const waiting = firstPlaces(map, 0, map.opened).filter((first) => placesOf(map, first).some((place) => map.ends[place] === null));
  return waiting.map((first) => itemRequest(map, first, orgId));
}

/** Of the first one that it goes through. */
export const itemTaskId = (mapId: string, index: number): string => deriveId(mapId, 'item', String(index));

function itemRequest({ mapId, runId, queue }: MapState, index: number, orgId: string): TaskRequest {
  const payload: MapTaskPayloads['workflows.run-item'] = { mapId, runId, index };
  const taskId = itemTaskId(mapId, index);
  // Of the run: with it they are cancelled, and with its files theirs are removed.
  return { taskId, kind: 'workflows.run-item', queue, orgId, subjectId: runId, payload };
}

function closeRequest({ mapId, runId }: MapState, orgId: string): TaskRequest {
  const payload: MapTaskPayloads['workflows.close-map'] = { mapId, runId };
  const taskId = deriveId(mapId, 'close');
  return { taskId, kind: 'workflows.close-map', queue: 'script', orgId, subjectId: runId, payload };
}
