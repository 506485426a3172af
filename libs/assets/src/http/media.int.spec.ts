import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, ProblemFilter, RequestValidationPipe, setPrincipal } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import request from 'supertest';
import { tasksMigrations } from '#tasks';
import { ObjectResponses, SignedUrls } from '../contracts/signed-urls.js';
import { ObjectStorage } from '../contracts/storage.js';
import { assetsMigrations } from '../migrations/index.js';
import { FileObjectStorage } from '../storage/file-object-storage.js';
import { HmacSignedUrls } from '../storage/hmac-signed-urls.js';
import { HttpObjectResponses } from '../storage/http-object-responses.js';
import { objectKey } from '../storage/object-keys.js';
import { MediaController } from './media.controller.js';

const PUBLIC_URL = 'https://films.example/kadr';
const KEY = objectKey(randomUUID(), randomUUID(), 'clips/000.mp4');

class SetClock extends Clock {
  ms = Date.parse('2026-11-21T10:01:00Z');
  override nowMs(): number {
    return this.ms;
  }
}

let folder: string;
let home: TestDatabase;
let app: INestApplication;
let storage: FileObjectStorage;
let urls: HmacSignedUrls;
const clock = new SetClock();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-http-'));
  home = await createTestDatabase([...tasksMigrations, ...assetsMigrations]);
  storage = new FileObjectStorage(path.join(folder, 'objects'));
  urls = new HmacSignedUrls(home.database, clock, PUBLIC_URL);
  await urls.load();
  const module = await Test.createTestingModule({
    controllers: [MediaController],
    providers: [
      { provide: ObjectStorage, useValue: storage },
      { provide: HmacSignedUrls, useValue: urls },
      { provide: SignedUrls, useValue: urls },
      { provide: ObjectResponses, useClass: HttpObjectResponses },
    ],
  }).compile();
  app = module.createNestApplication();
  app.use((asked: object, _: unknown, next: () => void) => {
    setPrincipal(asked, { orgId: randomUUID(), keyId: randomUUID(), scopes: [] });
    next();
  });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  const file = path.join(folder, 'film');
  await writeFile(file, '0123456789');
  await storage.put(KEY, file, 'video/mp4');
});
afterAll(async () => {
  await app?.close();
  await home?.close();
  await rm(folder, { recursive: true, force: true });
});

const local = (url: string): string => url.slice(PUBLIC_URL.length);
const get = (url: string) => request(app.getHttpServer() as Parameters<typeof request>[0]).get(url);

describe('a signed link', () => {
  it('stands below the public address and ends with the name', () => {
    expect(urls.sign(KEY, 'video/mp4')).toMatch(/^https:\/\/films\.example\/kadr\/v1\/media\/[A-Za-z0-9._-]+\/000\.mp4$/);
  });

  it('works without a header, in parts as well', async () => {
    const link = local(urls.sign(KEY, 'video/mp4'));
    const whole = await get(link).expect(200);
    expect(whole.headers).toMatchObject({ 'content-type': 'video/mp4', 'content-length': '10', 'x-content-type-options': 'nosniff' });
    expect(whole.headers['cache-control']).toBe('private, max-age=900, immutable');
    await get(link).set('Range', 'bytes=2-4').expect(206).expect('Content-Range', 'bytes 2-4/10');
    await get(link).set('Range', 'bytes=10-').expect(416);
  });

  it('stays the same for a while, so that players keep what they have', () => {
    const first = urls.sign(KEY, 'video/mp4');
    clock.ms += 60_000;
    expect(urls.sign(KEY, 'video/mp4')).toBe(first);
  });

  it('works for an hour, and not for two', async () => {
    const link = local(urls.sign(KEY, 'video/mp4'));
    const madeAt = clock.ms;
    clock.ms = madeAt + 3600_000 - 1;
    await get(link).expect(200);
    clock.ms = madeAt + 2 * 3600_000;
    await get(link).expect(404);
    clock.ms = madeAt;
  });

  it('is the same in every process of the installation', async () => {
    const other = new HmacSignedUrls(home.database, clock, PUBLIC_URL);
    await other.load();
    expect(other.sign(KEY, 'video/mp4')).toBe(urls.sign(KEY, 'video/mp4'));
  });

  it('cannot be made by others', async () => {
    const link = local(urls.sign(KEY, 'video/mp4'));
    await get(link.replace(/\/media\/./, '/media/A')).expect(404);
    await get(`/v1/media/${Buffer.from('zzzzzzz\nvideo/mp4\n../../etc/passwd').toString('base64url')}.x/passwd`).expect(404);
  });

  it('dies with its file', async () => {
    const link = local(urls.sign(KEY, 'video/mp4'));
    await storage.delete(KEY);
    await get(link).expect(404);
  });

  it('is refused for what is no key', () => {
    expect(() => urls.sign('../../etc/passwd', 'text/plain')).toThrow(expect.objectContaining({ code: 'invalid_key' }));
  });
});
