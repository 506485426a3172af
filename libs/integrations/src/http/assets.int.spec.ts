import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
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
  setPrincipal,
  useBodies,
} from '#platform';
import { assetIndex } from '../assets/asset-index.projection.js';
import { asset } from '../assets/domain/asset.decider.js';
import { ImportAssetTask } from '../assets/import-asset.task.js';
import { keepAssets } from '../assets/keep-assets.process-manager.js';
import { MediaLibrary } from '../assets/media-library.js';
import { RemoveAssetTask } from '../assets/remove-asset.task.js';
import { ObjectResponses, SignedUrls } from '../contracts/signed-urls.js';
import { ObjectStorage } from '../contracts/storage.js';
import { UserMedia } from '../contracts/user-media.js';
import { integrationsConfig } from '../integrations.config.js';
import { integrationsMigrations } from '../integrations.migrations.js';
import { FileObjectStorage } from '../storage/file-object-storage.js';
import { HmacSignedUrls } from '../storage/hmac-signed-urls.js';
import { HttpObjectResponses } from '../storage/http-object-responses.js';
import { assembleTasks } from '../tasks/assemble-tasks.js';
import { TaskHandlers } from '../tasks/task-handlers.js';
import { type TaskRuntime } from '../tasks/task-runtime.js';
import { TaskSink } from '../tasks/task-sink.js';
import { pngOf } from '../testing/pictures.js';
import { GuardedUserMedia } from '../user-media/guarded-user-media.js';
import { AssetsController } from './assets.controller.js';
import { MediaController } from './media.controller.js';
import { UPLOAD_LIMITS } from './upload.interceptor.js';

const PUBLIC_URL = 'https://films.example';
const [ORG, OTHER] = [randomUUID(), randomUUID()];
const MAX_UPLOAD_BYTES = 400_000;
const WINDOW_MS = 400;

let folder: string;
let eventing: TestEventing;
let locks: SessionLocks;
let runtime: TaskRuntime;
let app: NestExpressApplication;
let storage: FileObjectStorage;
let media: GuardedUserMedia;
let library: MediaLibrary;
let web: Server;
let served: (response: ServerResponse, path: string) => void;
let clip: Buffer;
let tone: Buffer;
const png = pngOf(64, 48);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-assets-'));
  const engine = new FilmEngine();
  web = createServer((incoming, response) => served(response, incoming.url ?? ''));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const handlers = new TaskHandlers();
  eventing = await createTestEventing({
    migrations: [...platformMigrations, ...integrationsMigrations],
    register: (registry) => {
      registry
        .aggregate(asset)
        .projection(assetIndex)
        .processManager(keepAssets, {
          store: (tx, effects) => new TaskSink(runtime).store(tx, effects),
          announce: (effects) => new TaskSink(runtime).announce(effects),
        });
    },
  });
  const { database, unitOfWork } = eventing;
  locks = new SessionLocks(database);
  await locks.start();
  const settings = integrationsConfig({ KADR_DATA_DIR: folder, KADR_NAMESPACE: `spec-${randomUUID()}`, KADR_RECONCILE_INTERVAL_MS: '50' });
  const config = { ...settings, redisUrl: process.env['KADR_TEST_REDIS_URL'] ?? null, retryBaseMs: 10 };
  runtime = assembleTasks({
    ...{ config, roles: new Set(['worker', 'scheduler']), database, locks, unitOfWork, handlers },
    onWedged: () => undefined,
  });
  runtime.start();
  storage = new FileObjectStorage(path.join(folder, 'objects'));
  const urls = new HmacSignedUrls(database, new Clock(), PUBLIC_URL);
  await urls.load();
  library = new MediaLibrary(database, unitOfWork, storage, () => engine, new Clock(), new Ids());
  media = new GuardedUserMedia({
    ...{ web: new GuardedFetch({ allow: new Set([`127.0.0.1:${webPort()}`]) }), assets: library, storage },
    ...{ openLink: (token: string) => urls.open(token), publicUrl: PUBLIC_URL, engine: () => engine },
  });
  handlers.register(new ImportAssetTask(library, media, new Clock()));
  handlers.register(new RemoveAssetTask(library, new Clock()));
  const limits = { folder: () => path.join(folder, 'uploads'), maxBytes: MAX_UPLOAD_BYTES, windowMs: WINDOW_MS, minBytesPerWindow: 5000 };
  const module = await Test.createTestingModule({
    controllers: [AssetsController, MediaController],
    providers: [
      ...[Clock, Ids, { provide: Database, useValue: database }, { provide: SessionLocks, useValue: locks }, IdempotencyKeys],
      ...[
        { provide: MediaLibrary, useValue: library },
        { provide: UserMedia, useValue: media },
      ],
      ...[
        { provide: ObjectStorage, useValue: storage },
        { provide: ObjectResponses, useClass: HttpObjectResponses },
      ],
      ...[
        { provide: HmacSignedUrls, useValue: urls },
        { provide: SignedUrls, useValue: urls },
      ],
      { provide: UPLOAD_LIMITS, useValue: { ...limits, timeoutMs: 20_000 } },
    ],
  }).compile();
  app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, rawBody: true });
  app.use((incoming: Request, _response: Response, next: NextFunction) => {
    const orgId = incoming.get('x-org') ?? ORG;
    setPrincipal(incoming, { orgId, keyId: randomUUID(), scopes: ['videos:*'] });
    next();
  });
  useBodies(app, { multipartPaths: ['/v1/assets'] });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
  clip = await readFile(await testClip({ outPath: path.join(folder, 'clip.mp4'), frames: 30, fps: 30 }));
  tone = await readFile(await madeTone());
});
afterAll(async () => {
  await app?.close();
  await runtime?.stop();
  await locks?.stop();
  await eventing?.close();
  web?.close();
  await rm(folder, { recursive: true, force: true });
});

const webPort = (): number => (web.address() as AddressInfo).port;
const onWeb = (name: string): string => `http://127.0.0.1:${webPort()}/${name}`;
const http = () => request(app.getHttpServer() as Parameters<typeof request>[0]);
const upload = (bytes: Buffer, name = 'cat.png') => http().post('/v1/assets').attach('file', bytes, name);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const local = (url: string): string => url.slice(PUBLIC_URL.length);

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly kind: string | null;
  readonly url: string | null;
  readonly error: { readonly code: string } | null;
}

async function imported(url: string): Promise<Shown> {
  const { body } = await http().post('/v1/assets').send({ url }).expect(202);
  const { id } = body as Shown;
  let seen = body as Shown;
  await eventually(async () => {
    seen = (await http().get(`/v1/assets/${id}`).expect(200)).body as Shown;
    return seen.status !== 'processing';
  });
  return seen;
}

async function madeTone(): Promise<string> {
  const outPath = path.join(folder, 'tone.wav');
  await testTone({ outPath, seconds: 1 });
  return outPath;
}

describe('an uploaded file', () => {
  it('is an asset at once', async () => {
    const { body, headers } = await upload(png, 'Котик.png').expect(201);
    const shown = body as Shown;
    expect(headers['location']).toBe(`/v1/assets/${shown.id}`);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...{ status: 'ready', kind: 'image', name: 'Котик.png', contentType: 'image/png', bytes: png.length, sha256: sha256(png) },
      ...{ width: 64, height: 48, durationSeconds: null, source: 'upload', error: null },
      url: expect.stringMatching(/^https:\/\/films\.example\/v1\/media\/[^/]+\/content\.png$/),
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await http().get(`/v1/assets/${shown.id}`).expect(200)).body).toEqual(body);
  });

  it('is what its content is, whatever it is called', async () => {
    expect((await upload(clip, 'cat.png').expect(201)).body).toMatchObject({
      kind: 'video',
      contentType: 'video/mp4',
      width: 180,
      height: 320,
      durationSeconds: 1,
    });
    expect((await upload(tone, 'x').expect(201)).body).toMatchObject({
      kind: 'audio',
      contentType: 'audio/wav',
      width: null,
      durationSeconds: 1,
    });
  });

  it('is read in whole and in parts, with a name that ends no header', async () => {
    const { body } = await upload(png, 'a"b\u202egnp.exe;\u0416.png').expect(201);
    const { id, url } = body as Shown;
    const whole = await http().get(`/v1/assets/${id}/content`).buffer().expect(200);
    expect(sha256(whole.body as Buffer)).toBe(sha256(png));
    expect(whole.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', etag: `"${sha256(png)}"` });
    expect(whole.headers['content-disposition']).toMatch(/^attachment; filename="[A-Za-z0-9._ -]*"; filename\*=UTF-8''[A-Za-z0-9%._-]+$/);
    await http().get(`/v1/assets/${id}/content`).set('Range', 'bytes=0-3').expect(206).expect('Content-Range', `bytes 0-3/${png.length}`);
    await http()
      .get(local(url ?? ''))
      .expect(200);
  });

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['..%2f..%2fpasswd', '..%2f..%2fpasswd'],
    ['/absolute/x.png', 'x.png'],
    [`${'long'.repeat(100)}.png`, 'long'.repeat(50)],
    ['․․/x', 'x'],
  ])('keeps its name %s out of its key', async (name, shown) => {
    const { body } = await upload(png, name).expect(201);
    expect(body).toMatchObject({ name: shown });
    const found = await library.find(ORG, (body as Shown).id);
    expect(found?.key).toMatch(new RegExp(`^${ORG}/${(body as Shown).id}/[0-9a-f-]{36}/content\\.png$`));
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
    ['a playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'],
    ['a script', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['a page', '<!doctype html><html></html>'],
    ['a damaged picture', '\x89PNG\r\n\x1a\n and then something else'],
  ])('is refused when it is %s', async (_what, text) => {
    const { body } = await upload(Buffer.from(text, 'latin1'), 'cat.png').expect(415);
    expect(body).toMatchObject({ code: 'unsupported_media' });
    expect(JSON.stringify(body)).not.toContain(folder);
  });

  it('is refused when it has too many pixels or bytes', async () => {
    const bomb = pngOf(64, 64);
    bomb.writeUInt32BE(100_000, 16);
    bomb.writeUInt32BE(100_000, 20);
    const { status } = await upload(bomb);
    expect([413, 415]).toContain(status);
    expect((await upload(randomBytes(MAX_UPLOAD_BYTES + 1)).expect(413)).body).toMatchObject({ code: 'payload_too_large' });
  });

  it('needs the one field it is told of', async () => {
    expect((await http().post('/v1/assets').attach('film', png, 'x').expect(400)).body).toMatchObject({ code: 'validation_failed' });
    expect((await http().post('/v1/assets').field('file', 'text').expect(400)).body).toMatchObject({ code: 'validation_failed' });
    expect((await upload(Buffer.alloc(0)).expect(400)).body).toMatchObject({ errors: [{ path: 'file' }] });
    await http().post('/v1/assets').set('Content-Type', 'multipart/form-data; boundary=x').send('no form at all').expect(400);
  });

  it('is the same one under the same Idempotency-Key, and another one is refused there', async () => {
    const key = randomUUID();
    const { body } = await upload(png).set('Idempotency-Key', key).expect(201);
    const again = await upload(png).set('Idempotency-Key', key).expect(201);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', location: `/v1/assets/${(body as Shown).id}` });
    expect(again.body).toEqual(body);
    expect((await upload(clip).set('Idempotency-Key', key).expect(422)).body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('leaves nothing on its way', async () => {
    await mkdir(path.join(folder, 'uploads'), { recursive: true });
    await upload(png).expect(201);
    await upload(randomBytes(MAX_UPLOAD_BYTES + 1));
    await eventually(async () => (await readdir(path.join(folder, 'uploads'))).length === 0);
  });
});

describe('an upload that does not play by the rules', () => {
  /** @returns the status line's number, or what ended the connection. */
  const send = (headers: Record<string, string>, write: (body: NodeJS.WritableStream) => void): Promise<number | string> =>
    new Promise((resolve) => {
      const { port } = app.getHttpServer().address() as AddressInfo;
      const out = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/v1/assets', headers }, (answer) =>
        resolve(answer.statusCode ?? 0),
      );
      out.on('error', (error) => resolve(error.message));
      write(out);
    });
  const form = { 'content-type': 'multipart/form-data; boundary=b' };
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.mp4"\r\n\r\n';

  it('is cut off when it drips', async () => {
    const status = await send(form, (body) => {
      body.write(head);
      const drip = setInterval(() => body.write('.'), 50);
      body.on('close', () => clearInterval(drip));
    });
    expect(status).toBe(408);
  });

  it('is cut off when it never ends', async () => {
    const status = await send(form, (body) => {
      body.write(head);
      const more = (): void => void body.write(Buffer.alloc(65_536), (error) => void (error ?? setImmediate(more)));
      more();
    });
    expect([413, 'write ECONNRESET', 'write EPIPE', 'socket hang up']).toContain(status);
    const { body } = await http().get('/v1/assets?limit=1').expect(200);
    expect((body as { data: { bytes: number }[] }).data[0]?.bytes).toBeLessThanOrEqual(MAX_UPLOAD_BYTES);
  });

  it('is not believed what it announces', async () => {
    const status = await send({ ...form, 'content-length': '200' }, (body) => void body.write(head));
    expect(status).toBe(408);
  });
});

describe('a file named by its address', () => {
  it('is fetched', async () => {
    served = (response) => response.end(clip);
    expect(await imported(onWeb('film.bin'))).toMatchObject({
      status: 'ready',
      kind: 'video',
      bytes: clip.length,
      source: 'url',
      error: null,
    });
  });

  it('may stand in the address itself, or be an asset', async () => {
    const first = await imported(`data:image/png;base64,${png.toString('base64')}`);
    expect(first).toMatchObject({ status: 'ready', kind: 'image', sha256: sha256(png) });
    expect(await imported(`/v1/assets/${first.id}/content`)).toMatchObject({ status: 'ready', sha256: sha256(png) });
    expect(await imported(first.url ?? '')).toMatchObject({ status: 'ready', sha256: sha256(png) });
  });

  it.each([
    ['a playlist', (response: ServerResponse) => response.end('#EXTM3U\n'), 'unsupported_media'],
    ['a page', (response: ServerResponse) => response.end('<!doctype html>'), 'unsupported_media'],
    ['nothing', (response: ServerResponse) => response.end(), 'unsupported_media'],
    ['gone', (response: ServerResponse) => response.writeHead(410).end('canary'), 'not_found'],
    ['broken for good', (response: ServerResponse) => response.writeHead(500).end('canary'), 'fetch_failed'],
    ['inside', (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'url_not_allowed'],
  ])('fails with its reason when it is %s', async (_what, answer, code) => {
    served = (response) => void answer(response);
    const failed = await imported(onWeb('x'));
    expect(failed).toMatchObject({ status: 'failed', kind: null, url: null, error: { code } });
    expect(JSON.stringify(failed)).not.toMatch(/canary|127\.0\.0\.1/);
    await http().get(`/v1/assets/${failed.id}/content`).expect(404);
  });

  it('gets another try when the other side stumbles', async () => {
    let tries = 0;
    served = (response) => void (tries++ === 0 ? response.writeHead(503).end() : response.end(png));
    expect(await imported(onWeb('x'))).toMatchObject({ status: 'ready' });
    expect(tries).toBe(2);
  });

  it.each([
    'http://127.0.0.1:1/x',
    'https://localhost/x',
    'https://169.254.169.254/',
    'file:///etc/passwd',
    'data:image/png;base64,',
    'nonsense',
  ])('is refused at once: %s', async (url) => {
    const { body } = await http().post('/v1/assets').send({ url }).expect(400);
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ path: 'url', message: expect.any(String) }] });
  });

  it.each([{}, { url: 5 }, { url: '' }, { url: 'https://films.example/x', orgId: OTHER }, []])(
    'needs an address and nothing else: %j',
    async (body) => {
      expect((await http().post('/v1/assets').send(body).expect(400)).body).toMatchObject({ code: 'validation_failed' });
    },
  );

  it('keeps its address out of events and tasks', async () => {
    served = (response) => response.end(png);
    const { id } = await imported(onWeb('x?signature=canary'));
    const kept = await eventing.database.query(
      `SELECT data::text FROM eventing.events WHERE stream_id = $1
       UNION ALL SELECT payload::text FROM integrations.tasks WHERE subject_id = $2`,
      [`asset-${id}`, id],
    );
    expect(kept).toHaveLength(3);
    expect(JSON.stringify(kept)).not.toContain('canary');
  });
});

describe('a user media address', () => {
  const fetch = (url: string, kinds: ('image' | 'video' | 'audio')[], orgId = ORG) =>
    media.fetch(orgId, url, kinds, { path: path.join(folder, randomUUID()) }, new AbortController().signal);

  it('gives the file and what it is', async () => {
    served = (response) => response.end(clip);
    const brought = await fetch(onWeb('x'), ['video']);
    expect(brought).toMatchObject({ kind: 'video', contentType: 'video/mp4', widthPx: 180, heightPx: 320, durationSeconds: 1 });
    expect((await readFile(brought.path)).equals(clip)).toBe(true);
  });

  it('must be of a wanted kind', async () => {
    served = (response) => response.end(clip);
    await expect(fetch(onWeb('x'), ['image'])).rejects.toMatchObject({ code: 'unsupported_media', retryable: false });
  });

  it('of a picture may not lead to 30 MB', async () => {
    served = (response) => response.end(Buffer.concat([png, Buffer.alloc(30_000_000)]));
    await expect(fetch(onWeb('x'), ['image'])).rejects.toMatchObject({ code: 'payload_too_large' });
    await expect(fetch(onWeb('x'), ['image', 'video'])).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it('of ours serves its owner alone', async () => {
    const { body } = await upload(png).expect(201);
    const { id, url } = body as Shown;
    const own = await fetch(`${PUBLIC_URL}/v1/assets/${id}/content`, ['image']);
    await writeFile(own.path, 'overwritten');
    const again = await fetch(url ?? '', ['image']);
    expect((await readFile(again.path)).equals(png)).toBe(true);
    for (const address of [`/v1/assets/${id}/content`, url ?? '']) {
      await expect(fetch(address, ['image'], OTHER)).rejects.toMatchObject({ code: 'not_found', retryable: false });
    }
    await expect(fetch('/v1/media/forged.token/x.png', ['image'])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves no file when it fails', async () => {
    const target = path.join(folder, randomUUID());
    served = (response) => response.end('text');
    await expect(media.fetch(ORG, onWeb('x'), ['image'], { path: target }, new AbortController().signal)).rejects.toThrow();
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the library', () => {
  it('shows each organisation its own, newest first, by pages and kinds', async () => {
    const org = randomUUID();
    const ids: string[] = [];
    for (const bytes of [png, clip, png]) {
      ids.unshift(((await upload(bytes).set('x-org', org).expect(201)).body as Shown).id);
    }
    // As a model's result is: its id says nothing of its time.
    const made = await library.keep({
      assetId: '00000000-0000-5000-8000-000000000001',
      orgId: org,
      filePath: path.join(folder, 'clip.mp4'),
      source: 'local:illustrator',
    });
    ids.unshift(made.id);
    const page = async (query: string) =>
      (await http().get(`/v1/assets?${query}`).set('x-org', org).expect(200)).body as { data: Shown[]; nextCursor: string };
    const first = await page('limit=3');
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const second = await page(`limit=3&cursor=${first.nextCursor}`);
    expect([second.data.map(({ id }) => id), second.nextCursor]).toEqual([ids.slice(3), null]);
    expect((await page('kind=video')).data.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect((await http().get('/v1/assets').set('x-org', randomUUID())).body).toEqual({ data: [], nextCursor: null });
    await http().get('/v1/assets?kind=text').expect(400);
    expect((await http().get('/v1/assets?cursor=nonsense').expect(400)).body).toMatchObject({ code: 'invalid_cursor' });
  });

  it('keeps what a model made once', async () => {
    const kept = { assetId: randomUUID(), orgId: ORG, filePath: path.join(folder, 'clip.mp4'), source: 'local:illustrator' };
    const first = await library.keep(kept);
    expect(first).toMatchObject({ id: kept.assetId, status: 'ready', kind: 'video', source: 'local:illustrator' });
    expect(await library.keep(kept)).toEqual(first);
    await writeFile(path.join(folder, 'text'), 'text');
    await expect(library.keep({ ...kept, assetId: randomUUID(), filePath: path.join(folder, 'text') })).rejects.toMatchObject({
      code: 'unsupported_media',
    });
  });

  it('hides what is deleted, its links included, and removes its files', async () => {
    const { body } = await upload(png).expect(201);
    const { id, url } = body as Shown;
    const key = (await library.find(ORG, id))?.key ?? '';
    await http().delete(`/v1/assets/${id}`).expect(204);
    for (const address of [`/v1/assets/${id}`, `/v1/assets/${id}/content`, local(url ?? '')]) await http().get(address).expect(404);
    await http().delete(`/v1/assets/${id}`).expect(404);
    expect(await storage.head(key)).toBeNull();
    await eventually(
      async () => (await eventing.store.load(asset, id)).state.status === 'deleted' && (await typesOf(id)).includes('AssetFilesRemoved'),
    );
  });

  it('shows others nothing', async () => {
    const { body } = await upload(png).expect(201);
    const { id } = body as Shown;
    for (const ask of [http().get(`/v1/assets/${id}`), http().get(`/v1/assets/${id}/content`), http().delete(`/v1/assets/${id}`)]) {
      const { body: refused } = await ask.set('x-org', OTHER).expect(404);
      const unknown = (await http().get(`/v1/assets/${randomUUID()}`).set('x-org', OTHER).expect(404)).body as object;
      expect(Object.keys(refused as object)).toEqual(Object.keys(unknown));
    }
    await http().get(`/v1/assets/${id}`).expect(200);
  });

  it('knows no asset under what is no id', () => http().get('/v1/assets/1').expect(404));
});

async function typesOf(id: string): Promise<string[]> {
  return (await eventing.store.readStream(`asset-${id}`)).map(({ type }) => type);
}
