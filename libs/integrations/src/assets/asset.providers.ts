import path from 'node:path';
import { Injectable, type Provider } from '@nestjs/common';
import { EventingRegistry, UnitOfWork } from '#eventing';
import { FilmEngine } from '#media';
import { Clock, Database, GuardedFetch, Ids, SessionLocks } from '#platform';
import { ObjectStorage } from '../contracts/storage.js';
import { StorageAllowance } from '../contracts/storage-allowance.js';
import { Assets, UserMedia } from '../contracts/user-media.js';
import { UPLOAD_LIMITS, uploadLimits } from '../http/upload.interceptor.js';
import { type IntegrationsConfig } from '../integrations.config.js';
import { HmacSignedUrls } from '../storage/hmac-signed-urls.js';
import { TaskHandlers } from '../tasks/task-handlers.js';
import { TaskSink } from '../tasks/task-sink.js';
import { GuardedUserMedia } from '../user-media/guarded-user-media.js';
import { assetIndex } from './asset-index.projection.js';
import { asset } from './domain/asset.decider.js';
import { ImportAssetTask } from './import-asset.task.js';
import { keepAssets } from './keep-assets.process-manager.js';
import { MediaLibrary } from './media-library.js';
import { RemoveAssetTask } from './remove-asset.task.js';

/** Tells the runtimes of events and tasks about assets. */
@Injectable()
export class AssetsRegistration {
  constructor(
    registry: EventingRegistry,
    sink: TaskSink,
    handlers: TaskHandlers,
    library: MediaLibrary,
    media: UserMedia,
    clock: Clock,
    allowance: StorageAllowance,
  ) {
    registry.aggregate(asset).projection(assetIndex).processManager(keepAssets, sink);
    handlers.register(new ImportAssetTask(library, media, clock, allowance));
    handlers.register(new RemoveAssetTask(library, clock));
  }
}

/** What the module needs for the media library and for files that users point at. `config`: the token of the lib's settings. */
export function assetProviders(config: symbol): Provider[] {
  return [
    {
      provide: MediaLibrary,
      inject: [Database, UnitOfWork, ObjectStorage, Clock, Ids],
      useFactory: (database: Database, unitOfWork: UnitOfWork, storage: ObjectStorage, clock: Clock, ids: Ids) =>
        new MediaLibrary(database, unitOfWork, storage, engine, clock, ids),
    },
    { provide: Assets, useExisting: MediaLibrary },
    {
      provide: UserMedia,
      inject: [GuardedFetch, MediaLibrary, ObjectStorage, HmacSignedUrls, config],
      useFactory: (
        web: GuardedFetch,
        assets: MediaLibrary,
        storage: ObjectStorage,
        urls: HmacSignedUrls,
        { publicUrl }: IntegrationsConfig,
      ) => new GuardedUserMedia({ web, assets, storage, openLink: (token) => urls.open(token), publicUrl, engine }),
    },
    {
      provide: UPLOAD_LIMITS,
      inject: [config, SessionLocks],
      // The work folder of this process: when it dies, another one clears it away.
      useFactory: ({ workDir }: IntegrationsConfig, locks: SessionLocks) => uploadLimits(() => path.join(workDir, String(locks.instance))),
    },
    AssetsRegistration,
  ];
}

let found: FilmEngine | null = null;
/** Looked for when it is first needed: an API without FFmpeg starts, and says so when a file comes. */
const engine = (): FilmEngine => (found ??= new FilmEngine());
