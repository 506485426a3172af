import path from 'node:path';
import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Quota, BillableWorks, UsageSink } from '#billing';
import { EventingRegistry, EventStore, LiveFeed, LiveResources, SubjectStreams, UnitOfWork } from '#eventing';
import { FilmEngine } from '#media';
import { Clock, Database, DiskSpace, Erasers, GuardedFetch, Ids, OrganisationErasures, type Role, ROLES, SessionLocks } from '#platform';
import { Hindrances, type QueueName, StalledWork, SubjectErasure, TaskHandlers, TaskSink } from '#tasks';
import { AnnouncementSink } from '#webhooks';
import { announceAsset, assetAnnouncements } from './library/announce-asset.process-manager.js';
import { type AssetsConfig, assetsConfig } from './assets.config.js';
import { assetView } from './contracts/asset.resource.js';
import { InstallationSecrets } from './contracts/installation-secrets.js';
import { KeptAddresses } from './contracts/kept-addresses.js';
import { ObjectResponses, SignedUrls } from './contracts/signed-urls.js';
import { ObjectStorage } from './contracts/storage.js';
import { Assets, UserMedia } from './contracts/user-media.js';
import { AdminObjectsController } from './http/admin-objects.controller.js';
import { AssetsController } from './http/assets.controller.js';
import { MediaController } from './http/media.controller.js';
import { UploadPlaces } from './http/upload-places.js';
import { UPLOAD_LIMITS, uploadLimits } from './http/upload.interceptor.js';
import { ObjectJanitor } from './janitor/object-janitor.js';
import { assetIndex } from './library/asset-index.projection.js';
import { asset } from './library/domain/asset.decider.js';
import { AddressTable } from './library/address-table.js';
import { accountForAsset } from './library/account-for-asset.process-manager.js';
import { ImportAssetTask } from './library/import-asset.task.js';
import { keepAssets } from './library/keep-assets.reaction.js';
import { MediaLibrary } from './library/media-library.js';
import { RemoveAssetTask } from './library/remove-asset.task.js';
import { StalledImports } from './library/stalled-imports.js';
import { StorageRooms } from './library/storage-room.js';
import { UploadSweeper } from './library/upload-sweeper.js';
import { Uploads } from './library/uploads.js';
import { NamedObjects } from './restore/named-objects.js';
import { databaseSecret } from './storage/database-secret.js';
import { HmacSignedUrls } from './storage/hmac-signed-urls.js';
import { HttpObjectResponses } from './storage/http-object-responses.js';
import { type MeasuredObjectStorage } from './storage/measured-object-storage.js';
import { objectStorageOf } from './storage/object-storage-of.js';
import { StorageWatch } from './storage/storage-watch.js';
import { GuardedUserMedia } from './user-media/guarded-user-media.js';

export interface AssetsModuleOptions {
  /** Default: from the environment. */
  readonly config?: AssetsConfig;
}

const CONFIG = Symbol('assets config');

/** Texts are kept as events. What a provider makes would be paid for and could not be stored. */
const KEEPS_NOTHING: ReadonlySet<QueueName> = new Set(['script']);

/** A task that is to begin waits so long for a storage that is slow; a probe has less time. */
const FIRST_LOOK_MS = 10_000;

/** Tells the runtimes of events and tasks about assets. */
@Injectable()
class AssetsRegistration implements OnModuleInit {
  constructor(
    registry: EventingRegistry,
    sink: TaskSink,
    handlers: TaskHandlers,
    library: MediaLibrary,
    media: UserMedia,
    clock: Clock,
    rooms: StorageRooms,
    usage: UsageSink,
    announcements: AnnouncementSink,
    subjects: BillableWorks,
    private readonly urls: HmacSignedUrls,
    erasers: Erasers,
    addresses: KeptAddresses,
    erasure: SubjectErasure,
    erasures: OrganisationErasures,
    feed: LiveFeed,
    hindrances: Hindrances,
    storage: StorageWatch,
  ) {
    hindrances.register({ spares: KEEPS_NOTHING, reason: () => storage.refusal(FIRST_LOOK_MS) });
    const read = async (orgId: string, id: string) => assetView(await library.get(orgId, id), urls);
    feed.register(new LiveResources({ aggregate: asset.name, event: 'asset', scope: 'videos:read', goneCode: 'asset_not_found', read }));
    erasures.register({
      name: 'assets.library',
      dispose: (orgId) => library.disposeOf(orgId),
      finish: (tx, orgId) => addresses.forgetOrganisation(tx, orgId),
    });
    erasers.register({ name: 'assets.addresses', erase: (tx, subject) => addresses.forgetAll(tx, subject) });
    registry.aggregate(asset).projection(assetIndex).reaction(keepAssets, sink).processManager(accountForAsset, usage);
    announcements.announcer(announceAsset, assetAnnouncements);
    subjects.register('asset', rooms);
    handlers.register(new ImportAssetTask(library, media, clock, rooms));
    handlers.register(new RemoveAssetTask(library, erasure, clock));
  }

  onModuleInit(): Promise<void> {
    return this.urls.load();
  }
}

/** The janitor works where the scheduler is. */
@Injectable()
class JanitorLifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly janitor: ObjectJanitor,
  ) {}

  onApplicationBootstrap(): void {
    if (this.roles.has('scheduler')) this.janitor.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.janitor.stop();
  }
}

/** Global. Needs the database module and the modules of eventing, tasks and billing. */
@Module({})
export class AssetsModule {
  static forRoot(options: AssetsModuleOptions = {}): DynamicModule {
    return {
      module: AssetsModule,
      global: true,
      controllers: [AssetsController, MediaController, AdminObjectsController],
      providers: [
        { provide: CONFIG, useFactory: () => options.config ?? assetsConfig() },
        { provide: ObjectStorage, inject: [CONFIG], useFactory: objectStorageOf },
        { provide: StorageWatch, inject: [ObjectStorage], useFactory: (storage: MeasuredObjectStorage) => storage.watch },
        {
          provide: StorageRooms,
          inject: [Database, UnitOfWork, Quota, SessionLocks],
          useFactory: (database: Database, unitOfWork: UnitOfWork, quota: Quota, locks: SessionLocks) =>
            new StorageRooms(database, unitOfWork, quota, new Uploads(database, locks)),
        },
        UploadSweeper,
        {
          provide: HmacSignedUrls,
          inject: [Database, Clock, CONFIG],
          useFactory: (database: Database, clock: Clock, config: AssetsConfig) => new HmacSignedUrls(database, clock, config.publicUrl),
        },
        { provide: KeptAddresses, useClass: AddressTable },
        {
          provide: InstallationSecrets,
          inject: [Database],
          useFactory: (database: Database): InstallationSecrets => ({ of: (name) => databaseSecret(database, name) }),
        },
        { provide: SignedUrls, useExisting: HmacSignedUrls },
        { provide: ObjectResponses, useClass: HttpObjectResponses },
        {
          provide: MediaLibrary,
          inject: [Database, UnitOfWork, ObjectStorage, Clock, Ids, KeptAddresses],
          useFactory: (
            database: Database,
            unitOfWork: UnitOfWork,
            storage: ObjectStorage,
            clock: Clock,
            ids: Ids,
            addresses: KeptAddresses,
          ) => new MediaLibrary(database, unitOfWork, storage, engine, clock, ids, addresses),
        },
        { provide: Assets, useExisting: MediaLibrary },
        {
          provide: UserMedia,
          inject: [GuardedFetch, MediaLibrary, ObjectStorage, HmacSignedUrls, CONFIG],
          useFactory: (
            web: GuardedFetch,
            assets: MediaLibrary,
            storage: ObjectStorage,
            urls: HmacSignedUrls,
            { publicUrl }: AssetsConfig,
          ) => new GuardedUserMedia({ web, assets, storage, openLink: (token) => urls.open(token), publicUrl, engine }),
        },
        {
          provide: UPLOAD_LIMITS,
          inject: [CONFIG, SessionLocks],
          // The work folder of this process: when it dies, another one clears it away.
          useFactory: ({ workDir }: AssetsConfig, locks: SessionLocks) => uploadLimits(() => path.join(workDir, String(locks.instance))),
        },
        {
          provide: DiskSpace,
          inject: [CONFIG],
          useFactory: (config: AssetsConfig) => new DiskSpace(config.workDir, config.diskFullPercent),
        },
        {
          provide: UploadPlaces,
          inject: [CONFIG],
          useFactory: (config: AssetsConfig) => new UploadPlaces(config.uploadsPerOrganisation, config.uploadsPerProcess),
        },
        {
          provide: StalledImports,
          inject: [StalledWork, Database],
          useFactory: (stalled: StalledWork, database: Database) => new StalledImports(stalled, database),
        },
        {
          provide: ObjectJanitor,
          inject: [CONFIG, ObjectStorage, Database, SubjectStreams, SessionLocks, Clock],
          useFactory: (
            { orphanGraceHours, janitorMinutes }: AssetsConfig,
            storage: ObjectStorage,
            database: Database,
            streams: SubjectStreams,
            locks: SessionLocks,
            clock: Clock,
          ) =>
            new ObjectJanitor(
              { storage, database, streams, locks, clock },
              { graceMs: orphanGraceHours * 3_600_000, intervalMs: janitorMinutes * 60_000 },
            ),
        },
        {
          provide: NamedObjects,
          inject: [EventStore, SubjectStreams, ObjectStorage],
          useFactory: (store: EventStore, streams: SubjectStreams, storage: ObjectStorage) => new NamedObjects(store, streams, storage),
        },
        JanitorLifecycle,
        AssetsRegistration,
      ],
      exports: [ObjectStorage, StorageWatch, SignedUrls, ObjectResponses, Assets, UserMedia, KeptAddresses, InstallationSecrets],
    };
  }
}

let found: FilmEngine | null = null;
/** Looked for when it is first needed: an API without FFmpeg starts, and says so when a file comes. */
const engine = (): FilmEngine => (found ??= new FilmEngine());
