import { Injectable } from '@nestjs/common';
import { type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { InputImages } from '../../../shared/input-images.js';
import { LeaveGenerationPictures, RecordGenerationPicturesForgotten } from '../../domain/generation.commands.js';
import { generation } from '../../domain/generation.decider.js';
import { type GenerationTaskPayloads } from './task-kinds.js';

type Payload = GenerationTaskPayloads['jobs.forget-generation-pictures'];

/** Removes the pictures of a generation that has ended. */
@Injectable()
export class ForgetGenerationPicturesTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.forget-generation-pictures';
  constructor(
    private readonly pictures: InputImages,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { generationId } = task.payload;
    await this.pictures.forget(task);
    return taskDecision(generation, generationId, new RecordGenerationPicturesForgotten({ generationId }, this.clock.now()));
  }

  giveUp({ payload: { generationId } }: Task<Payload>): TaskDecision {
    return taskDecision(generation, generationId, new LeaveGenerationPictures({ generationId }, this.clock.now()));
  }
}
