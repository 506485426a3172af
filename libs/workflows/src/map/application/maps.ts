import { Injectable } from '@nestjs/common';
import { Clock, deriveId } from '#platform';
import { queueFor } from '#steps';
import { type TaskDecision, taskDecision } from '#tasks';
import { type QueueName } from '#tasks/contracts';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { GraphJudge } from '../../graph/application/graph-judge.js';
import { GraphStore } from '../../graph/application/graph-store.js';
import { MAP } from '../../nodes/flow/map.node.js';
import { type PreparedNode } from '../../run/application/node-calls.js';
import { RunValues } from '../../run/application/run-values.js';
import { type NodeWork } from '../../run/domain/workflow-run.commands.js';
import { type RunState } from '../../run/domain/workflow-run.state.js';
import { OpenMap } from '../domain/workflow-map.commands.js';
import { workflowMap } from '../domain/workflow-map.decider.js';
import { planMap } from './map-items.js';

/** They take some ten milliseconds together, and are done again together where their process dies. */
const LIGHT_ITEMS = 50;

/** Begins to go through the list that a node of a run was given. */
@Injectable()
export class Maps {
  constructor(
    private readonly judge: GraphJudge,
    private readonly graphs: GraphStore,
    private readonly values: RunValues,
    private readonly clock: Clock,
  ) {}

  /** @throws NodeFailure where there is nothing to be gone through like this */
  async open(run: RunState, prepared: PreparedNode, { node, take }: NodeWork, orgId: string): Promise<TaskDecision> {
    const { items, ...plan } = planMap(prepared);
    const { runId } = run;
    const { topology } = this.judge.compileBody(await this.graphs.read(orgId, run.document), node, orgId);
    const kept = await this.values.keep({ type: 'json', value: items }, { orgId, runId });
    const mapId = mapIdOf(runId, node, take);
    const together = togetherIn(topology);
    const of = {
      mapId,
      runId,
      node,
      take,
      round: run.round,
      items: kept,
      count: items.length,
      together,
      topology,
      queue: queueOf(topology),
    };
    return taskDecision(workflowMap, mapId, new OpenMap({ ...of, ...plan }, this.clock.now()));
  }
}

/** Ids of all lists that a run may have gone through, of all takes. */
export const mapIdsOf = ({ runId, topology, nodes }: RunState): string[] =>
  topology.nodes.flatMap(({ id, type }, place) =>
    type === MAP ? Array.from({ length: (nodes[place]?.take ?? 0) + 1 }, (_, before) => mapIdOf(runId, id, before)) : [],
  );

export const mapIdOf = (runId: string, node: string, take: number): string => deriveId(runId, 'map', node, String(take));

/** What is done in passing costs less than a task. */
const togetherIn = ({ nodes }: RunTopology): number => (nodes.every(({ queue }) => queue === null) ? LIGHT_ITEMS : 1);

/** Where the first piece of work waits that needs a place. */
function queueOf({ nodes, ladders }: RunTopology): QueueName {
  const first = nodes.find(({ queue }) => queue !== null);
  if (!first?.queue) return 'script';
  return queueFor(ladders[first.ladder ?? -1]?.[0] ?? 'local:', first.queue);
}
