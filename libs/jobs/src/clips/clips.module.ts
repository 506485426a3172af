import { Clips } from '../contracts/clips.js';
import { ClipsService } from './application/clips.service.js';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BillableWorks, UsageSink } from '#billing';
import { EventingRegistry } from '#eventing';
import { TaskHandlers, TaskSink } from '#tasks';
import { AnnouncementSink } from '#webhooks';
import { clipsAnnouncements } from '../shared/announcement-kinds.js';
import { announceClips } from './application/process-managers/announce-clips.process-manager.js';
import { SharedModule } from '../shared/shared.module.js';
import { OwnedStreams } from '../shared/owned-streams.js';
import { CheckClipSetHandler } from './application/handlers/check-clip-set.handler.js';
import { GetClipSetHandler } from './application/handlers/get-clip-set.handler.js';
import { ListClipSetsHandler } from './application/handlers/list-clip-sets.handler.js';
import { OrderClipSetHandler } from './application/handlers/order-clip-set.handler.js';
import { accountForClips } from './application/process-managers/account-for-clips.process-manager.js';
import { makeClips } from './application/process-managers/make-clips.process-manager.js';
import { clipSets } from './application/projections/clip-sets.projection.js';
import { StalledClipSets } from './application/stalled-clip-sets.js';
import { DeleteClipSetHandler } from './application/handlers/delete-clip-set.handler.js';
import { EraseClipsTask } from './application/tasks/erase-clips.task.js';
import { ForgetClipPicturesTask } from './application/tasks/forget-clip-pictures.task.js';
import { MakeSetClipTask } from './application/tasks/make-set-clip.task.js';
import { ClipsConfig } from './clips.config.js';
import { clipSet } from './domain/clip-set.decider.js';
import { ClipsController } from './http/clips.controller.js';

/** Clips from pairs of pictures: what a set of them is, how it goes on, and how the API shows it. */
@Module({
  imports: [CqrsModule, SharedModule],
  controllers: [ClipsController],
  providers: [
    ClipsConfig,
    StalledClipSets,
    { provide: Clips, useClass: ClipsService },
    OrderClipSetHandler,
    GetClipSetHandler,
    ListClipSetsHandler,
    CheckClipSetHandler,
    MakeSetClipTask,
    ForgetClipPicturesTask,
    EraseClipsTask,
    DeleteClipSetHandler,
  ],
  exports: [Clips],
})
export class ClipsModule {
  constructor(
    registry: EventingRegistry,
    tasks: TaskSink,
    usage: UsageSink,
    announcements: AnnouncementSink,
    subjects: BillableWorks,
    index: OwnedStreams,
    handlers: TaskHandlers,
    make: MakeSetClipTask,
    forget: ForgetClipPicturesTask,
    erase: EraseClipsTask,
  ) {
    registry.aggregate(clipSet).projection(clipSets).processManager(makeClips, tasks).processManager(accountForClips, usage);
    for (const handler of [make, forget, erase]) handlers.register(handler);
    announcements.announcer(announceClips, clipsAnnouncements);
    subjects.register('clips', { endedAt: (ids) => index.endedAt('jobs.clip_sets', ids) });
  }
}
