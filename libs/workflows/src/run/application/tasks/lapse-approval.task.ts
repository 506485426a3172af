import { Injectable } from '@nestjs/common';
import { Clock } from '#platform';
import { type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { LapseNode } from '../../domain/workflow-run.commands.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { type RunTaskPayloads } from './task-kinds.js';

type Payload = RunTaskPayloads['workflows.lapse-approval'];

/** Rings when a gate should have been decided. It lies in the table of tasks until then, so no restart makes it late or lost. */
@Injectable()
export class LapseNodeTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.lapse-approval';
  constructor(private readonly clock: Clock) {}

  run({ payload }: Task<Payload>): Promise<TaskDecision> {
    return Promise.resolve(this.lapse(payload));
  }

  giveUp({ payload }: Task<Payload>): TaskDecision {
    return this.lapse(payload);
  }

  private lapse(payload: Payload): TaskDecision {
    return taskDecision(workflowRun, payload.runId, new LapseNode({ ...payload }, this.clock.now()));
  }
}
