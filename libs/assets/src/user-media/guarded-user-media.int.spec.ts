import { randomUUID } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Suspended } from '#tasks';
import { LibraryWorld, ORG, OTHER, png, PUBLIC_URL, type Shown } from '../testing/library-world.js';

const world = new LibraryWorld();
beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop());

describe('a user media address', () => {
  const fetch = (url: string, kinds: ('image' | 'video' | 'audio')[], orgId = ORG) =>
    world.media.fetch(orgId, url, kinds, { path: path.join(world.folder, randomUUID()) }, new AbortController().signal);

  it('gives the file and what it is', async () => {
    world.served = (response) => response.end(world.clip);
    const brought = await fetch(world.onWeb('x'), ['video']);
    expect(brought).toMatchObject({ kind: 'video', contentType: 'video/mp4', widthPx: 180, heightPx: 320, durationSeconds: 1 });
    expect((await readFile(brought.path)).equals(world.clip)).toBe(true);
  });

  it('must be of a wanted kind', async () => {
    world.served = (response) => response.end(world.clip);
    await expect(fetch(world.onWeb('x'), ['image'])).rejects.toMatchObject({ code: 'unsupported_media', retryable: false });
  });

  it('of a picture may not lead to 30 MB', async () => {
    world.served = (response) => response.end(Buffer.concat([png, Buffer.alloc(30_000_000)]));
    await expect(fetch(world.onWeb('x'), ['image'])).rejects.toMatchObject({ code: 'payload_too_large' });
    await expect(fetch(world.onWeb('x'), ['image', 'video'])).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it('of ours serves its owner alone', async () => {
    const { body } = await world.upload(png).expect(201);
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
    const target = path.join(world.folder, randomUUID());
    world.served = (response) => response.end('text');
    await expect(world.media.fetch(ORG, world.onWeb('x'), ['image'], { path: target }, new AbortController().signal)).rejects.toThrow();
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('faults A7: that does not answer keeps nobody but its own organisation waiting', async () => {
    const [held, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let asked = 0;
    world.served = (response) => {
      asked += 1;
      if (asked === 4) arrived.resolve();
      if (asked > 4) response.end(world.clip);
      else void held.promise.then(() => response.end(world.clip));
    };
    const slow = Array.from({ length: 4 }, () => fetch(world.onWeb('x'), ['video']));
    await arrived.promise;
    await expect(fetch(world.onWeb('x'), ['video'])).rejects.toBeInstanceOf(Suspended);
    expect(await fetch(world.onWeb('x'), ['video'], OTHER)).toMatchObject({ kind: 'video' });
    held.resolve();
    await Promise.all(slow);
    expect(await fetch(world.onWeb('x'), ['video'])).toMatchObject({ kind: 'video' });
  });
});
