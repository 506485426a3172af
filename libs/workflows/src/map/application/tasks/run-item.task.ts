import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Clock } from '#platform';
import { StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { type TypedValue } from '../../../nodes/node-type.js';
import { NodeMeasures } from '../../../run/application/node-measures.js';
import { RunValues } from '../../../run/application/run-values.js';
import { workflowRun } from '../../../run/domain/workflow-run.decider.js';
import { NotWaitedFor } from '../../../run/domain/workflow-run.errors.js';
import { type RunState } from '../../../run/domain/workflow-run.state.js';
import { waitingNode } from '../../../run/domain/workflow-run.story.js';
import { type EndedItem, EndItems, GiveUpItems } from '../../domain/workflow-map.commands.js';
import { workflowMap } from '../../domain/workflow-map.decider.js';
import { type MapState, placesOf } from '../../domain/workflow-map.state.js';
import { ItemRun } from '../item-run.js';
import { type MapTaskPayloads } from './task-kinds.js';

type Payload = MapTaskPayloads['workflows.run-item'];

/** Items are gone through for so long before others of this process have their turn. */
const TURN_MS = 20;

/** Does with one item of a list what stands inside of its map; with several, where that costs less than a task. */
@Injectable()
export class RunItemTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.run-item';
  private readonly measures = new NodeMeasures();
  constructor(
    private readonly store: EventStore,
    private readonly items: ItemRun,
    private readonly values: RunValues,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  async run({ payload }: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { mapId, runId } = payload;
    const map = await this.mapOf(payload);
    const run = await this.runOf(payload, map);
    const values = (await this.values.read(map.items)).value as readonly TypedValue[];
    const ends: EndedItem[] = [];
    let since = performance.now();
    for (const index of placesOf(map, payload.index)) {
      if (performance.now() - since > TURN_MS) {
        await breathe();
        since = performance.now();
      }
      const value = values[index];
      if (!value) throw new RangeError(`map ${mapId} has no item ${index}`);
      const item = { map: map.node, value, index, topology: map.topology, take: map.take, place: '' };
      const { ends: inside, ...result } = await this.items.run(run, item, this.files.contextOf(context));
      // Once for an item: tries before this one have thrown.
      for (const end of inside) this.measures.tell(end);
      ends.push({ index, ...result });
    }
    return taskDecision(workflowMap, mapId, new EndItems({ mapId, runId, ends }, this.clock.now()));
  }

  /** What stands of it from its first event is what is asked for: how it goes on does not matter. */
  private async mapOf({ mapId, runId }: Payload): Promise<MapState> {
    const { state } = this.store.known(workflowMap, mapId) ?? (await this.store.load(workflowMap, mapId));
    if (state.status === 'absent') throw new NotWaitedFor(runId, mapId);
    return state;
  }

  /**
   * As this process knows it, where the map is gone through in it: what its items are made from stands from then on. Whoever is wrong about that
   * has nothing recorded.
   */
  private async runOf({ mapId, runId }: Payload, { node, take }: MapState): Promise<RunState> {
    const known = this.store.known(workflowRun, runId)?.state ?? { status: 'absent' };
    if (known.status === 'running' && waitingNode(known, { node, take, rung: 0 })?.status === 'running') return known;
    const { state } = await this.store.load(workflowRun, runId);
    if (state.status !== 'running') throw new NotWaitedFor(runId, mapId);
    return state;
  }

  giveUp({ payload: { mapId, runId, index } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const command = new GiveUpItems({ mapId, runId, index, error: { code, message, retryable } }, this.clock.now());
    return taskDecision(workflowMap, mapId, command);
  }
}
