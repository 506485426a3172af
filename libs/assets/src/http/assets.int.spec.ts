import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { type ServerResponse } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#eventing/testing';
import { asset } from '../library/domain/asset.decider.js';
import { LibraryWorld, local, ORG, OTHER, png, sha256, type Shown } from '../testing/library-world.js';

const world = new LibraryWorld();
beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop());

describe('a file for which no room is left', () => {
  afterEach(() => world.limit(null));

  it('is refused when it is uploaded, and nothing of it stays', async () => {
    await world.limit(png.length - 1);
    const refused = await world.upload(png).expect(402);
    expect(refused.body).toMatchObject({ code: 'quota_exceeded' });
    await eventually(async () => (await readdir(path.join(world.folder, 'uploads'))).length === 0);
    expect(await readdir(path.join(world.folder, 'objects')).catch(() => [])).toEqual([]);
    await world.limit(png.length);
    await world.upload(png).expect(201);
  });

  it('fails when it is fetched, and is not fetched again', async () => {
    let fetches = 0;
    world.served = (response) => void ((fetches += 1), response.end(png));
    await world.limit(png.length - 1);
    expect(await world.imported(world.onWeb('x'))).toMatchObject({ status: 'failed', error: { code: 'quota_exceeded' } });
    expect(fetches).toBe(1);
  });
});

describe('a file named by its address', () => {
  it('is fetched', async () => {
    world.served = (response) => response.end(world.clip);
    expect(await world.imported(world.onWeb('film.bin'))).toMatchObject({
      status: 'ready',
      kind: 'video',
      bytes: world.clip.length,
      source: 'url',
      error: null,
    });
  });

  it('may stand in the address itself, or be an asset', async () => {
    const first = await world.imported(`data:image/png;base64,${png.toString('base64')}`);
    expect(first).toMatchObject({ status: 'ready', kind: 'image', sha256: sha256(png) });
    expect(await world.imported(`/v1/assets/${first.id}/content`)).toMatchObject({ status: 'ready', sha256: sha256(png) });
    expect(await world.imported(first.url ?? '')).toMatchObject({ status: 'ready', sha256: sha256(png) });
  });

  it.each([
    ['a playlist', (response: ServerResponse) => response.end('#EXTM3U\n'), 'unsupported_media'],
    ['a page', (response: ServerResponse) => response.end('<!doctype html>'), 'unsupported_media'],
    ['nothing', (response: ServerResponse) => response.end(), 'unsupported_media'],
    ['gone', (response: ServerResponse) => response.writeHead(410).end('canary'), 'not_found'],
    ['broken for good', (response: ServerResponse) => response.writeHead(500).end('canary'), 'fetch_failed'],
    ['inside', (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'url_not_allowed'],
  ])('fails with its reason when it is %s', async (_what, answer, code) => {
    world.served = (response) => void answer(response);
    const failed = await world.imported(world.onWeb('x'));
    expect(failed).toMatchObject({ status: 'failed', kind: null, url: null, error: { code } });
    expect(JSON.stringify(failed)).not.toMatch(/canary|127\.0\.0\.1/);
    await world.http().get(`/v1/assets/${failed.id}/content`).expect(404);
  });

  it('gets another try when the other side stumbles', async () => {
    let tries = 0;
    world.served = (response) => void (tries++ === 0 ? response.writeHead(503).end() : response.end(png));
    expect(await world.imported(world.onWeb('x'))).toMatchObject({ status: 'ready' });
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
    const { body } = await world.http().post('/v1/assets').send({ url }).expect(400);
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ path: 'url', message: expect.any(String) }] });
  });

  it.each([{}, { url: 5 }, { url: '' }, { url: 'https://films.example/x', orgId: OTHER }, []])(
    'needs an address and nothing else: %j',
    async (body) => {
      expect((await world.http().post('/v1/assets').send(body).expect(400)).body).toMatchObject({ code: 'validation_failed' });
    },
  );

  it('keeps its address out of events and tasks', async () => {
    world.served = (response) => response.end(png);
    const { id } = await world.imported(world.onWeb('x?signature=canary'));
    const kept = await world.eventing.database.query(
      `SELECT data::text FROM eventing.events WHERE stream_id = $1
       UNION ALL SELECT payload::text FROM tasks.tasks WHERE subject_id = $2`,
      [`asset-${id}`, id],
    );
    expect(kept).toHaveLength(3);
    expect(JSON.stringify(kept)).not.toContain('canary');
  });
});

describe('the library', () => {
  it('shows each organisation its own, newest first, by pages and kinds', async () => {
    const org = randomUUID();
    const ids: string[] = [];
    for (const bytes of [png, world.clip, png]) {
      ids.unshift(((await world.upload(bytes).set('x-org', org).expect(201)).body as Shown).id);
    }
    // As a model's result is: its id says nothing of its time.
    const made = await world.library.keep({
      assetId: '00000000-0000-5000-8000-000000000001',
      orgId: org,
      filePath: path.join(world.folder, 'clip.mp4'),
      source: 'local:illustrator',
    });
    ids.unshift(made.id);
    const page = async (query: string) =>
      (await world.http().get(`/v1/assets?${query}`).set('x-org', org).expect(200)).body as { data: Shown[]; nextCursor: string };
    const first = await page('limit=3');
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const second = await page(`limit=3&cursor=${first.nextCursor}`);
    expect([second.data.map(({ id }) => id), second.nextCursor]).toEqual([ids.slice(3), null]);
    expect((await page('kind=video')).data.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect((await world.http().get('/v1/assets').set('x-org', randomUUID())).body).toEqual({ data: [], nextCursor: null });
    await world.http().get('/v1/assets?kind=text').expect(400);
    expect((await world.http().get('/v1/assets?cursor=nonsense').expect(400)).body).toMatchObject({ code: 'invalid_cursor' });
  });

  it('keeps what a model made once', async () => {
    const kept = { assetId: randomUUID(), orgId: ORG, filePath: path.join(world.folder, 'clip.mp4'), source: 'local:illustrator' };
    const first = await world.library.keep(kept);
    expect(first).toMatchObject({ id: kept.assetId, status: 'ready', kind: 'video', source: 'local:illustrator' });
    expect(await world.library.keep(kept)).toEqual(first);
    await writeFile(path.join(world.folder, 'text'), 'text');
    await expect(world.library.keep({ ...kept, assetId: randomUUID(), filePath: path.join(world.folder, 'text') })).rejects.toMatchObject({
      code: 'unsupported_media',
    });
  });

  it('hides what is deleted, its links included, and removes its files', async () => {
    const { body } = await world.upload(png).expect(201);
    const { id, url } = body as Shown;
    const key = (await world.library.find(ORG, id))?.key ?? '';
    await world.http().delete(`/v1/assets/${id}`).expect(204);
    for (const address of [`/v1/assets/${id}`, `/v1/assets/${id}/content`, local(url ?? '')]) await world.http().get(address).expect(404);
    await world.http().delete(`/v1/assets/${id}`).expect(404);
    expect(await world.storage.head(key)).toBeNull();
    await eventually(
      async () =>
        (await world.eventing.store.load(asset, id)).state.status === 'deleted' && (await world.typesOf(id)).includes('AssetFilesRemoved'),
    );
  });

  it('shows others nothing', async () => {
    const { body } = await world.upload(png).expect(201);
    const { id } = body as Shown;
    for (const ask of [
      world.http().get(`/v1/assets/${id}`),
      world.http().get(`/v1/assets/${id}/content`),
      world.http().delete(`/v1/assets/${id}`),
    ]) {
      const { body: refused } = await ask.set('x-org', OTHER).expect(404);
      const unknown = (await world.http().get(`/v1/assets/${randomUUID()}`).set('x-org', OTHER).expect(404)).body as object;
      expect(Object.keys(refused as object)).toEqual(Object.keys(unknown));
    }
    await world.http().get(`/v1/assets/${id}`).expect(200);
  });

  it('knows no asset under what is no id', () => world.http().get('/v1/assets/1').expect(404));
});
