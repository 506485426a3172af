import { Module } from '@nestjs/common';
import { EventFrames, EventingRegistry } from '#eventing';
import { JobsModule, SeriesNotes } from '#jobs';
import { Database, Erasers, OrganisationErasures, TableMeasures } from '#platform';
import { TaskHandlers, TaskSink } from '#tasks';
import { AnnouncementSink } from '#webhooks';
import { batchAnnouncements } from './application/announcement-kinds.js';
import { BatchAdmission } from './application/batch-admission.js';
import { BatchKeeper } from './application/batch-keeper.js';
import { Episodes } from './contracts/episodes.js';
import { liveBatchesMeasure } from './application/live-batches.measure.js';
import { batchRows } from './application/batch-rows.projection.js';
import { BatchTable } from './application/batch-table.js';
import { Batches } from './application/batches.service.js';
import { announceBatch } from './application/process-managers/announce-batch.process-manager.js';
import { recordEnds } from './application/process-managers/record-ends.process-manager.js';
import { startItems } from './application/process-managers/start-items.process-manager.js';
import { StalledBatches } from './application/stalled-batches.js';
import { CancelBatchVideoTask } from './application/tasks/cancel-video.task.js';
import { EraseBatchTask } from './application/tasks/erase-batch.task.js';
import { StartItemTask } from './application/tasks/start-item.task.js';
import { BatchesConfig, batchesConfig } from './batches.config.js';
import { batch } from './domain/batch.decider.js';
import { batchesOf, wordsOfItems } from './erasure.js';
import { BatchesController } from './http/batches.controller.js';
import { SeriesTable } from './series/application/series-table.js';
import { SeriesService } from './series/application/series.service.js';
import { series } from './series/domain/series.decider.js';
import { SeriesController } from './series/http/series.controller.js';

/** Many videos out of one table of rows, and videos that follow each other in a series. */
@Module({
  imports: [JobsModule],
  controllers: [BatchesController, SeriesController],
  providers: [
    { provide: BatchesConfig, useFactory: () => batchesConfig() },
    ...[EventFrames, BatchTable, BatchAdmission, Batches, BatchKeeper, StalledBatches],
    ...[SeriesTable, SeriesService, { provide: Episodes, useExisting: SeriesService }],
    ...[StartItemTask, CancelBatchVideoTask, EraseBatchTask],
  ],
  exports: [Episodes],
})
export class BatchesModule {
  constructor(
    registry: EventingRegistry,
    tasks: TaskSink,
    handlers: TaskHandlers,
    announcements: AnnouncementSink,
    erasers: Erasers,
    erasures: OrganisationErasures,
    database: Database,
    batches: Batches,
    start: StartItemTask,
    cancel: CancelBatchVideoTask,
    erase: EraseBatchTask,
    measures: TableMeasures,
    episodes: SeriesTable,
    notes: SeriesNotes,
  ) {
    measures.register(liveBatchesMeasure);
    notes.register((...asked) => episodes.notes(...asked));
    registry.aggregate(series);
    registry.aggregate(batch).projection(batchRows).processManager(startItems, tasks).processManager(recordEnds);
    announcements.announcer(announceBatch, batchAnnouncements);
    handlers.register(start);
    handlers.register(cancel);
    handlers.register(erase);
    erasers.register(wordsOfItems);
    erasures.register(batchesOf(database, batches));
  }
}
