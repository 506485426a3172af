import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as jestGlobals from '@jest/globals';
import { objectKey } from '../object-keys.js';
import { type BucketServer } from '../testing/bucket-server.js';
import { objectStorageContract } from '../testing/object-storage.contract.js';
import { s3Server } from '../testing/s3-server.js';
import { supabaseServer } from '../testing/supabase-server.js';
import { type Bucket } from './bucket.js';
import { ObjectCache } from './object-cache.js';
import { RemoteObjectStorage } from './remote-object-storage.js';
import { S3Bucket } from './s3-bucket.js';
import { SupabaseBucket } from './supabase-bucket.js';

const CACHE_BYTES = 20_000_000;
const KEY = 'sb_secret_key';

const s3At = (endpoint: string): Bucket =>
  new S3Bucket({
    ...{ kind: 's3', bucket: 'films', prefix: 'kadr/', endpoint, region: 'eu-1', pathStyle: true },
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
const supabaseAt = (url: string): Bucket => new SupabaseBucket({ kind: 'supabase', url, bucket: 'films', prefix: 'kadr/', key: KEY });

const servers: BucketServer[] = [];
async function started(server: BucketServer): Promise<string> {
  servers.push(server);
  return server.start();
}
afterAll(() => Promise.all(servers.map((server) => server.stop())));

objectStorageContract(jestGlobals, 'an S3 bucket', async (folder) => {
  const url = await started(s3Server('films'));
  return new RemoteObjectStorage(s3At(url), new ObjectCache(path.join(folder, 'cache'), CACHE_BYTES));
});

objectStorageContract(jestGlobals, 'a Supabase bucket', async (folder) => {
  const url = await started(supabaseServer('films', KEY));
  return new RemoteObjectStorage(supabaseAt(url), new ObjectCache(path.join(folder, 'cache'), CACHE_BYTES));
});

const answering =
  (status: number, body = 'canary') =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status).end(body);
    return true;
  };

describe.each([
  ['S3', () => s3Server('films'), s3At],
  ['Supabase', () => supabaseServer('films', KEY), supabaseAt],
])('a bucket that misbehaves: %s', (_name, make, bucketAt) => {
  const server = make();
  const [org, video] = [randomUUID(), randomUUID()];
  let folder: string;
  let url: string;
  let storage: RemoteObjectStorage;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-remote-'));
    url = await started(server);
    storage = anotherMachine();
  });
  afterEach(() => {
    server.meddle = null;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const anotherMachine = () => new RemoteObjectStorage(bucketAt(url), new ObjectCache(path.join(folder, randomUUID()), CACHE_BYTES));
  async function put(name: string, content: string | Buffer): Promise<string> {
    const file = path.join(folder, randomUUID());
    await writeFile(file, content);
    await storage.put(objectKey(org, video, name), file, 'text/plain');
    return objectKey(org, video, name);
  }

  it('is not believed when it swallows a file', async () => {
    server.meddle = (request, response) =>
      request.method === 'PUT' || request.method === 'POST' ? answering(200, '{}')(request, response) : false;
    await expect(put('swallowed', 'film')).rejects.toMatchObject({ code: 'storage_failed', retryable: true });
  });

  it('is not believed when it keeps half of it', async () => {
    server.meddle = (request) => {
      const isLook = request.method === 'HEAD' || request.url?.includes('/info/') === true;
      for (const kept of isLook ? server.objects.values() : []) kept.bytes = kept.bytes.subarray(0, 2);
      return false;
    };
    await expect(put('half', 'film')).rejects.toMatchObject({ code: 'storage_failed', retryable: true });
  });

  it('is not believed when it gives other bytes', async () => {
    const key = await put('changed', 'film');
    const kept = server.objects.get(`kadr/${key}`);
    if (kept) kept.bytes = Buffer.from('FILM');
    await expect(anotherMachine().localPath(key)).rejects.toMatchObject({ code: 'storage_failed', retryable: true });
  });

  it.each([500, 503, 403])(
    'may work later when it answers %d, and its words stay inside',
    async (status) => {
      server.meddle = answering(status);
      const error: unknown = await storage.head(objectKey(org, video, 'x')).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'storage_failed', retryable: true });
      expect((error as Error).message).not.toContain('canary');
    },
    30_000,
  );

  it('is looked at by reading and by writing, keeps nothing of it, and says in its own word why it refuses', async () => {
    await put('kept', 'film');
    const before = [...server.objects.keys()];
    server.requests.length = 0;
    await storage.probe(true);
    const writes = server.requests.filter((line) => line.includes('.kadr-probe'));
    expect(writes.length).toBeGreaterThan(0);
    await storage.probe(false);
    expect(server.requests.filter((line) => line.includes('.kadr-probe'))).toEqual(writes);
    expect([...server.objects.keys()]).toEqual(before);
    server.meddle = answering(403);
    for (const isWriting of [true, false]) {
      await expect(storage.probe(isWriting)).rejects.toMatchObject({
        code: 'storage_failed',
        message: expect.stringMatching(/^the bucket: (?!.*canary)/),
      });
    }
    // It lets itself be read and takes nothing.
    server.meddle = (request, response) =>
      request.method === 'PUT' || request.url?.endsWith('.kadr-probe') ? answering(403)(request, response) : false;
    await storage.probe(false);
    await expect(storage.probe(true)).rejects.toMatchObject({ code: 'storage_failed' });
  }, 30_000);

  it('may work later when it is away', async () => {
    const away = new RemoteObjectStorage(bucketAt('http://127.0.0.1:1'), new ObjectCache(path.join(folder, 'away'), CACHE_BYTES));
    await expect(away.head(objectKey(org, video, 'x'))).rejects.toMatchObject({ code: 'storage_failed', retryable: true });
    await expect(text(away.open(objectKey(org, video, 'x')))).rejects.toMatchObject({ code: 'storage_failed' });
  }, 30_000);

  it('is asked once for what is needed twice', async () => {
    const key = await put('twice', randomBytes(100_000));
    const machine = anotherMachine();
    server.requests.length = 0;
    const paths = await Promise.all([machine.localPath(key), machine.localPath(key)]);
    expect(paths[0]).toBe(paths[1]);
    await machine.localPath(key);
    expect(server.requests.filter((line) => line.startsWith('GET') && !line.includes('/info/'))).toHaveLength(1);
  });

  it('is not asked for what this machine has just put', async () => {
    const key = await put('own', 'film');
    server.requests.length = 0;
    expect(await readFile(await storage.localPath(key), 'utf8')).toBe('film');
    expect(server.requests.filter((line) => line.startsWith('GET') && !line.includes('/info/'))).toEqual([]);
  });
});

describe('copies on this machine', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-cache-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const hoursAgo = async (file: string, hours: number): Promise<void> => {
    const then = new Date(Date.now() - hours * 3600_000);
    await utimes(file, then, then);
  };
  const isThere = (file: string): Promise<boolean> =>
    stat(file).then(
      () => true,
      () => false,
    );

  it('make room for each other: what was not used for longest goes first, what is in use stays', async () => {
    const cache = new ObjectCache(folder, 2500);
    const bring = (name: string) => cache.pathOf(`org/video/${name}`, 'r1', (target) => writeFile(target, Buffer.alloc(1000)));
    const [first, second] = [await bring('first'), await bring('second')];
    await hoursAgo(first, 3);
    await hoursAgo(second, 2);
    expect(await bring('first')).toBe(first); // used again
    const third = await bring('third');
    expect([await isThere(first), await isThere(second), await isThere(third)]).toEqual([true, false, true]);
    const fourth = await bring('fourth');
    expect([await isThere(first), await isThere(third), await isThere(fourth)]).toEqual([true, true, true]);
  });

  it('are never halves', async () => {
    const cache = new ObjectCache(folder, 10_000);
    const broken = cache.pathOf('org/video/broken', 'r1', async (target) => {
      await writeFile(target, 'half');
      throw new Error('broke off');
    });
    await expect(broken).rejects.toThrow('broke off');
    expect(await readdir(path.join(folder, '.incoming'))).toEqual([]);
    const whole = await cache.pathOf('org/video/broken', 'r1', (target) => writeFile(target, 'whole'));
    expect(await readFile(whole, 'utf8')).toBe('whole');
  });
});
