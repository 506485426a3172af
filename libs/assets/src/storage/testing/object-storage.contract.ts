import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import type * as Jest from '@jest/globals';
import { type ObjectStorage } from '../../contracts/storage.js';
import { objectKey } from '../object-keys.js';

/** Handed in: this file is reached by processes outside Jest too, where its globals cannot be imported. */
type JestGlobals = Pick<typeof Jest, 'afterAll' | 'beforeAll' | 'describe' | 'expect' | 'it'>;

/** What every object storage keeps to. `make` gets a folder of the spec's own. */
export function objectStorageContract(jest: JestGlobals, name: string, make: (folder: string) => Promise<ObjectStorage>): void {
  const { afterAll, beforeAll, describe, expect, it } = jest;
  describe(`${name} as an object storage`, () => {
    const [org, video] = [randomUUID(), randomUUID()];
    let folder: string;
    let storage: ObjectStorage;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'kadr-contract-'));
      storage = await make(folder);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    async function source(content: string | Buffer): Promise<string> {
      const file = path.join(folder, randomUUID());
      await writeFile(file, content);
      return file;
    }
    const key = (file: string, subject = video): string => objectKey(org, subject, file);

    it.each([
      ['a small one', 1000],
      ['one of several parts', 34_000_001],
    ])('keeps a file, and describes it by its bytes: %s', async (_what, size) => {
      const bytes = randomBytes(size);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const kept = await storage.put(key('clips/000.mp4'), await source(bytes), 'video/mp4');
      expect(kept).toEqual({ key: key('clips/000.mp4'), contentType: 'video/mp4', sizeBytes: size, sha256 });
      expect((await readFile(await storage.localPath(key('clips/000.mp4')))).equals(bytes)).toBe(true);
      expect((await buffer(storage.open(key('clips/000.mp4')))).equals(bytes)).toBe(true);
    });

    it('says what it has, and since when', async () => {
      await storage.put(key('said'), await source('film'), 'text/plain');
      const head = await storage.head(key('said'));
      expect(head).toMatchObject({ sizeBytes: 4, revision: expect.stringMatching(/^[A-Za-z0-9-]+$/) });
      expect(Object.keys(head ?? {}).sort()).toEqual(['modifiedAt', 'revision', 'sizeBytes']);
      expect(Math.abs(Date.now() - (head?.modifiedAt.getTime() ?? 0))).toBeLessThan(60_000);
    });

    it('replaces a file, and says so by its revision', async () => {
      await storage.put(key('replaced'), await source('old!'), 'text/plain');
      const before = await storage.head(key('replaced'));
      expect(await readFile(await storage.localPath(key('replaced')), 'utf8')).toBe('old!');
      await storage.put(key('replaced'), await source('new!'), 'text/plain');
      expect((await storage.head(key('replaced')))?.revision).not.toBe(before?.revision);
      expect(await readFile(await storage.localPath(key('replaced')), 'utf8')).toBe('new!');
      expect(await text(storage.open(key('replaced')))).toBe('new!');
    });

    it('gives a part, first and last byte included', async () => {
      await storage.put(key('digits'), await source('0123456789'), 'text/plain');
      expect(await text(storage.open(key('digits'), { start: 2, end: 4 }))).toBe('234');
      expect(await text(storage.open(key('digits'), { start: 9, end: 9 }))).toBe('9');
      expect(await text(storage.open(key('digits'), { start: 0, end: 9 }))).toBe('0123456789');
    });

    it('knows when there is nothing', async () => {
      expect(await storage.head(key('nothing'))).toBeNull();
      await expect(storage.localPath(key('nothing'))).rejects.toMatchObject({ code: 'object_missing', retryable: false });
      await expect(text(storage.open(key('nothing')))).rejects.toThrow();
      await expect(storage.put(key('never'), path.join(folder, 'absent'), 'text/plain')).rejects.toMatchObject({ code: 'object_missing' });
      expect(await storage.head(key('never'))).toBeNull();
    });

    it('takes a folder for nothing', async () => {
      await storage.put(key('folder/file'), await source('x'), 'text/plain');
      expect(await storage.head(key('folder'))).toBeNull();
    });

    it('removes what lies below a name and nothing beside it', async () => {
      const [doomed, beside] = [randomUUID(), randomUUID()];
      const names = [key('clips/0', doomed), key('clips/1/deep', doomed), key('final.mp4', doomed), key('final.mp4', beside)];
      for (const one of names) await storage.put(one, await source(one), 'text/plain');
      await storage.delete(key('clips/0', doomed));
      expect(await Promise.all(names.map(async (one) => (await storage.head(one)) !== null))).toEqual([false, true, true, true]);
      await storage.delete(`${org}/${doomed}`);
      expect(await Promise.all(names.map(async (one) => (await storage.head(one)) !== null))).toEqual([false, false, false, true]);
      await expect(storage.localPath(key('final.mp4', doomed))).rejects.toMatchObject({ code: 'object_missing' });
      await storage.delete(`${org}/${doomed}`);
    });

    it('lists what is there, with size and time, and nothing else', async () => {
      const [gone, there] = [randomUUID(), randomUUID()];
      const mine = [key('clips/0', there), key('clips/1/deep', there), key('final.mp4', there)];
      for (const one of [...mine, key('final.mp4', gone)]) await storage.put(one, await source('1234567'), 'text/plain');
      await storage.delete(`${org}/${gone}`);
      const listed = [];
      for await (const object of storage.list()) if (object.key.startsWith(`${org}/${there}/`)) listed.push(object);
      expect(listed.map(({ key: name }) => name).sort()).toEqual([...mine].sort());
      expect(listed.every(({ sizeBytes }) => sizeBytes === 7)).toBe(true);
      for (const { modifiedAt } of listed) expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(60_000);
      for await (const object of storage.list()) expect(object.key).not.toContain(gone);
      await storage.removeUnfinished(Date.now() - 60_000);
      expect(await storage.head(key('clips/1/deep', there))).not.toBeNull();
    });

    it.each(['../../../etc/passwd', '/etc/passwd', `${org}/../../x`, `${org}/${video}`, ''])('refuses the key "%s"', async (bad) => {
      await expect(storage.head(bad)).rejects.toMatchObject({ code: 'invalid_key' });
      await expect(storage.localPath(bad)).rejects.toMatchObject({ code: 'invalid_key' });
      await expect(storage.put(bad, await source('x'), 'text/plain')).rejects.toMatchObject({ code: 'invalid_key' });
      expect(() => storage.open(bad)).toThrow('not an object key');
    });

    it.each([org, '', `${org}/`, '../x'])('never takes an organisation as a whole: "%s"', async (prefix) => {
      await expect(storage.delete(prefix)).rejects.toMatchObject({ code: 'invalid_key' });
    });
  });
}
