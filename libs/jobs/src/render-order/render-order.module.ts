import { Module } from '@nestjs/common';
import { Quota, BillableWorks, UsageSink } from '#billing';
import { EventingRegistry, EventStore, UnitOfWork } from '#eventing';
import { Clock, Database, GuardedFetch, Ids } from '#platform';
import { ObjectStorage } from '#assets';
import { StepsModule } from '#steps';
import { TaskHandlers, TaskSink } from '#tasks';
import { shortVideo } from './domain/short-video.decider.js';
import { accountForShortVideo } from './application/process-managers/account-for-short-video.process-manager.js';
import { makeShortVideos } from './application/reactions/make-short-videos.reaction.js';
import { PutTogether } from './application/short-video-composer.js';
import { AnnounceShortVideoTask, RemoveShortVideoTask, RenderShortVideoTask } from './application/short-video.tasks.js';
import { StalledShortVideos } from './application/stalled-short-videos.js';
import { unfinishedShortVideos } from './application/unfinished-short-videos.projection.js';
import { ShortVideoOrders } from './application/short-video-orders.js';
import { ShortVideos } from './application/short-videos.js';
import { ShortVideoController } from './http/short-video.controller.js';

/** Films put together from scenes for somebody else, in the words of the short-video protocol. */
@Module({
  imports: [StepsModule],
  controllers: [ShortVideoController],
  providers: [
    ShortVideoOrders,
    PutTogether,
    StalledShortVideos,
    {
      provide: ShortVideos,
      inject: [Database, UnitOfWork, EventStore, ShortVideoOrders, Quota, Clock, Ids],
      useFactory: (...parts: ConstructorParameters<typeof ShortVideos>) => new ShortVideos(...parts),
    },
  ],
})
export class RenderOrderModule {
  constructor(
    registry: EventingRegistry,
    sink: TaskSink,
    usage: UsageSink,
    subjects: BillableWorks,
    videos: ShortVideos,
    handlers: TaskHandlers,
    database: Database,
    orders: ShortVideoOrders,
    putTogether: PutTogether,
    storage: ObjectStorage,
    web: GuardedFetch,
    clock: Clock,
  ) {
    registry
      .aggregate(shortVideo)
      .projection(unfinishedShortVideos)
      .reaction(makeShortVideos, sink)
      .processManager(accountForShortVideo, usage);
    subjects.register('short_video', videos);
    handlers.register(new RenderShortVideoTask(database, orders, putTogether, clock));
    handlers.register(new AnnounceShortVideoTask(database, orders, putTogether, web, clock));
    handlers.register(new RemoveShortVideoTask(storage, clock));
  }
}
