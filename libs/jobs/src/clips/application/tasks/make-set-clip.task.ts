import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Models } from '#integrations';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { ArtifactFiles } from '../../../shared/artifact-files.js';
import { costOf } from '../../../shared/cost.js';
import { GivenPictures } from '../../../shared/given-pictures.js';
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
    private readonly models: Models,
    private readonly pictures: GivenPictures,
    private readonly files: ArtifactFiles,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { clipSetId, clipId } = task.payload;
    const { state: set } = await this.store.load(clipSet, clipSetId);
    const clip = set.status === 'absent' ? undefined : set.clips.find((one) => one.clipId === clipId);
    if (set.status === 'absent' || !clip) throw new UnknownClipSet(clipSetId);
    const { model, widthPx, heightPx, fps } = set;
    const firstImagePath = await this.pictures.pathOf(task, pictureName(clipId, 'first'), context);
    const lastImagePath = await this.pictures.pathOf(task, pictureName(clipId, 'last'), context);
    const { durationSeconds, seed } = clip;
    const words = { prompt: PROMPT, negativePrompt: null, narration: '', language: 'en', style: 'cinematic', film: null };
    const request = { ...words, widthPx, heightPx, fps, durationSeconds, seed, firstImagePath, lastImagePath };
    const made = await this.models.clip(model).make(request, { path: path.join(context.workDir, 'clip.mp4') }, context);
    const file = await this.files.keep(task, context, 'clip.mp4', made.path, made.contentType);
    const data = { clipSetId, clipId, source: model, clip: file, cost: costOf(made.cost) };
    return taskDecision(clipSet, clipSetId, new RecordMadeClip(data, this.clock.now()));
  }

  giveUp({ payload }: Task<Payload>, { code, message, retryable, attempts }: TaskFailure): TaskDecision {
    const { clipSetId, clipId } = payload;
    const command = new RecordFailedClip({ clipSetId, clipId, code, message, retryable, attempts }, this.clock.now());
    return taskDecision(clipSet, clipSetId, command);
  }
}
