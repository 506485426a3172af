import { Injectable } from '@nestjs/common';
import { ImageStillStep, InputAssetStep, keptFile, type StepContext, StepFiles, type StoredFile, VideoGenerateStep } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { sourceFrames } from '#media';
import { Clock } from '#platform';
import { mayBeDrawing } from '../../domain/drawings.js';
import { ANIMATED_STILL, assetIdOf, clipChain } from '../../domain/fallback-chain.js';
import { GiveUpModel, RecordClip, RecordFailedAttempt } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJobState, takenFootage } from '../../domain/video-job.state.js';
import { InputImages } from '../../../shared/input-images.js';
import { VideoAdmission } from '../video-admission.js';
import { VideoJobReader } from '../video-job-reader.js';
import { pictureRequest } from './picture-request.js';
import { Thumbnails } from './thumbnails.js';
import { segmentFileName } from './segment-file-name.js';
import { type TaskPayloads, pictureName } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.make-clip'];
type Clip = Pick<RecordClip['data'], 'clip' | 'still' | 'thumbnail' | 'kind' | 'cost' | 'attribution'>;

/** Has one rung of the chain make the moving picture of one segment. */
@Injectable()
export class MakeClipTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.make-clip';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly clips: VideoGenerateStep,
    private readonly stills: ImageStillStep,
    private readonly assets: InputAssetStep,
    private readonly files: StepFiles,
    private readonly thumbnails: Thumbnails,
    private readonly pictures: InputImages,
    private readonly admission: VideoAdmission,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan, index, take, rung } = task.payload;
    const job = await this.productions.readFor(videoId, context.run);
    const image = job.segments[index]?.image;
    const source = clipChain(job.request, index, job.segments[index]?.model ?? null)[rung] ?? '';
    const own = this.files.contextOf(context, (name) => nameOf(index, name));
    const recorded = async (by: string, clip: Clip): Promise<TaskDecision> => {
      // A clip that begins with a picture of ours is shown by that one.
      const isDrawn = image?.file.key === clip.still.key;
      const thumbnail = isDrawn ? (image?.thumbnail ?? null) : (clip.thumbnail ?? (await this.thumbnails.of(clip.still, own)));
      const data = { videoId, plan, index, take, rung, source: by, ...clip, thumbnail };
      return taskDecision(videoJob, videoId, new RecordClip(data, this.clock.now()));
    };
    const assetId = assetIdOf(source);
    if (assetId !== null) return recorded(source, await this.owned(assetId, own));
    const asStill = { kind: 'image', cost: null, attribution: null } as const;
    if (job.request.visuals.mode === 'images' && image) return recorded(image.source, { clip: image.file, still: image.file, ...asStill });
    if (source === ANIMATED_STILL) {
      const still = image?.file ?? (await this.firstPicture(task, own));
      return recorded(source, { clip: still, still, ...asStill });
    }
    return recorded(source, await this.made(task, own, job, source));
  }

  mayWait({ payload }: Task<Payload>): boolean {
    return payload.isLast;
  }

  retrying({ payload }: Task<Payload>, { attempts: attempt, code, message }: TaskFailure): TaskDecision {
    const failed = { ...payload, what: 'clip' as const, attempt, code, message };
    return taskDecision(videoJob, payload.videoId, new RecordFailedAttempt(failed, this.clock.now()));
  }

  giveUp({ payload }: Task<Payload>, failure: TaskFailure): TaskDecision {
    return this.admission.ofTask(payload.videoId, new GiveUpModel({ ...payload, what: 'clip', ...failure }, this.clock.now()));
  }

  private async made(task: Task<Payload>, context: StepContext, job: VideoJobState, model: string): Promise<Clip> {
    const { index } = task.payload;
    const image = job.segments[index]?.image;
    const pair = job.request.frames?.[index];
    const made = await this.clips.run(
      {
        model,
        ...pictureRequest(job, index, job.plan?.segments[index]?.videoPrompt ?? ''),
        fps: job.request.fps,
        // A pair's clip is as long as was asked for: what joints need besides is won by slowing it, so that its last picture is seen.
        durationSeconds: pair?.durationSeconds ?? secondsNeeded(job, index),
        firstImage: pair ? await this.pictureOf(task, context, 'first') : (image?.file ?? null),
        lastImage: pair ? await this.pictureOf(task, context, 'last') : null,
        exclude: takenFootage(job),
        still: !image,
        asDrawing: mayBeDrawing(job),
      },
      context,
    );
    const { kind, clip, still, thumbnail, cost, attribution } = made;
    return { kind, clip, still: image?.file ?? keptFile(still), ...(thumbnail && { thumbnail }), cost, attribution };
  }

  /** Footage or a picture out of the media library. */
  private async owned(assetId: string, context: StepContext): Promise<Clip> {
    const { kind, file, still } = await this.assets.run({ from: { assetId }, kinds: ['image', 'video'], still: true }, context);
    return { kind: kind === 'image' ? 'image' : 'video', clip: file, still: keptFile(still), cost: null, attribution: null };
  }

  private pictureOf(task: Task<Payload>, context: TaskContext, edge: 'first' | 'last') {
    return this.pictures.fileOf({ orgId: task.orgId, subjectId: task.subjectId }, pictureName(task.payload.index, edge), context);
  }

  /** The first picture of a pair as a file of this job, in the format of its stills. */
  private async firstPicture(task: Task<Payload>, context: StepContext): Promise<StoredFile> {
    const of = await this.pictureOf(task, context, 'first');
    return (await this.stills.run({ of, atSeconds: 0, widthPx: null }, context)).image;
  }
}

/** What the steps call `clip.mp4`, `asset.mov` and `still.png`, by its segment. */
function nameOf(index: number, name: string): string {
  if (name === 'thumbnail.jpg') return segmentFileName('thumbnails', index, 'jpg');
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return segmentFileName(name.startsWith('still.') ? 'frames' : 'sources', index, extension);
}

/** The segment's own length and what its transitions need besides. */
function secondsNeeded(job: VideoJobState, index: number): number {
  if (!job.plan) throw new RangeError(`video ${job.videoId} is not planned`);
  const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps };
  return sourceFrames({ format, segments: job.plan.segments, transitions: job.plan.transitions }, index) / format.fps;
}
