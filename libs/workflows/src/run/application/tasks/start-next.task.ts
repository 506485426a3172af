import { Injectable } from '@nestjs/common';
import { Clock } from '#platform';
import { type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { RecordNodes } from '../../domain/workflow-run.commands.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { Slots } from '../slots.js';
import { type RunTaskPayloads } from './task-kinds.js';

type Payload = RunTaskPayloads['workflows.start-next'];

/** Gives the place of a run that has ended to the one that waits longest. */
@Injectable()
export class StartNextTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.start-next';
  constructor(
    private readonly slots: Slots,
    private readonly clock: Clock,
  ) {}

  async run({ payload }: Task<Payload>): Promise<TaskDecision> {
    await this.slots.release(payload.runId, payload.workflowId, payload.slot);
    return this.nothing(payload);
  }

  /** The sweep takes it up. */
  giveUp({ payload }: Task<Payload>): TaskDecision {
    return this.nothing(payload);
  }

  private nothing({ runId }: Payload): TaskDecision {
    return taskDecision(workflowRun, runId, new RecordNodes({ runId, results: [] }, this.clock.now()));
  }
}
