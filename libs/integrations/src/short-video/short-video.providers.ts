import { Injectable, type Provider } from '@nestjs/common';
import { EventingRegistry, EventStore, UnitOfWork } from '#eventing';
import { Clock, Database, GuardedFetch, Ids } from '#platform';
import { Models } from '../contracts/models.js';
import { ObjectStorage } from '../contracts/storage.js';
import { UserMedia } from '../contracts/user-media.js';
import { TaskHandlers } from '../tasks/task-handlers.js';
import { TaskSink } from '../tasks/task-sink.js';
import { shortVideo } from './domain/short-video.decider.js';
import { makeShortVideos } from './make-short-videos.process-manager.js';
import { PutTogether } from './put-together.js';
import { AnnounceShortVideoTask, RemoveShortVideoTask, RenderShortVideoTask } from './short-video.tasks.js';
import { ShortVideoOrders } from './short-video-orders.js';
import { ShortVideos } from './short-videos.js';

/** Tells the runtimes of events and tasks about short videos. */
@Injectable()
export class ShortVideoRegistration {
  constructor(
    registry: EventingRegistry,
    sink: TaskSink,
    handlers: TaskHandlers,
    database: Database,
    orders: ShortVideoOrders,
    models: Models,
    media: UserMedia,
    storage: ObjectStorage,
    web: GuardedFetch,
    clock: Clock,
  ) {
    registry.aggregate(shortVideo).processManager(makeShortVideos, sink);
    handlers.register(new RenderShortVideoTask(database, orders, new PutTogether(models, media), storage, clock));
    handlers.register(new AnnounceShortVideoTask(database, orders, web, clock));
    handlers.register(new RemoveShortVideoTask(storage, clock));
  }
}

/** What the module needs to render for others. */
export const shortVideoProviders: readonly Provider[] = [
  ShortVideoOrders,
  {
    provide: ShortVideos,
    inject: [Database, UnitOfWork, EventStore, ShortVideoOrders, Clock, Ids],
    useFactory: (...parts: ConstructorParameters<typeof ShortVideos>) => new ShortVideos(...parts),
  },
  ShortVideoRegistration,
];
