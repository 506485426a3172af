import { Injectable } from '@nestjs/common';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock, ExternalError } from '#platform';
import { type JobFault } from '../../../contracts/video-job.events.js';
import { FailJob, RecordFrames } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { InputImages } from '../../../shared/input-images.js';
import { VideoJobReader } from '../video-job-reader.js';
import { type TaskPayloads, pictureName } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.receive-frames'];

/** Pictures fetched at the same time: enough to hide a slow host, few enough not to look like an attack on it. */
const FETCHED_AT_ONCE = 4;

/** Brings the given pictures of all pairs here. Those that are here stay when another try is needed. */
@Injectable()
export class ReceiveFramesTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.receive-frames';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly pictures: InputImages,
    private readonly clock: Clock,
  ) {}

  /** Every picture is looked at before anything is said, so that who sent them hears of all faults at once. */
  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId } = task.payload;
    const { request } = await this.productions.readFor(videoId, context.run);
    const waiting = (request.frames ?? []).flatMap((_, index) =>
      (['first', 'last'] as const).map((edge) => ({ name: pictureName(index, edge), path: `frames.${index}.${edge}FrameUrl` })),
    );
    const faults: JobFault[] = [];
    let passing: unknown = null;
    const fetchNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { name, path } = next;
        try {
          await this.pictures.fileOf({ orgId: task.orgId, subjectId: videoId }, name, context);
        } catch (error) {
          if (error instanceof ExternalError && !error.retryable) faults.push({ path, code: error.code, message: error.message });
          else passing ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: FETCHED_AT_ONCE }, fetchNext));
    if (faults.length > 0) return this.refused(videoId, faults);
    if (passing !== null) throw passing instanceof Error ? passing : new Error('a picture could not be fetched', { cause: passing });
    return taskDecision(videoJob, videoId, new RecordFrames({ videoId }, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The frames could not be fetched: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }

  private refused(videoId: string, found: readonly JobFault[]): TaskDecision {
    const faults = [...found].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
    const message = `The frames cannot be used: ${faults.map(({ path, message: why }) => `${path} ${why}`).join('; ')}`;
    const failure = { videoId, code: 'frames_refused', message, retryable: false, faults };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}
