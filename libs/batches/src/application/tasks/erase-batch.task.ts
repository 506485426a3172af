import { Injectable } from '@nestjs/common';
import { streamIdOf } from '#eventing/domain';
import { Clock } from '#platform';
import { SubjectErasure, type Task, type TaskDecision, taskDecision, type TaskHandler } from '#tasks';
import { DeleteBatch, PassItem } from '../../domain/batch.commands.js';
import { batch } from '../../domain/batch.decider.js';
import { type BatchTaskPayloads } from './task-kinds.js';

type Payload = BatchTaskPayloads['batches.erase'];

/** Erases what was said in the stream of a deleted batch, and what was announced of it. */
@Injectable()
export class EraseBatchTask implements TaskHandler<Payload> {
  readonly kind = 'batches.erase';

  constructor(
    private readonly erasure: SubjectErasure,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { batchId } = task.payload;
    await this.erasure.erase(task, streamIdOf(batch, batchId));
    return taskDecision(batch, batchId, new PassItem({ batchId }, this.clock.now()));
  }

  /** Refused, since it is deleted already: so the log goes on saying that it was not erased. */
  giveUp({ payload: { batchId } }: Task<Payload>): TaskDecision {
    return taskDecision(batch, batchId, new DeleteBatch({ batchId }, this.clock.now()));
  }
}
