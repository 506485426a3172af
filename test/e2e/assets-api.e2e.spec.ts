import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';

interface Asset {
  readonly id: string;
  readonly status: string;
  readonly url: string;
  readonly sha256: string;
  readonly error: { readonly code: string } | null;
}

/** A grey PNG of 32 x 32. */
const png = ((): Buffer => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const header = Buffer.from('00000020000000200800000000', 'hex');
  const magic = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([magic, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(33 * 32))), chunk('IEND', Buffer.alloc(0))]);
})();
const sha256 = createHash('sha256').update(png).digest('hex');

describe('the media library, in the whole app', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  }, 120_000);
  afterAll(() => app?.close(), 60_000);

  const call = (path: string, init: RequestInit = {}, key = app.apiKey): Promise<Response> =>
    fetch(`${app.url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...(init.headers as Record<string, string>) } });
  const upload = (key?: string): Promise<Response> => {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(png)]), 'cat.png');
    return call('/v1/assets', { method: 'POST', body }, key);
  };
  const send = (body: object): Promise<Response> =>
    call('/v1/assets', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  it('takes an upload, shows it, gives its bytes, and forgets it', async () => {
    const answer = await upload();
    expect(answer.status).toBe(201);
    const asset = (await answer.json()) as Asset;
    expect(answer.headers.get('location')).toBe(`/v1/assets/${asset.id}`);
    expect(asset).toMatchObject({ status: 'ready', kind: 'image', contentType: 'image/png', sha256, width: 32, height: 32 });
    const part = await call(`/v1/assets/${asset.id}/content`, { headers: { range: 'bytes=1-3' } });
    expect([part.status, await part.text()]).toEqual([206, 'PNG']);
    const signed = new URL(asset.url).pathname;
    expect((await fetch(`${app.url}${signed}`)).status).toBe(200);
    expect((await call(`/v1/assets/${asset.id}`, { method: 'DELETE' })).status).toBe(204);
    for (const path of [`/v1/assets/${asset.id}`, `/v1/assets/${asset.id}/content`, signed]) expect((await call(path)).status).toBe(404);
  });

  it('fetches a file by a task', async () => {
    const answer = await send({ url: `data:image/png;base64,${png.toString('base64')}` });
    expect(answer.status).toBe(202);
    let asset = (await answer.json()) as Asset;
    expect(asset.status).toBe('processing');
    for (const endMs = Date.now() + 45_000; asset.status === 'processing' && Date.now() < endMs;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      asset = (await (await call(`/v1/assets/${asset.id}`)).json()) as Asset;
    }
    expect(asset).toMatchObject({ status: 'ready', source: 'url', sha256, error: null });
  });

  it('refuses what leads inside at once', async () => {
    for (const url of ['https://127.0.0.1/x.png', 'http://169.254.169.254/latest/meta-data/', app.url]) {
      const answer = await send({ url });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'url' }] });
    }
  });

  it('asks for a key and its scope before it takes a byte', async () => {
    expect((await upload('kadr_nobody')).status).toBe(401);
    const made = await call('/v1/api-keys', {
      method: 'POST',
      body: JSON.stringify({ name: 'reader', scopes: ['videos:read'] }),
      headers: { 'content-type': 'application/json' },
    });
    const { key } = (await made.json()) as { key: string };
    expect((await upload(key)).status).toBe(403);
    expect((await call('/v1/assets', {}, key)).status).toBe(200);
  });

  it('is described', async () => {
    const { paths } = (await (await fetch(`${app.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
    expect(Object.keys(paths['/v1/assets'] ?? {}).sort()).toEqual(['get', 'post']);
    expect(Object.keys(paths['/v1/assets/{id}'] ?? {}).sort()).toEqual(['delete', 'get']);
    expect(paths['/v1/assets']?.['post']).toMatchObject({
      requestBody: { content: { 'multipart/form-data': {}, 'application/json': {} } },
    });
  });
});
