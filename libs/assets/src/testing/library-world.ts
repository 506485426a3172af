import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { assembleBilling, billingMigrations, type BillingParts, type Customer, Customers, registerBilling } from '#billing';
import { createTestEventing, eventually, type TestEventing } from '#eventing/testing';
import { FilmEngine } from '#media';
import { testClip, testTone } from '#media/testing';
import {
  Clock,
  Database,
  GuardedFetch,
  IdempotencyKeys,
  Ids,
  platformMigrations,
  ProblemFilter,
  RequestValidationPipe,
  SessionLocks,
  DiskSpace,
  setPrincipal,
  useBodies,
} from '#platform';
import { ObjectResponses, SignedUrls } from '../contracts/signed-urls.js';
import { ObjectStorage } from '../contracts/storage.js';
import { UserMedia } from '../contracts/user-media.js';
import { AssetsController } from '../http/assets.controller.js';
import { MediaController } from '../http/media.controller.js';
import { UPLOAD_LIMITS, type UploadLimits } from '../http/upload.interceptor.js';
import { UploadPlaces } from '../http/upload-places.js';
import { assetsMigrations } from '../migrations/index.js';
import { FileObjectStorage } from '../storage/file-object-storage.js';
import { HmacSignedUrls } from '../storage/hmac-signed-urls.js';
import { HttpObjectResponses } from '../storage/http-object-responses.js';
import { TaskHandlers, type TaskRuntime, tasksConfig, tasksMigrations, TaskSink } from '#tasks';
import { assembleTasks } from '#tasks/testing';
import { pngOf } from '#media/testing';
import { GuardedUserMedia } from '../user-media/guarded-user-media.js';
import { assetIndex } from '../library/asset-index.projection.js';
import { asset } from '../library/domain/asset.decider.js';
import { AddressTable } from '../library/address-table.js';
import { accountForAsset } from '../library/account-for-asset.process-manager.js';
import { ImportAssetTask } from '../library/import-asset.task.js';
import { keepAssets } from '../library/keep-assets.reaction.js';
import { MediaLibrary } from '../library/media-library.js';
import { RemoveAssetTask } from '../library/remove-asset.task.js';
import { StorageRooms } from '../library/storage-room.js';
import { Uploads } from '../library/uploads.js';

export const PUBLIC_URL = 'https://films.example';
export const [ORG, OTHER] = [randomUUID(), randomUUID()];
export const MAX_UPLOAD_BYTES = 400_000;
export const png = pngOf(64, 48);

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** The path of an address of ours. */
export const local = (url: string): string => url.slice(PUBLIC_URL.length);

/** An asset as the API shows it. */
export interface Shown {
  readonly id: string;
  readonly status: string;
  readonly kind: string | null;
  readonly url: string | null;
  readonly thumbnailUrl: string | null;
  readonly error: { readonly code: string } | null;
}

/** Whoever asks has the plan without limits. */
class EveryCustomer extends Customers {
  async find(): Promise<Customer> {
    return { plan: 'unlimited', timezone: 'UTC', createdAt: '2026-01-01T00:00:00.000Z' };
  }

  async dailyLimitOfKey(): Promise<number | null> {
    return null;
  }

  async planChanged(): Promise<void> {}
}

/** The media library with everything around it: Postgres, tasks, storage, its HTTP routes, and a web of one server. */
export class LibraryWorld {
  folder = '';
  eventing!: TestEventing;
  app!: NestExpressApplication;
  storage!: FileObjectStorage;
  media!: GuardedUserMedia;
  library!: MediaLibrary;
  clip!: Buffer;
  tone!: Buffer;
  /** What the web answers. */
  served: (response: ServerResponse, path: string) => void = (response) => response.end();
  billing!: BillingParts;
  rooms!: StorageRooms;
  isDiskFull = false;
  private locks!: SessionLocks;
  private runtime!: TaskRuntime;
  private readonly web: Server = createServer((incoming, response) => this.served(response, incoming.url ?? ''));

  async start(): Promise<void> {
    this.folder = await mkdtemp(path.join(tmpdir(), 'kadr-assets-'));
    await new Promise<void>((resolve) => this.web.listen(0, '127.0.0.1', resolve));
    this.eventing = await createTestEventing({
      migrations: [...platformMigrations, ...tasksMigrations, ...assetsMigrations, ...billingMigrations],
      register: (registry) => {
        registerBilling(registry)
          .aggregate(asset)
          .projection(assetIndex)
          .reaction(keepAssets, {
            store: (tx, effects) => new TaskSink(this.runtime).store(tx, effects),
            announce: (effects) => new TaskSink(this.runtime).announce(effects),
          })
          .processManager(accountForAsset, {
            store: (tx, effects) => this.billing.sink.store(tx, effects),
            announce: (effects) => this.billing.sink.announce(effects),
          });
      },
    });
    const { database, unitOfWork } = this.eventing;
    this.locks = new SessionLocks(database);
    await this.locks.start();
    this.billing = assembleBilling({ eventing: this.eventing, database, customers: new EveryCustomer() });
    this.rooms = new StorageRooms(database, unitOfWork, this.billing.quota, new Uploads(database, this.locks));
    const handlers = new TaskHandlers();
    const env = { KADR_DATA_DIR: this.folder, KADR_NAMESPACE: `spec-${randomUUID()}`, KADR_RECONCILE_INTERVAL_MS: '50' };
    const config = { ...tasksConfig(env), redisUrl: process.env['KADR_TEST_REDIS_URL'] ?? null, retryBaseMs: 10 };
    const roles = new Set(['worker', 'scheduler']);
    this.runtime = assembleTasks({ config, roles, database, locks: this.locks, unitOfWork, handlers, onStuck: () => undefined });
    this.runtime.start();
    const urls = new HmacSignedUrls(database, new Clock(), PUBLIC_URL);
    await urls.load();
    this.open(urls);
    handlers.register(new ImportAssetTask(this.library, this.media, new Clock(), this.rooms));
    handlers.register(new RemoveAssetTask(this.library, { erase: async () => undefined }, new Clock()));
    await this.listen(urls);
    this.clip = await readFile(await testClip({ outPath: path.join(this.folder, 'clip.mp4'), frames: 30, fps: 30 }));
    await testTone({ outPath: path.join(this.folder, 'tone.wav'), seconds: 1 });
    this.tone = await readFile(path.join(this.folder, 'tone.wav'));
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.runtime.stop();
    await this.billing.runner.stop();
    await this.billing.notifier.settled();
    await this.locks.stop();
    await this.eventing.close();
    this.web.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** How many bytes an organisation may keep; null: as many as it has. */
  async limit(bytes: number | null, orgId: string = ORG): Promise<void> {
    await this.billing.accounts.assign(orgId, 'unlimited', { storage_bytes: bytes }, { orgId, actor: 'spec' });
  }

  /** Bytes that are held and used once nothing waits to be booked. */
  async kept(orgId: string = ORG): Promise<{ reserved: number; used: number }> {
    await this.billing.runner.book(orgId);
    const { balance } = await this.billing.quota.snapshot(orgId, new Clock().now());
    const bytes = (amount = 0n): number => Number(amount / 1_000_000n);
    return { reserved: bytes(balance.reserved.storage_bytes), used: bytes(balance.used.storage_bytes) };
  }

  http(): ReturnType<typeof request> {
    return request(this.app.getHttpServer() as Parameters<typeof request>[0]);
  }

  upload(bytes: Buffer, name = 'cat.png'): ReturnType<ReturnType<typeof request>['post']> {
    return this.http().post('/v1/assets').attach('file', bytes, name);
  }

  /** An address that the guard lets through. */
  onWeb(name: string): string {
    return `http://127.0.0.1:${(this.web.address() as AddressInfo).port}/${name}`;
  }

  /** The asset when its fetching has ended. */
  async imported(url: string): Promise<Shown> {
    let seen = (await this.http().post('/v1/assets').send({ url }).expect(202)).body as Shown;
    await eventually(async () => {
      seen = (await this.http().get(`/v1/assets/${seen.id}`).expect(200)).body as Shown;
      return seen.status !== 'processing';
    });
    return seen;
  }

  async typesOf(id: string): Promise<string[]> {
    return (await this.eventing.store.readStream(`asset-${id}`)).map(({ type }) => type);
  }

  private open(urls: HmacSignedUrls): void {
    const engine = new FilmEngine();
    this.storage = new FileObjectStorage(path.join(this.folder, 'objects'));
    const { database, unitOfWork } = this.eventing;
    this.library = new MediaLibrary(database, unitOfWork, this.storage, () => engine, new Clock(), new Ids(), new AddressTable());
    this.media = new GuardedUserMedia({
      web: new GuardedFetch({ allow: new Set([new URL(this.onWeb('')).host]) }),
      assets: this.library,
      storage: this.storage,
      openLink: (token) => urls.open(token),
      publicUrl: PUBLIC_URL,
      engine: () => engine,
    });
  }

  private async listen(urls: HmacSignedUrls): Promise<void> {
    const limits: UploadLimits = {
      ...{ folder: () => path.join(this.folder, 'uploads'), maxBytes: MAX_UPLOAD_BYTES },
      ...{ windowMs: 400, minBytesPerWindow: 5000, timeoutMs: 20_000 },
    };
    const values: [unknown, unknown][] = [
      [Database, this.eventing.database],
      [SessionLocks, this.locks],
      [MediaLibrary, this.library],
      [UserMedia, this.media],
      [ObjectStorage, this.storage],
      [HmacSignedUrls, urls],
      [SignedUrls, urls],
      [UPLOAD_LIMITS, limits],
      [StorageRooms, this.rooms],
      [UploadPlaces, new UploadPlaces(16, 128)],
      [DiskSpace, { isFull: () => Promise.resolve(this.isDiskFull) }],
    ];
    const module = await Test.createTestingModule({
      controllers: [AssetsController, MediaController],
      providers: [
        ...[Clock, Ids, IdempotencyKeys, { provide: ObjectResponses, useClass: HttpObjectResponses }],
        ...values.map(([provide, useValue]) => ({ provide: provide as symbol, useValue })),
      ],
    }).compile();
    this.app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, rawBody: true });
    this.app.use((incoming: Request, _response: Response, next: NextFunction) => {
      setPrincipal(incoming, { orgId: incoming.get('x-org') ?? ORG, keyId: randomUUID(), scopes: ['videos:*'] });
      next();
    });
    useBodies(this.app, { multipartPaths: ['/v1/assets'] });
    this.app.useGlobalPipes(new RequestValidationPipe());
    this.app.useGlobalFilters(new ProblemFilter());
    await this.app.listen(0, '127.0.0.1');
  }
}
