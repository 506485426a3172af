import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Assets } from '#assets';
import { type FileRef, type StoredFile, storingBy } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { InputImages } from '../../../shared/input-images.js';
import { BeginGeneration, FailGeneration, RecordGenerated } from '../../domain/generation.commands.js';
import { generation } from '../../domain/generation.decider.js';
import { type OrderedGeneration } from '../../domain/generation.state.js';
import { UnknownGeneration } from '../../domain/generation.errors.js';
import { ModelCalls } from './model-calls.js';
import { type GenerationTaskPayloads } from './task-kinds.js';

type Payload = GenerationTaskPayloads['jobs.generate'];

/** Calls one model and takes what it made into the media library. */
@Injectable()
export class GenerateTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.generate';
  constructor(
    private readonly store: EventStore,
    private readonly calls: ModelCalls,
    private readonly pictures: InputImages,
    private readonly assets: Assets,
    private readonly clock: Clock,
  ) {}

  begin({ payload: { generationId } }: Task<Payload>): TaskDecision {
    return taskDecision(generation, generationId, new BeginGeneration({ generationId }, this.clock.now()));
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { generationId } = task.payload;
    const { state } = await this.store.load(generation, generationId);
    if (state.status === 'absent') throw new UnknownGeneration(generationId);
    const fileOf = (name: 'image' | 'lastImage'): Promise<FileRef> | null =>
      state.input.pictures.includes(name) ? this.pictures.fileOf(task, name, context) : null;
    const given = { image: await fileOf('image'), lastImage: await fileOf('lastImage') };
    let sizeBytes = 0;
    const intoLibrary = storingBy(context, async (_name, filePath) => {
      const file = await this.takeIn(state, task.orgId, filePath);
      sizeBytes += file.sizeBytes;
      return file;
    });
    const cost = await this.calls.make(state, given, intoLibrary);
    return taskDecision(generation, generationId, new RecordGenerated({ generationId, sizeBytes, cost }, this.clock.now()));
  }

  giveUp({ payload: { generationId } }: Task<Payload>, { code, message, retryable, attempts }: TaskFailure): TaskDecision {
    const command = new FailGeneration({ generationId, code, message, retryable, attempts }, this.clock.now());
    return taskDecision(generation, generationId, command);
  }

  private async takeIn({ assetId, model: source }: OrderedGeneration, orgId: string, filePath: string): Promise<StoredFile> {
    const { key, contentType, sizeBytes, sha256 } = await this.assets.keep({ assetId, orgId, filePath, source });
    return { key: key ?? '', contentType: contentType ?? '', sizeBytes: sizeBytes ?? 0, sha256: sha256 ?? '' };
  }
}
