import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ExpressAdapter } from '@nestjs/platform-express';
import { type Express } from 'express';
import request from 'supertest';
import { FileObjectStorage } from './file-object-storage.js';
import { HttpObjectResponses } from './http-object-responses.js';
import { objectKey } from './object-keys.js';

const ORG = randomUUID();
const VIDEO = randomUUID();
let folder: string;
let app: Express;
let storage: FileObjectStorage;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-responses-'));
  storage = new FileObjectStorage(path.join(folder, 'objects'));
  const responses = new HttpObjectResponses(storage);
  await put('film.mp4', '0123456789');
  await put('empty', '');
  app = new ExpressAdapter().getInstance<Express>();
  app.use((req, res, next) => {
    const key = objectKey(ORG, VIDEO, req.path.slice(1));
    const downloadName = typeof req.query['as'] === 'string' ? req.query['as'] : null;
    responses
      .send(key, { contentType: 'video/mp4', sha256: null, downloadName }, req, res)
      .then((sent) => (sent ? undefined : res.status(404).end()))
      .catch(next);
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, content: string): Promise<void> {
  const file = path.join(folder, randomUUID());
  await writeFile(file, content);
  await storage.put(objectKey(ORG, VIDEO, name), file, 'video/mp4');
}

const bytes = (response: { body: unknown }): string => String(response.body);

describe('an object over HTTP', () => {
  it('comes whole, with its type, its length and leave to ask for parts', async () => {
    const response = await request(app).get('/film.mp4').expect(200);
    expect(bytes(response)).toBe('0123456789');
    expect(response.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '10',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline',
      'cache-control': 'private, no-cache',
    });
  });

  it('comes in parts', async () => {
    const response = await request(app).get('/film.mp4').set('Range', 'bytes=2-4').expect(206);
    expect(bytes(response)).toBe('234');
    expect(response.headers).toMatchObject({ 'content-range': 'bytes 2-4/10', 'content-length': '3' });
    expect(bytes(await request(app).get('/film.mp4').set('Range', 'bytes=-3').expect(206))).toBe('789');
  });

  it('says how long it is to who asks beyond its end', async () => {
    const response = await request(app).get('/film.mp4').set('Range', 'bytes=10-').expect(416);
    expect(response.headers['content-range']).toBe('bytes */10');
  });

  it('is not sent again to who has it', async () => {
    const { etag } = (await request(app).get('/film.mp4')).headers;
    expect(etag).toMatch(/^"[^"]+"$/);
    await request(app).get('/film.mp4').set('If-None-Match', `"x", ${etag}`).expect(304);
  });

  it('comes whole when a part of an older one is asked for', async () => {
    const { etag } = (await request(app).get('/film.mp4')).headers;
    await request(app).get('/film.mp4').set('Range', 'bytes=2-4').set('If-Range', String(etag)).expect(206);
    await request(app).get('/film.mp4').set('Range', 'bytes=2-4').set('If-Range', '"other"').expect(200);
  });

  it('shows its headers alone', async () => {
    const response = await request(app).head('/film.mp4').expect(200);
    expect(response.headers['content-length']).toBe('10');
    expect(response.text).toBeUndefined();
  });

  it('may be empty', async () => {
    const response = await request(app).get('/empty').expect(200);
    expect(response.headers['content-length']).toBe('0');
  });

  it('may be gone when it is opened, or not readable: both have an answer', async () => {
    const head = storage.head.bind(storage);
    const looked = jest.spyOn(storage, 'head').mockImplementation(async (key) => {
      const found = await head(key);
      await rm(path.join(folder, 'objects', key));
      return found;
    });
    await put('going.mp4', '0123456789');
    const gone = await request(app).get('/going.mp4').expect(404);
    expect(Object.keys(gone.headers)).not.toEqual(expect.arrayContaining(['etag']));
    looked.mockRestore();

    const refused = jest.spyOn(storage, 'open').mockImplementation(() => new Readable().destroy(new Error('EIO')));
    const failed = await request(app).get('/film.mp4').expect(500);
    expect(failed.headers['cache-control']).toBeUndefined();
    refused.mockRestore();
  });

  it('may be absent', () => request(app).get('/absent').expect(404));

  it('carries a name for saving that cannot end the header', async () => {
    const response = await request(app).get('/film.mp4').query({ as: 'Кадр "1"\r\nSet-Cookie: a=b.mp4' }).expect(200);
    expect(response.headers['content-disposition']).toMatch(
      /^attachment; filename="[A-Za-z0-9._ -]+"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/,
    );
    expect(response.headers['set-cookie']).toBeUndefined();
  });
});
