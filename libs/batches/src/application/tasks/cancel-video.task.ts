import { Injectable } from '@nestjs/common';
import { DomainError } from '#eventing/domain';
import { Videos } from '#jobs';
import { Clock } from '#platform';
import { type Task, type TaskDecision, taskDecision, type TaskHandler } from '#tasks';
import { PassItem } from '../../domain/batch.commands.js';
import { batch } from '../../domain/batch.decider.js';
import { type BatchTaskPayloads } from './task-kinds.js';

type Payload = BatchTaskPayloads['batches.cancel-video'];

/** Cancels a video of a cancelled batch; one that has ended, or was never ordered, is let be. */
@Injectable()
export class CancelBatchVideoTask implements TaskHandler<Payload> {
  readonly kind = 'batches.cancel-video';

  constructor(
    private readonly videos: Videos,
    private readonly clock: Clock,
  ) {}

  async run({ payload, orgId }: Task<Payload>): Promise<TaskDecision> {
    await this.videos.cancel({ orgId, actor: 'system' }, payload.videoId).catch((error: unknown) => {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
    });
    return this.pass(payload);
  }

  giveUp({ payload }: Task<Payload>): TaskDecision {
    return this.pass(payload);
  }

  private pass({ batchId }: Payload): TaskDecision {
    return taskDecision(batch, batchId, new PassItem({ batchId }, this.clock.now()));
  }
}
