import { Injectable } from '@nestjs/common';
import { DomainError } from '#eventing/domain';
import { Videos } from '#jobs';
import { Clock } from '#platform';
import { type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { RecordNodes } from '../../domain/workflow-run.commands.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { type RunTaskPayloads } from './task-kinds.js';

type Payload = RunTaskPayloads['workflows.cancel-video'];

/** Cancels a video that a run has ordered; one that has ended, or was never ordered, is let be. */
@Injectable()
export class CancelVideoTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.cancel-video';
  constructor(
    private readonly videos: Videos,
    private readonly clock: Clock,
  ) {}

  async run({ payload, orgId }: Task<Payload>): Promise<TaskDecision> {
    await this.videos.cancel({ orgId, actor: 'system' }, payload.videoId).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
    return this.nothing(payload);
  }

  giveUp({ payload }: Task<Payload>): TaskDecision {
    return this.nothing(payload);
  }

  private nothing({ runId }: Payload): TaskDecision {
    return taskDecision(workflowRun, runId, new RecordNodes({ runId, results: [] }, this.clock.now()));
  }
}
