import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#eventing/testing';
import { LibraryWorld, local, MAX_UPLOAD_BYTES, ORG, png, sha256, type Shown } from '../testing/library-world.js';
import { animatedWebpOf, avifOf, chart, heicOf, pngOf, testTone } from '#media/testing';

const world = new LibraryWorld();
beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop());

describe('an uploaded file', () => {
  it('is an asset at once', async () => {
    const { body, headers } = await world.upload(png, 'Котик.png').expect(201);
    const shown = body as Shown;
    expect(headers['location']).toBe(`/v1/assets/${shown.id}`);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...{ status: 'ready', kind: 'image', name: 'Котик.png', contentType: 'image/png', bytes: png.length, sha256: sha256(png) },
      ...{ width: 64, height: 48, durationSeconds: null, source: 'upload', error: null },
      url: expect.stringMatching(/^https:\/\/films\.example\/v1\/media\/[^/]+\/content\.png$/),
      thumbnailUrl: expect.stringMatching(/^https:\/\/films\.example\/v1\/media\/[^/]+\/thumbnail\.jpg$/),
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await world.http().get(`/v1/assets/${shown.id}`).expect(200)).body).toEqual(body);
  });

  it('has a small picture of itself, that dies with it; sound has none', async () => {
    const [clip, tone] = await Promise.all([world.upload(world.clip).expect(201), world.upload(world.tone).expect(201)]);
    const { id, thumbnailUrl } = clip.body as Shown;
    expect((tone.body as Shown).thumbnailUrl).toBeNull();
    const small = await world
      .http()
      .get(local(thumbnailUrl ?? ''))
      .expect(200)
      .expect('content-type', 'image/jpeg');
    const bytes = small.body as Buffer;
    expect([bytes.subarray(0, 2).toString('hex'), bytes.length < 30_000]).toEqual(['ffd8', true]);
    const { body } = await world.http().get('/v1/assets?kind=video').expect(200);
    expect((body as { data: Shown[] }).data.find((one) => one.id === id)?.thumbnailUrl).toContain('/thumbnail.jpg');
    await world.http().delete(`/v1/assets/${id}`).expect(204);
    await world
      .http()
      .get(local(thumbnailUrl ?? ''))
      .expect(404);
  });

  it('that is sent as the body itself is told in which form it is read', async () => {
    const { body } = await world.http().post('/v1/assets').set('content-type', 'image/png').send(png).expect(415);
    expect(body).toMatchObject({ code: 'unsupported_media_type', detail: expect.stringContaining('or multipart/form-data') });
  });

  it('is what its content is, whatever it is called', async () => {
    expect((await world.upload(world.clip, 'cat.png').expect(201)).body).toMatchObject({
      kind: 'video',
      contentType: 'video/mp4',
      width: 180,
      height: 320,
      durationSeconds: 1,
    });
    expect((await world.upload(world.tone, 'x').expect(201)).body).toMatchObject({
      kind: 'audio',
      contentType: 'audio/wav',
      width: null,
      durationSeconds: 1,
    });
    for (const [name, contentType] of [
      ['said.ogg', 'audio/ogg'],
      ['said.flac', 'audio/flac'],
      ['said.aac', 'audio/aac'],
    ] as const) {
      const file = await readFile(await testTone({ outPath: path.join(world.folder, name), seconds: 1 }));
      expect((await world.upload(file, 'x').expect(201)).body).toMatchObject({ kind: 'audio', contentType, width: null });
    }
  });

  it('is read in whole and in parts, with a name that ends no header', async () => {
    const { body } = await world.upload(png, 'a"b\u202egnp.exe;\u0416.png').expect(201);
    const { id, url } = body as Shown;
    const whole = await world.http().get(`/v1/assets/${id}/content`).buffer().expect(200);
    expect(sha256(whole.body as Buffer)).toBe(sha256(png));
    expect(whole.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', etag: `"${sha256(png)}"` });
    expect(whole.headers['content-disposition']).toMatch(/^attachment; filename="[A-Za-z0-9._ -]*"; filename\*=UTF-8''[A-Za-z0-9%._-]+$/);
    await world
      .http()
      .get(`/v1/assets/${id}/content`)
      .set('Range', 'bytes=0-3')
      .expect(206)
      .expect('Content-Range', `bytes 0-3/${png.length}`);
    await world
      .http()
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
    const { body } = await world.upload(png, name).expect(201);
    expect(body).toMatchObject({ name: shown });
    const found = await world.library.find(ORG, (body as Shown).id);
    expect(found?.key).toMatch(new RegExp(`^${ORG}/${(body as Shown).id}/[0-9a-f-]{36}/content\\.png$`));
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
    ['a playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'],
    ['a script', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['a page', '<!doctype html><html></html>'],
    ['a damaged picture', '\x89PNG\r\n\x1a\n and then something else'],
  ])('is refused when it is %s', async (_what, text) => {
    const { body } = await world.upload(Buffer.from(text, 'latin1'), 'cat.png').expect(415);
    expect(body).toMatchObject({ code: 'unsupported_media' });
    expect(JSON.stringify(body)).not.toContain(world.folder);
  });

  it('faults D3: is a JPEG when an AVIF or a HEIC was sent, a clip when an animated WebP was', async () => {
    const photo = await heicOf(chart(160, 90), path.join(world.folder, 'heic'));
    for (const [content, name] of [
      [await avifOf(160, 90), 'sea.avif'],
      [photo, 'phone.HEIC'],
    ] as const) {
      const { body } = await world.upload(content, name).expect(201);
      expect(body).toMatchObject({ kind: 'image', contentType: 'image/jpeg', width: 160, height: 90, name });
    }
    const { body } = await world.upload(await animatedWebpOf(160, 90, [100, 300]), 'cat.webp').expect(201);
    expect(body).toMatchObject({ kind: 'video', contentType: 'video/mp4', width: 160, height: 90, durationSeconds: 0.4 });
    const refused = await world.upload(photo.subarray(0, photo.length - 200), 'phone.heic').expect(415);
    expect(refused.body).toMatchObject({ code: 'unsupported_media', detail: expect.stringContaining('save it as JPEG') });
  });

  it('is refused when it has too many pixels or bytes', async () => {
    const bomb = pngOf(64, 64);
    bomb.writeUInt32BE(100_000, 16);
    bomb.writeUInt32BE(100_000, 20);
    const { status } = await world.upload(bomb);
    expect([413, 415]).toContain(status);
    expect((await world.upload(randomBytes(MAX_UPLOAD_BYTES + 1)).expect(413)).body).toMatchObject({ code: 'payload_too_large' });
  });

  it('faults A11: is refused before it comes when the disk is nearly full', async () => {
    world.isDiskFull = true;
    const { body, headers } = await world.upload(png).expect(507);
    world.isDiskFull = false;
    expect([(body as { code: string }).code, headers['retry-after']]).toEqual(['disk_full', '60']);
    await world.upload(png).expect(201);
  });

  it('needs the one field it is told of', async () => {
    expect((await world.http().post('/v1/assets').attach('film', png, 'x').expect(400)).body).toMatchObject({ code: 'validation_failed' });
    expect((await world.http().post('/v1/assets').field('file', 'text').expect(400)).body).toMatchObject({ code: 'validation_failed' });
    expect((await world.upload(Buffer.alloc(0)).expect(400)).body).toMatchObject({ errors: [{ path: 'file' }] });
    await world.http().post('/v1/assets').set('Content-Type', 'multipart/form-data; boundary=x').send('no form at all').expect(400);
  });

  it('is the same one under the same Idempotency-Key, and another one is refused there', async () => {
    const key = randomUUID();
    const { body } = await world.upload(png).set('Idempotency-Key', key).expect(201);
    const again = await world.upload(png).set('Idempotency-Key', key).expect(201);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', location: `/v1/assets/${(body as Shown).id}` });
    expect(again.body).toEqual(body);
    expect((await world.upload(world.clip).set('Idempotency-Key', key).expect(422)).body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('leaves nothing on its way', async () => {
    await mkdir(path.join(world.folder, 'uploads'), { recursive: true });
    await world.upload(png).expect(201);
    await world.upload(randomBytes(MAX_UPLOAD_BYTES + 1));
    await eventually(async () => (await readdir(path.join(world.folder, 'uploads'))).length === 0);
  });
});

describe('an upload that does not play by the rules', () => {
  /** @returns the status line's number, or what ended the connection. */
  const send = (headers: Record<string, string>, write: (body: NodeJS.WritableStream) => void): Promise<number | string> =>
    new Promise((resolve) => {
      const { port } = world.app.getHttpServer().address() as AddressInfo;
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
    const { body } = await world.http().get('/v1/assets?limit=1').expect(200);
    expect((body as { data: { bytes: number }[] }).data[0]?.bytes).toBeLessThanOrEqual(MAX_UPLOAD_BYTES);
  });

  it('is not believed what it announces', async () => {
    const status = await send({ ...form, 'content-length': '200' }, (body) => void body.write(head));
    expect(status).toBe(408);
  });
});
