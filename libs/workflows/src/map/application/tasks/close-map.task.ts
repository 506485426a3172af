import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Clock } from '#platform';
import { type Task, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { GraphJudge } from '../../../graph/application/graph-judge.js';
import { GraphStore } from '../../../graph/application/graph-store.js';
import { NodeFailure } from '../../../nodes/node-type.js';
import { NodeCalls } from '../../../run/application/node-calls.js';
import { RunAhead } from '../../../run/application/run-ahead.js';
import { RunValues } from '../../../run/application/run-values.js';
import { FailRun, type NodeResult, RecordNodes } from '../../../run/domain/workflow-run.commands.js';
import { workflowRun } from '../../../run/domain/workflow-run.decider.js';
import { NotWaitedFor } from '../../../run/domain/workflow-run.errors.js';
import { indexOfNode, type RunState } from '../../../run/domain/workflow-run.state.js';
import { workflowMap } from '../../domain/workflow-map.decider.js';
import { type MapState } from '../../domain/workflow-map.state.js';
import { MapDigests } from '../map-digests.js';
import { resultsOf } from '../map-results.js';
import { type MapTaskPayloads } from './task-kinds.js';

type Payload = MapTaskPayloads['workflows.close-map'];

/** Hands the list to its node when the items have ended, in their order. */
@Injectable()
export class CloseMapTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.close-map';
  constructor(
    private readonly store: EventStore,
    private readonly ahead: RunAhead,
    private readonly values: RunValues,
    private readonly judge: GraphJudge,
    private readonly graphs: GraphStore,
    private readonly calls: NodeCalls,
    private readonly digests: MapDigests,
    private readonly clock: Clock,
  ) {}

  async run({ payload: { mapId, runId }, orgId }: Task<Payload>): Promise<TaskDecision> {
    const [{ state: map }, { state: run }] = [await this.store.load(workflowMap, mapId), await this.store.load(workflowRun, runId)];
    if (map.status === 'absent' || run.status !== 'running') throw new NotWaitedFor(runId, mapId);
    const result = await this.result(map, run, orgId);
    // What others have ended meanwhile may have made more possible.
    const { state: now } = await this.store.load(workflowRun, runId);
    const at = this.clock.now();
    const results = now.status === 'running' ? await this.ahead.from(now, [result], orgId, at) : [result];
    return taskDecision(workflowRun, runId, new RecordNodes({ runId, results }, at));
  }

  /** Only storage that is away for long comes to this. */
  giveUp({ payload: { runId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    return taskDecision(workflowRun, runId, new FailRun({ runId, code, message, retryable }, this.clock.now()));
  }

  private async result(map: MapState, run: RunState, orgId: string): Promise<NodeResult> {
    const { node, take, ends, onItemError, tolerate } = map;
    const work = { node, take, rung: 0 };
    try {
      const { listType } = this.judge.compileBody(await this.graphs.read(orgId, run.document), node, orgId);
      const outcomes = await Promise.all(
        ends.map(async (end) => end && { error: end.error, output: end.output && (await this.values.read(end.output)) }),
      );
      const made = await this.ahead.result(work, resultsOf(outcomes, { onItemError, tolerate, listType }), run, orgId);
      // What failed for some may be had another time.
      if (made.kind !== 'completed' || outcomes.some((outcome) => outcome?.error)) return made;
      return { ...made, digest: await this.digestOf(run, indexOfNode(run, node), orgId) };
    } catch (error) {
      if (!(error instanceof NodeFailure)) throw error;
      const { code, message, retryable } = error;
      return { ...work, kind: 'failed', code, message, retryable };
    }
  }

  /** @returns null where it is taken over by nobody @throws StorageError */
  private async digestOf(run: RunState, index: number, orgId: string): Promise<string | null> {
    try {
      return await this.digests.of(run, index, await this.calls.prepare(run, index, orgId), orgId);
    } catch (error) {
      // The work is done, whatever has become of what its parameters read.
      if (error instanceof NodeFailure) return null;
      throw error;
    }
  }
}
