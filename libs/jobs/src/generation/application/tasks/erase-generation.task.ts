import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { streamIdOf } from '#eventing/domain';
import { Clock } from '#platform';
import { SubjectErasure, type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { DeleteGeneration, RecordGenerationErased } from '../../domain/generation.commands.js';
import { generation } from '../../domain/generation.decider.js';
import { type GenerationTaskPayloads } from './task-kinds.js';

type Payload = GenerationTaskPayloads['jobs.erase-generation'];

/** Removes what is left of a deleted generation: pictures it was given, and all that was said of it. */
@Injectable()
export class EraseGenerationTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.erase-generation';
  constructor(
    private readonly storage: ObjectStorage,
    private readonly erasure: SubjectErasure,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { generationId } = task.payload;
    await this.storage.delete(`${task.orgId}/${generationId}`);
    await this.erasure.erase(task, streamIdOf(generation, generationId));
    return taskDecision(generation, generationId, new RecordGenerationErased({ generationId }, this.clock.now()));
  }

  /** Refused, since it is deleted already: so the log goes on saying that it was not erased. */
  giveUp({ payload: { generationId } }: Task<Payload>): TaskDecision {
    return taskDecision(generation, generationId, new DeleteGeneration({ generationId }, this.clock.now()));
  }
}
