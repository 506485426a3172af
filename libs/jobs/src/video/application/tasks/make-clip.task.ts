import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Models } from '#integrations';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { sourceFrames } from '#media';
import { Clock } from '#platform';
import { ANIMATED_STILL, assetIdOf, clipLadder } from '../../domain/ladder.js';
import { GiveUpModel, RecordClip, RecordFailedAttempt } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type Production, takenFootage } from '../../domain/video-job.state.js';
import { GivenPictures } from '../../../shared/given-pictures.js';
import { ProductionReader } from '../production-reader.js';
import { ArtifactFiles } from '../../../shared/artifact-files.js';
import { costOf } from '../../../shared/cost.js';
import { OwnFootage } from './own-footage.js';
import { pictureRequest } from './picture-request.js';
import { segmentFileName } from './segment-file-name.js';
import { type TaskPayloads, pictureName } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.make-clip'];
type Clip = Pick<RecordClip['data'], 'clip' | 'still' | 'kind' | 'cost' | 'attribution'>;

/** Has one rung of the ladder make the moving picture of one segment. */
@Injectable()
export class MakeClipTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.make-clip';
  constructor(
    private readonly productions: ProductionReader,
    private readonly models: Models,
    private readonly files: ArtifactFiles,
    private readonly pictures: GivenPictures,
    private readonly footage: OwnFootage,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan, index, take, rung } = task.payload;
    const job = await this.productions.read(videoId);
    const image = job.segments[index]?.image;
    const source = clipLadder(job.request, index, job.segments[index]?.model ?? null)[rung] ?? '';
    const recorded = (by: string, clip: Clip): TaskDecision =>
      taskDecision(videoJob, videoId, new RecordClip({ videoId, plan, index, take, rung, source: by, ...clip }, this.clock.now()));
    const assetId = assetIdOf(source);
    if (assetId !== null) return recorded(source, await this.footage.take(task, context, assetId));
    const asStill = { kind: 'image', cost: null, attribution: null } as const;
    if (job.request.visuals.mode === 'images' && image) return recorded(image.source, { clip: image.file, still: image.file, ...asStill });
    if (source === ANIMATED_STILL) {
      const still = image?.file ?? (await this.firstPicture(task, context));
      return recorded(source, { clip: still, still, ...asStill });
    }
    return recorded(source, await this.made(task, context, job, source));
  }

  mayWait({ payload }: Task<Payload>): boolean {
    return payload.isLast;
  }

  retrying({ payload }: Task<Payload>, { attempts: attempt, code, message }: TaskFailure): TaskDecision {
    const failed = { ...payload, what: 'clip' as const, attempt, code, message };
    return taskDecision(videoJob, payload.videoId, new RecordFailedAttempt(failed, this.clock.now()));
  }

  giveUp({ payload }: Task<Payload>, failure: TaskFailure): TaskDecision {
    return taskDecision(videoJob, payload.videoId, new GiveUpModel({ ...payload, what: 'clip', ...failure }, this.clock.now()));
  }

  private async made(task: Task<Payload>, context: TaskContext, job: Production, source: string): Promise<Clip> {
    const { index } = task.payload;
    const image = job.segments[index]?.image;
    const pair = job.request.frames?.[index];
    // A pair's clip is as long as was asked for: what joints need besides is won by slowing it, so that its last picture is seen.
    const durationSeconds = pair?.durationSeconds ?? secondsNeeded(job, index);
    const made = await this.models.clip(source).make(
      {
        ...pictureRequest(job, index, job.plan?.segments[index]?.videoPrompt ?? ''),
        fps: job.request.fps,
        durationSeconds,
        firstImagePath: pair ? await this.pathOf(task, context, 'first') : image ? await this.files.pathOf(image.file) : null,
        lastImagePath: pair ? await this.pathOf(task, context, 'last') : null,
        exclude: takenFootage(job),
      },
      { path: path.join(context.workDir, 'clip.mp4') },
      context,
    );
    const still = image?.file ?? (await this.still(task, context, made.path, durationSeconds / 2));
    const clip = await this.files.keep(task, context, segmentFileName('sources', index, 'mp4'), made.path, made.contentType);
    return { kind: 'video', clip, still, cost: costOf(made.cost), attribution: made.attribution ?? null };
  }

  private pathOf(task: Task<Payload>, context: TaskContext, edge: 'first' | 'last'): Promise<string> {
    return this.pictures.pathOf({ orgId: task.orgId, subjectId: task.subjectId }, pictureName(task.payload.index, edge), context);
  }

  /** The first picture of a pair as a file of this job, in the format of its stills. */
  private async firstPicture(task: Task<Payload>, context: TaskContext) {
    return this.still(task, context, await this.pathOf(task, context, 'first'), 0);
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
