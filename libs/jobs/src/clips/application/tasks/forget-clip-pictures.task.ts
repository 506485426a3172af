import { Injectable } from '@nestjs/common';
import { type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { InputImages } from '../../../shared/input-images.js';
import { LeaveClipPictures, RecordClipPicturesForgotten } from '../../domain/clip-set.commands.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { type ClipTaskPayloads } from './task-kinds.js';

type Payload = ClipTaskPayloads['jobs.forget-clip-pictures'];

/** Removes the pictures of a set that is complete. */
@Injectable()
export class ForgetClipPicturesTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.forget-clip-pictures';
  constructor(
    private readonly pictures: InputImages,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { clipSetId } = task.payload;
    await this.pictures.forget(task);
    return taskDecision(clipSet, clipSetId, new RecordClipPicturesForgotten({ clipSetId }, this.clock.now()));
  }

  giveUp({ payload: { clipSetId } }: Task<Payload>): TaskDecision {
    return taskDecision(clipSet, clipSetId, new LeaveClipPictures({ clipSetId }, this.clock.now()));
  }
}
