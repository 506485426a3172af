import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Assets } from '#assets';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { costOf } from '../../../shared/cost.js';
import { GivenPictures } from '../../../shared/given-pictures.js';
import { BeginGeneration, FailGeneration, RecordGenerated } from '../../domain/generation.commands.js';
import { generation } from '../../domain/generation.decider.js';
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
    private readonly pictures: GivenPictures,
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
    const pathOf = (name: 'image' | 'lastImage'): Promise<string> | null =>
      state.input.pictures.includes(name) ? this.pictures.pathOf(task, name, context) : null;
    const given = { image: await pathOf('image'), lastImage: await pathOf('lastImage') };
    const made = await this.calls.make(state, given, context);
    const { model: source, assetId } = state;
    const asset = await this.assets.keep({ assetId, orgId: task.orgId, filePath: made.path, source });
    const data = { generationId, sizeBytes: asset.sizeBytes ?? 0, cost: costOf(made.cost) };
    return taskDecision(generation, generationId, new RecordGenerated(data, this.clock.now()));
  }

  giveUp({ payload: { generationId } }: Task<Payload>, { code, message, retryable, attempts }: TaskFailure): TaskDecision {
    const command = new FailGeneration({ generationId, code, message, retryable, attempts }, this.clock.now());
    return taskDecision(generation, generationId, command);
  }
}
