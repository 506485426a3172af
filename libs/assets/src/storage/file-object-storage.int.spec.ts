import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileObjectStorage } from './file-object-storage.js';
import { objectKey } from './object-keys.js';

const ORG = randomUUID();
const VIDEO = randomUUID();
let folder: string;
let storage: FileObjectStorage;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-storage-'));
  storage = new FileObjectStorage(path.join(folder, 'objects'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function source(content: string | Buffer): Promise<string> {
  const file = path.join(folder, randomUUID());
  await writeFile(file, content);
  return file;
}

it('a folder is looked at by reading and by writing, keeps nothing of it, and refuses where it cannot be used', async () => {
  const root = path.join(folder, 'probed');
  const probed = new FileObjectStorage(root);
  await expect(probed.probe(false)).rejects.toMatchObject({ code: 'storage_failed', message: 'the folder of objects: ENOENT' });
  await probed.probe(true);
  await probed.probe(false);
  expect(await readdir(root, { recursive: true })).toEqual(['.incoming']);
  await writeFile(path.join(folder, 'no-folder'), '');
  await expect(new FileObjectStorage(path.join(folder, 'no-folder')).probe(true)).rejects.toMatchObject({
    code: 'storage_failed',
    retryable: true,
  });
});

describe('a file that is put', () => {
  it('is described by its bytes', async () => {
    const bytes = randomBytes(3_000_000);
    const key = objectKey(ORG, VIDEO, 'clips/000.mp4');
    expect(await storage.put(key, await source(bytes), 'video/mp4')).toEqual({
      key,
      contentType: 'video/mp4',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect((await readFile(await storage.localPath(key))).equals(bytes)).toBe(true);
  });

  it('is linked, not copied', async () => {
    const file = await source('film');
    const key = objectKey(ORG, VIDEO, 'linked');
    await storage.put(key, file, 'text/plain');
    expect((await stat(await storage.localPath(key))).ino).toBe((await stat(file)).ino);
  });

  it('stays when the attempt that made it is cleaned away', async () => {
    const file = await source('film');
    const key = objectKey(ORG, VIDEO, 'kept');
    await storage.put(key, file, 'text/plain');
    await rm(file);
    expect(await text(storage.open(key))).toBe('film');
  });

  it('replaces what was there, and says so by its revision', async () => {
    const key = objectKey(ORG, VIDEO, 'replaced');
    await storage.put(key, await source('old!'), 'text/plain');
    const before = await storage.head(key);
    await storage.put(key, await source('new!'), 'text/plain');
    expect(await text(storage.open(key))).toBe('new!');
    expect((await storage.head(key))?.revision).not.toBe(before?.revision);
  });

  it('leaves nothing half done when there is nothing to put', async () => {
    const key = objectKey(ORG, VIDEO, 'never');
    await expect(storage.put(key, path.join(folder, 'absent'), 'text/plain')).rejects.toMatchObject({
      code: 'object_missing',
      retryable: false,
    });
    expect(await storage.head(key)).toBeNull();
    expect(await readdir(path.join(folder, 'objects', '.incoming'))).toEqual([]);
  });

  it('is copied when it lies on another volume', async () => {
    const elsewhere = await onAnotherVolume();
    if (elsewhere === null) return; // No second volume on this machine.
    try {
      const file = await source('film');
      const key = objectKey(ORG, VIDEO, 'copied');
      const other = new FileObjectStorage(elsewhere);
      await other.put(key, file, 'text/plain');
      expect(await text(other.open(key))).toBe('film');
      expect((await stat(await other.localPath(key))).dev).not.toBe((await stat(file)).dev);
    } finally {
      await rm(elsewhere, { recursive: true, force: true });
    }
  });
});

/** What specs write lies in memory or on the disk of the sources: the other one of these is another volume. */
async function onAnotherVolume(): Promise<string | null> {
  const here = (await stat(folder)).dev;
  for (const place of ['/dev/shm', process.cwd()]) {
    const { dev = here } = (await stat(place).catch(() => null)) ?? {};
    if (dev !== here) return mkdtemp(path.join(place, '.data-test-storage-'));
  }
  return null;
}

describe('reading', () => {
  it('gives a part, first and last byte included', async () => {
    const key = objectKey(ORG, VIDEO, 'digits');
    await storage.put(key, await source('0123456789'), 'text/plain');
    expect(await text(storage.open(key, { start: 2, end: 4 }))).toBe('234');
  });

  it('knows when there is nothing', async () => {
    const key = objectKey(ORG, VIDEO, 'nothing');
    expect(await storage.head(key)).toBeNull();
    await expect(storage.localPath(key)).rejects.toMatchObject({ code: 'object_missing' });
  });

  it('takes a folder for nothing', async () => {
    expect(await storage.head(objectKey(ORG, VIDEO, 'clips'))).toBeNull();
  });

  it.each(['../../../etc/passwd', '/etc/passwd', `${ORG}/../../x`])('refuses the key %s', async (key) => {
    await expect(storage.head(key)).rejects.toMatchObject({ code: 'invalid_key' });
    await expect(storage.localPath(key)).rejects.toMatchObject({ code: 'invalid_key' });
    expect(() => storage.open(key)).toThrow('not an object key');
  });
});

describe('deleting', () => {
  it('removes what lies below the prefix and nothing beside it', async () => {
    const [doomed, other] = [randomUUID(), randomUUID()];
    for (const [subject, name] of [
      [doomed, 'clips/0'],
      [doomed, 'final.mp4'],
      [other, 'final.mp4'],
    ] as const) {
      await storage.put(objectKey(ORG, subject, name), await source(name), 'text/plain');
    }
    await storage.delete(`${ORG}/${doomed}`);
    expect(await storage.head(objectKey(ORG, doomed, 'final.mp4'))).toBeNull();
    expect(await storage.head(objectKey(ORG, doomed, 'clips/0'))).toBeNull();
    expect(await storage.head(objectKey(ORG, other, 'final.mp4'))).not.toBeNull();
    await storage.delete(`${ORG}/${doomed}`);
  });

  it('never takes an organisation as a whole', async () => {
    await expect(storage.delete(ORG)).rejects.toMatchObject({ code: 'invalid_key' });
  });
});
