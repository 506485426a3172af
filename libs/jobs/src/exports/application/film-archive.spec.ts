import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { type ObjectStorage } from '#assets';
import { unzipSync } from 'fflate';
import { type ArchiveContent, filmArchive, revisionOf } from './film-archive.js';

const MIB = 1024 * 1024;
const modifiedAt = new Date('2026-01-02T03:04:06Z');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A storage of these objects. */
function storageOf(objects: Readonly<Record<string, () => Readable>>): ObjectStorage & { readonly opened: Readable[] } {
  const opened: Readable[] = [];
  const open = (key: string): Readable => {
    const stream = objects[key]?.() ?? Readable.from(failing());
    opened.push(stream);
    return stream;
  };
  return { open, opened } as unknown as ObjectStorage & { readonly opened: Readable[] };
}
// eslint-disable-next-line require-yield -- it fails before it gives anything
async function* failing(): AsyncGenerator<Buffer> {
  await Promise.resolve();
  throw new Error('the object is gone');
}

const files = { 'a/clip': Buffer.from('first clip'), 'a/film': Buffer.alloc(3 * MIB, 'film') };
const content: ArchiveContent = {
  texts: [{ name: 'content.otio', bytes: Buffer.from('{"ü":1}') }],
  files: Object.entries(files).map(([key, bytes], index) => ({
    ...{ name: `media/${index}.mp4`, key, sizeBytes: bytes.length, sha256: sha256(bytes) },
  })),
  modifiedAt,
};
const stored = () => storageOf({ 'a/clip': () => Readable.from([files['a/clip']]), 'a/film': () => Readable.from([files['a/film']]) });

describe('the archive of a film', () => {
  it('holds what it is made of, to the byte, stored and not deflated, as long as it said', async () => {
    const { sizeBytes, stream } = await filmArchive(stored(), content);
    const zip = await buffer(stream);
    expect(zip).toHaveLength(sizeBytes);
    const entries = unzipSync(zip);
    expect(Object.keys(entries)).toEqual(['content.otio', 'media/0.mp4', 'media/1.mp4']);
    expect(Object.values(entries).map((bytes) => sha256(Buffer.from(bytes)))).toEqual([
      sha256(Buffer.from('{"ü":1}')),
      ...content.files.map((file) => file.sha256),
    ]);
    expect(zip.includes(files['a/clip'])).toBe(true);
  });

  it('is the same each time, and its revision says when it is not', async () => {
    const [one, two] = await Promise.all([filmArchive(stored(), content), filmArchive(stored(), content)]);
    expect(sha256(await buffer(one.stream))).toBe(sha256(await buffer(two.stream)));
    const [first] = content.files;
    const other = { ...content, files: first ? [{ ...first, sha256: 'f'.repeat(64) }] : [] };
    expect([revisionOf(content), revisionOf(other)]).toEqual([revisionOf({ ...content }), expect.not.stringMatching(revisionOf(content))]);
  });

  it('never reads far ahead of whoever takes it, however large it is', async () => {
    let read = 0;
    const chunk = Buffer.alloc(64 * 1024, 1);
    const sizeBytes = 64 * MIB;
    async function* endless(): AsyncGenerator<Buffer> {
      for (let sent = 0; sent < sizeBytes; sent += chunk.length) {
        read += chunk.length;
        yield await Promise.resolve(chunk);
      }
    }
    const storage = storageOf({ 'a/film': () => Readable.from(endless(), { objectMode: false }) });
    const file = { name: 'media/final.mp4', key: 'a/film', sizeBytes, sha256: '' };
    const { stream } = await filmArchive(storage, { texts: [], files: [file, { ...file, name: 'media/again.mp4' }], modifiedAt });
    let [taken, ahead] = [0, 0];
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      taken += bytes.length;
      ahead = Math.max(ahead, read - taken);
    }
    expect(taken).toBeGreaterThan(2 * sizeBytes);
    expect(ahead).toBeLessThan(MIB);
    // The second file was not opened before its turn.
    expect(storage.opened).toHaveLength(2);
  });

  it.each([
    ['is gone', {}],
    ['is shorter than it was', { 'a/film': () => Readable.from([Buffer.from('short')]) }],
  ])('breaks off when a file %s', async (_what, film) => {
    const storage = storageOf({ 'a/clip': () => Readable.from([files['a/clip']]), ...film });
    const { stream } = await filmArchive(storage, content);
    await expect(buffer(stream)).rejects.toThrow();
  });

  it('closes the file it was reading when it is given up, and opens no other', async () => {
    const endless = () =>
      new Readable({
        read() {
          this.push(Buffer.alloc(64 * 1024));
        },
      });
    const storage = storageOf({ 'a/clip': endless, 'a/film': endless });
    const files = content.files.map((file) => ({ ...file, sizeBytes: 1024 * MIB }));
    const { stream } = await filmArchive(storage, { ...content, files });
    let taken = 0;
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      taken += bytes.length;
      if (taken > MIB) break;
    }
    expect(storage.opened).toHaveLength(1);
    const [reading] = storage.opened;
    if (reading && !reading.closed) await once(reading, 'close');
    expect(storage.opened.map(({ destroyed }) => destroyed)).toEqual([true]);
  });
});
