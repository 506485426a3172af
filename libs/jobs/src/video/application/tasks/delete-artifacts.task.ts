import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { streamIdOf } from '#eventing/domain';
import { SubjectErasure, type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { DeleteArtifacts, RecordFilesRemoved } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { InputImages } from '../../../shared/input-images.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.delete-artifacts'];

/** Removes all files of a deleted video from storage, and all that was said of it. */
@Injectable()
export class DeleteArtifactsTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.delete-artifacts';
  constructor(
    private readonly storage: ObjectStorage,
    private readonly pictures: InputImages,
    private readonly erasure: SubjectErasure,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    await this.pictures.forget({ orgId: task.orgId, subjectId: task.subjectId });
    await this.storage.delete(`${task.orgId}/${task.subjectId}`);
    await this.erasure.erase(task, streamIdOf(videoJob, task.payload.videoId));
    return taskDecision(videoJob, task.payload.videoId, new RecordFilesRemoved({ videoId: task.payload.videoId }, this.clock.now()));
  }

  /** Refused by the job, which is deleted already: so the log goes on saying that its files have not been removed. */
  giveUp({ payload: { videoId } }: Task<Payload>): TaskDecision {
    return taskDecision(videoJob, videoId, new DeleteArtifacts({ videoId }, this.clock.now()));
  }
}
