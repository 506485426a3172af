import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { StepFiles, VideoGenerateStep } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { InputImages } from '../../../shared/input-images.js';
import { RecordFailedClip, RecordMadeClip } from '../../domain/clip-set.commands.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { type ClipTaskPayloads, pictureName } from './task-kinds.js';

type Payload = ClipTaskPayloads['jobs.make-set-clip'];

/** Two pictures say it all; models that insist on words get these. */
const PROMPT = 'One continuous, smooth camera move from the first frame to the last frame.';

/** Has a model make one clip of a set, from the first picture to the last. */
@Injectable()
export class MakeSetClipTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.make-set-clip';
  constructor(
    private readonly store: EventStore,
    private readonly videos: VideoGenerateStep,
    private readonly pictures: InputImages,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { clipSetId, clipId } = task.payload;
    const { state: set } = await this.store.load(clipSet, clipSetId);
    const clip = set.status === 'absent' ? undefined : set.clips.find((one) => one.clipId === clipId);
    if (set.status === 'absent' || !clip) throw new UnknownClipSet(clipSetId);
    const { model, widthPx, heightPx, fps } = set;
    const firstImage = await this.pictures.fileOf(task, pictureName(clipId, 'first'), context);
    const lastImage = await this.pictures.fileOf(task, pictureName(clipId, 'last'), context);
    const { durationSeconds, seed } = clip;
    const words = { prompt: PROMPT, negativePrompt: null, narration: '', language: 'en', style: 'cinematic', film: null };
    const wanted = { model, ...words, widthPx, heightPx, fps, durationSeconds, seed, firstImage, lastImage, exclude: [], still: false };
    const made = await this.videos.run(wanted, this.files.contextOf(context));
    const data = { clipSetId, clipId, source: model, clip: made.clip, cost: made.cost };
    return taskDecision(clipSet, clipSetId, new RecordMadeClip(data, this.clock.now()));
  }

  giveUp({ payload }: Task<Payload>, { code, message, retryable, attempts }: TaskFailure): TaskDecision {
    const { clipSetId, clipId } = payload;
    const command = new RecordFailedClip({ clipSetId, clipId, code, message, retryable, attempts }, this.clock.now());
    return taskDecision(clipSet, clipSetId, command);
  }
}
