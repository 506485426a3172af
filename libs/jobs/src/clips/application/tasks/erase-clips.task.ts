import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { streamIdOf } from '#eventing/domain';
import { Clock } from '#platform';
import { SubjectErasure, type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { DeleteClipSet, RecordClipSetErased } from '../../domain/clip-set.commands.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { type ClipTaskPayloads } from './task-kinds.js';

type Payload = ClipTaskPayloads['jobs.erase-clips'];

/** Removes the files of deleted clips, and all that was said of them. */
@Injectable()
export class EraseClipsTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.erase-clips';
  constructor(
    private readonly storage: ObjectStorage,
    private readonly erasure: SubjectErasure,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { clipSetId } = task.payload;
    await this.storage.delete(`${task.orgId}/${clipSetId}`);
    await this.erasure.erase(task, streamIdOf(clipSet, clipSetId));
    return taskDecision(clipSet, clipSetId, new RecordClipSetErased({ clipSetId }, this.clock.now()));
  }

  /** Refused, since they are deleted already: so the log goes on saying that they were not erased. */
  giveUp({ payload: { clipSetId } }: Task<Payload>): TaskDecision {
    return taskDecision(clipSet, clipSetId, new DeleteClipSet({ clipSetId }, this.clock.now()));
  }
}
