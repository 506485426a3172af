import path from 'node:path';
import { Injectable } from '@nestjs/common';
import {
  Models,
  type Task,
  type TaskContext,
  type TaskDecision,
  type TaskFailure,
  type TaskHandler,
  sourceFrames,
  taskDecision,
} from '#integrations';
import { Clock } from '#platform';
import { clipLadder } from '../../domain/ladder.js';
import { GiveUpModel, RecordClip } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type Production } from '../../domain/video-job.state.js';
import { ProductionReader } from '../production-reader.js';
import { ArtifactFiles } from './artifact-files.js';
import { costOf } from './cost.js';
import { pictureRequest } from './picture-request.js';
import { segmentFileName } from './segment-file-name.js';
import { type TaskPayloads } from './task-kinds.js';

type Payload = TaskPayloads['jobs.make-clip'];

/** Has one model make the moving picture of one segment. */
@Injectable()
export class MakeClipTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.make-clip';
  constructor(
    private readonly productions: ProductionReader,
    private readonly models: Models,
    private readonly files: ArtifactFiles,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan, index, take, rung } = task.payload;
    const job = await this.productions.read(videoId);
    const image = job.segments[index]?.image;
    const of = { videoId, plan, index, take };
    if (job.request.visuals.mode === 'images' && image) {
      const result = { ...of, source: image.source, kind: 'image' as const, clip: image.file, still: image.file, cost: null };
      return taskDecision(videoJob, videoId, new RecordClip(result, this.clock.now()));
    }
    const source = clipLadder(job.request, index, job.segments[index]?.model ?? null)[rung] ?? '';
    const durationSeconds = secondsNeeded(job, index);
    const made = await this.models.clip(source).make(
      {
        ...pictureRequest(job, index, job.plan?.segments[index]?.videoPrompt ?? ''),
        fps: job.request.fps,
        durationSeconds,
        firstImagePath: image ? await this.files.pathOf(image.file) : null,
        lastImagePath: null,
      },
      { path: path.join(context.workDir, 'clip.mp4') },
      context,
    );
    const still = image?.file ?? (await this.still(task, context, made.path, durationSeconds / 2));
    const clip = await this.files.keep(task, context, segmentFileName('sources', index, 'mp4'), made.path, made.contentType);
    const result = { ...of, source, kind: 'video' as const, clip, still, cost: costOf(made.cost) };
    return taskDecision(videoJob, videoId, new RecordClip(result, this.clock.now()));
  }

  giveUp({ payload }: Task<Payload>, failure: TaskFailure): TaskDecision {
    return taskDecision(videoJob, payload.videoId, new GiveUpModel({ ...payload, what: 'clip', ...failure }, this.clock.now()));
  }

  private async still(task: Task<Payload>, context: TaskContext, sourcePath: string, atSeconds: number) {
    const output = { path: path.join(context.workDir, 'still.png') };
    const made = await this.models.renderer().still({ sourcePath, atSeconds, widthPx: null }, output, context);
    return this.files.keep(task, context, segmentFileName('frames', task.payload.index, 'png'), made.path, made.contentType);
  }
}

/** The segment's own length and what its transitions need besides. */
function secondsNeeded(job: Production, index: number): number {
  if (!job.plan) throw new RangeError(`video ${job.videoId} is not planned`);
  const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps };
  return sourceFrames({ format, segments: job.plan.segments, transitions: job.plan.transitions }, index) / format.fps;
}
