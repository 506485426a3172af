import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Clock } from '#platform';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { FailRun, type NodeResult, RecordNodes } from '../../domain/workflow-run.commands.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { UnknownRun } from '../../domain/workflow-run.errors.js';
import { RunAhead } from '../run-ahead.js';
import { type RunTaskPayloads } from './task-kinds.js';

type Payload = RunTaskPayloads['workflows.run-light'];

/** Does all nodes that need no task of their own and that nobody else has done in passing: those a run begins with. */
@Injectable()
export class RunLightTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.run-light';
  constructor(
    private readonly store: EventStore,
    private readonly ahead: RunAhead,
    private readonly clock: Clock,
  ) {}

  async run({ payload: { runId }, orgId }: Task<Payload>, { run: { task } }: TaskContext): Promise<TaskDecision> {
    const { state } = await this.store.loadSince(workflowRun, runId, task.attempt === 1 ? task.causationId : null);
    if (state.status === 'absent') throw new UnknownRun(runId);
    const at = this.clock.now();
    return this.decision(runId, await this.ahead.from(state, [], orgId, at), at);
  }

  /** Only storage that is away for long comes to this: nothing can be said of single nodes then. */
  giveUp({ payload: { runId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    return taskDecision(workflowRun, runId, new FailRun({ runId, code, message, retryable }, this.clock.now()));
  }

  private decision(runId: string, results: readonly NodeResult[], at: string): TaskDecision {
    return taskDecision(workflowRun, runId, new RecordNodes({ runId, results }, at));
  }
}
