import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Clock, fingerprintOf } from '#platform';
import { StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { NodeFailure } from '../../../nodes/node-type.js';
import { Maps } from '../../../map/application/maps.js';
import { BeginNode, GiveUpNode, RecordFailedTry, RecordNodes } from '../../domain/workflow-run.commands.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { NotWaitedFor, UnknownRun } from '../../domain/workflow-run.errors.js';
import { indexOfNode, modelAt } from '../../domain/workflow-run.state.js';
import { NodeCalls } from '../node-calls.js';
import { RunAhead } from '../run-ahead.js';
import { type RunTaskPayloads } from './task-kinds.js';

type Payload = RunTaskPayloads['workflows.run-node'];

/** Has one model try one node, and does in passing what has become possible by it. */
@Injectable()
export class RunNodeTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.run-node';
  constructor(
    private readonly store: EventStore,
    private readonly calls: NodeCalls,
    private readonly ahead: RunAhead,
    private readonly maps: Maps,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  begin({ payload }: Task<Payload>): TaskDecision {
    return taskDecision(workflowRun, payload.runId, new BeginNode({ ...payload }, this.clock.now()));
  }

  mayWait({ payload }: Task<Payload>): boolean {
    return payload.mayWait;
  }

  async run({ payload, orgId }: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { runId, node, take, rung } = payload;
    const { state: run } = await this.store.load(workflowRun, runId);
    if (run.status === 'absent') throw new UnknownRun(runId);
    const index = indexOfNode(run, node);
    if (run.status !== 'running' || index < 0) throw new NotWaitedFor(runId, node);
    const prepared = await this.calls.prepare(run, index, orgId);
    const { type, call } = prepared;
    if (type.weight === 'map') return this.maps.open(run, prepared, payload, orgId);
    const model = modelAt(run, index, rung);
    if (type.weight !== 'task') throw new NodeFailure('unknown_type', `"${type.type}" is not done by a task`);
    const startedAt = run.nodes[index]?.startedAt ?? null;
    const of = { runId, node, take, startedAt, model, seed: seedOf(runId, node) };
    const outcome = await type.execute({ ...call, ...of }, this.files.contextOf(context));
    const result = await this.ahead.result({ node, take, rung }, outcome, run, orgId);
    // What others have ended meanwhile may have made more possible.
    const { state: now } = await this.store.load(workflowRun, runId);
    const at = this.clock.now();
    const results = now.status === 'running' ? await this.ahead.from(now, [result], orgId, at) : [result];
    return taskDecision(workflowRun, runId, new RecordNodes({ runId, results }, at));
  }

  retrying({ payload }: Task<Payload>, { code, message, retryable, attempts }: TaskFailure): TaskDecision {
    const command = new RecordFailedTry({ ...payload, attempt: attempts, code, message, retryable }, this.clock.now());
    return taskDecision(workflowRun, payload.runId, command);
  }

  giveUp({ payload }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    return taskDecision(workflowRun, payload.runId, new GiveUpNode({ ...payload, code, message, retryable }, this.clock.now()));
  }
}

/** Another one in every run, the same one in its retries. */
const seedOf = (runId: string, node: string): number => fingerprintOf([runId, node]).readUInt32BE(0) % (2 ** 31 - 1);
