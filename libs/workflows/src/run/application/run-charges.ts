import { Injectable } from '@nestjs/common';
import { type SpareCharges } from '#billing';
import { EventStore, UnitOfWork } from '#eventing';
import { Clock } from '#platform';
import { mapIdsOf, mapIdOf } from '../../map/application/maps.js';
import { itemTaskId } from '../../map/application/process-managers/run-maps.process-manager.js';
import { workflowMap } from '../../map/domain/workflow-map.decider.js';
import { type WorkflowMap } from '../../map/domain/workflow-map.state.js';
import { RecordCharges } from '../domain/workflow-run.commands.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { nodeTaskId } from './process-managers/run-nodes.process-manager.js';

/** Lists that a run has gone through, by their ids. */
type Lists = ReadonlyMap<string, WorkflowMap>;

/** What a run was charged although no result of it tells of that becomes known to it, node by node: it shows what stands on the bill. */
@Injectable()
export class RunCharges {
  constructor(
    private readonly store: EventStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async record({ orgId, workId: runId, spare, byTask }: SpareCharges): Promise<void> {
    const { state: run } = await this.store.load(workflowRun, runId);
    // Nobody is shown one that was deleted; the bill keeps what it has cost.
    if (run.status === 'absent' || run.status === 'deleted') return;
    const ids = mapIdsOf(run);
    const loaded = ids.length === 0 ? [] : await this.store.loadMany(workflowMap, ids);
    const lists: Lists = new Map([...loaded].map(([id, { state }]) => [id, state]));
    const amountMicros = spare.reduce((sum, charge) => sum + charge.amountMicros, 0);
    const command = new RecordCharges({ runId, amountMicros, nodes: spareOfNodes(run, lists, byTask, amountMicros) }, this.clock.now());
    await this.unitOfWork.run((tx) => tx.decide(workflowRun, runId, command, { orgId, actor: 'system' }));
  }
}

/** Of each node what its calls were charged beyond what its results tell of; never more than there is in all. */
export function spareOfNodes(
  run: RunState,
  lists: Lists,
  byTask: ReadonlyMap<string, number>,
  amountMicros: number,
): { readonly node: string; readonly amountMicros: number }[] {
  let left = amountMicros;
  return run.topology.nodes.flatMap(({ id, type }, index) => {
    const { take = 0, spentMicros = 0 } = run.nodes[index] ?? {};
    const takes = Array.from({ length: take + 1 }, (_, number) => number);
    const ofNode = type === 'Map' ? takes.flatMap((of) => listOf(lists.get(mapIdOf(run.runId, id, of)))) : [];
    const told = ofNode.reduce((sum, list) => sum + (list.spentMicros ?? 0), spentMicros);
    const tasks =
      type === 'Map'
        ? ofNode.flatMap(({ mapId, count }) => Array.from({ length: count }, (_, item) => itemTaskId(mapId, item)))
        : takes.flatMap((of) => rungsOf(run, index).map((rung) => nodeTaskId(run.runId, id, of, rung)));
    const charged = tasks.reduce((sum, taskId) => sum + (byTask.get(taskId) ?? 0), 0);
    const spare = Math.min(left, Math.max(0, charged - told));
    left -= spare;
    return spare === 0 ? [] : [{ node: id, amountMicros: spare }];
  });
}

const listOf = (list: WorkflowMap | undefined) => (list === undefined || list.status === 'absent' ? [] : [list]);

/** All models that may have been asked, one after another. */
function rungsOf({ topology }: RunState, index: number): number[] {
  const { ladder } = topology.nodes[index] ?? {};
  return Array.from({ length: Math.max(1, ladder === undefined ? 0 : (topology.ladders[ladder]?.length ?? 0)) }, (_, rung) => rung);
}
