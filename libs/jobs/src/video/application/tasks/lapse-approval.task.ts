import { Injectable } from '@nestjs/common';
import { type Task, type TaskDecision, type TaskHandler } from '#tasks';
import { Clock } from '#platform';
import { LapseApproval } from '../../domain/video-job.commands.js';
import { VideoAdmission } from '../video-admission.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.lapse-approval'];

/** Rings when a gate should have been decided. It lies in the table of tasks until then, so no restart makes it late or lost. */
@Injectable()
export class LapseApprovalTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.lapse-approval';
  constructor(
    private readonly admission: VideoAdmission,
    private readonly clock: Clock,
  ) {}

  run({ payload }: Task<Payload>): Promise<TaskDecision> {
    return Promise.resolve(this.lapse(payload));
  }

  giveUp({ payload }: Task<Payload>): TaskDecision {
    return this.lapse(payload);
  }

  private lapse({ videoId, approval, requestedAt }: Payload): TaskDecision {
    return this.admission.ofTask(videoId, new LapseApproval({ videoId, approval, requestedAt }, this.clock.now()));
  }
}
