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
import { EndItem } from '../../domain/workflow-map.commands.js';
import { workflowMap } from '../../domain/workflow-map.decider.js';
import { ItemRun } from '../item-run.js';
import { type MapTaskPayloads } from './task-kinds.js';

type Payload = MapTaskPayloads['workflows.run-item'];

/** Does with one item of a list what stands inside of its map. */
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
    const { mapId, runId, index } = payload;
    const [{ state: map }, { state: run }] = [await this.store.load(workflowMap, mapId), await this.store.load(workflowRun, runId)];
    if (map.status === 'absent' || run.status !== 'running') throw new NotWaitedFor(runId, mapId);
    const values = (await this.values.read(map.items)).value as readonly TypedValue[];
    const value = values[index];
    if (!value) throw new RangeError(`map ${mapId} has no item ${index}`);
    const item = { map: map.node, value, index, topology: map.topology, take: map.take, place: '' };
    const { ends, ...result } = await this.items.run(run, item, this.files.contextOf(context));
    // Once for an item: tries before this one have thrown.
    for (const end of ends) this.measures.tell(end);
    return taskDecision(workflowMap, mapId, new EndItem({ mapId, runId, index, ...result }, this.clock.now()));
  }

  giveUp({ payload: { mapId, runId, index } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const nothing = { output: null, isFallback: false, costs: [], quantities: {} };
    const command = new EndItem({ mapId, runId, index, ...nothing, error: { code, message, retryable } }, this.clock.now());
    return taskDecision(workflowMap, mapId, command);
  }
}
