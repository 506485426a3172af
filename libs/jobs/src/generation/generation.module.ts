import { Generations } from '../contracts/generations.js';
import { GenerationsService } from './application/generations.service.js';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BillableWorks, UsageSink } from '#billing';
import { EventingRegistry } from '#eventing';
import { TaskHandlers, TaskSink } from '#tasks';
import { AnnouncementSink } from '#webhooks';
import { generationAnnouncements } from '../shared/announcement-kinds.js';
import { announceGeneration } from './application/process-managers/announce-generation.process-manager.js';
import { SharedModule } from '../shared/shared.module.js';
import { ToldCharges } from '../shared/told-charges.js';
import { OwnedStreams } from '../shared/owned-streams.js';
import { StalledGenerations } from './application/stalled-generations.js';
import { GenerationReader } from './application/generation-reader.js';
import { GetGenerationHandler } from './application/handlers/get-generation.handler.js';
import { ListGenerationsHandler } from './application/handlers/list-generations.handler.js';
import { OrderGenerationHandler } from './application/handlers/order-generation.handler.js';
import { RefreshGenerationHandler } from './application/handlers/refresh-generation.handler.js';
import { accountForGeneration } from './application/process-managers/account-for-generation.process-manager.js';
import { generate } from './application/process-managers/generate.process-manager.js';
import { generations } from './application/projections/generations.projection.js';
import { DeleteGenerationHandler } from './application/handlers/delete-generation.handler.js';
import { EraseGenerationTask } from './application/tasks/erase-generation.task.js';
import { ForgetGenerationPicturesTask } from './application/tasks/forget-generation-pictures.task.js';
import { GenerateTask } from './application/tasks/generate.task.js';
import { ModelCalls } from './application/tasks/model-calls.js';
import { RecordGenerationCharges } from './domain/generation.commands.js';
import { generation } from './domain/generation.decider.js';
import { GenerationsController } from './http/generations.controller.js';

/** Single calls of models: what a generation is, how it goes on, and how the API shows it. */
@Module({
  imports: [CqrsModule, SharedModule],
  controllers: [GenerationsController],
  exports: [Generations],
  providers: [
    { provide: Generations, useClass: GenerationsService },
    GenerationReader,
    StalledGenerations,
    ModelCalls,
    OrderGenerationHandler,
    GetGenerationHandler,
    ListGenerationsHandler,
    RefreshGenerationHandler,
    GenerateTask,
    ForgetGenerationPicturesTask,
    EraseGenerationTask,
    DeleteGenerationHandler,
  ],
})
export class GenerationModule {
  constructor(
    registry: EventingRegistry,
    tasks: TaskSink,
    usage: UsageSink,
    announcements: AnnouncementSink,
    subjects: BillableWorks,
    index: OwnedStreams,
    told: ToldCharges,
    handlers: TaskHandlers,
    make: GenerateTask,
    forget: ForgetGenerationPicturesTask,
    erase: EraseGenerationTask,
  ) {
    registry.aggregate(generation).projection(generations).processManager(generate, tasks).processManager(accountForGeneration, usage);
    for (const handler of [make, forget, erase]) handlers.register(handler);
    announcements.announcer(announceGeneration, generationAnnouncements);
    subjects.register('generation', {
      endedAt: (ids) => index.endedAt('jobs.generations', ids),
      charged: ({ orgId, workId, spare }) =>
        told.charged(generation, orgId, workId, (at) => new RecordGenerationCharges({ generationId: workId, charges: spare }, at)),
    });
  }
}
