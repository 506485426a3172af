import { describe, expect, it } from '@jest/globals';
import { type Studio } from './support/studio.js';

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

export const serving = (studio: () => Studio): void =>
  describe('serving', () => {
    const get = (path: string, headers: Record<string, string> = PAGE, method = 'GET') =>
      fetch(`${studio().app.url}${path}`, { headers, method, redirect: 'manual' });

    it('is one page under whatever address, with its policy, and asked for again each time', async () => {
      for (const path of ['/', '/videos/anything', '/create', '/v1x']) {
        const response = await get(path);
        expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'no-cache']);
        expect(response.headers.get('content-security-policy')).toMatch(
          /default-src 'none'; script-src 'self';.*require-trusted-types-for 'script'/,
        );
        expect(response.headers.get('referrer-policy')).toBe('no-referrer');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        expect(response.headers.get('vary')).toMatch(/accept/i);
        const etag = response.headers.get('etag') ?? '';
        expect((await get(path, { ...PAGE, 'if-none-match': etag })).status).toBe(304);
        const head = await get(path, PAGE, 'HEAD');
        expect([head.status, await head.text()]).toEqual([200, '']);
      }
    });
    it('leaves to the API what programs ask for', async () => {
      expect(await (await get('/', { accept: '*/*' })).json()).toMatchObject({ name: 'Kadr' });
      const unknown = await get('/v1/nothing');
      expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, expect.stringMatching(/problem\+json/)]);
      expect((await get('/videos/anything', { accept: 'application/json' })).status).toBe(404);
      expect((await get('/docs')).headers.get('content-security-policy') ?? '').not.toMatch(/trusted-types/);
    });
    it('has files that never change, compressed, and no page in place of one that is gone', async () => {
      const html = await (await get('/')).text();
      const script = /\/_studio\/[\w.-]+\.js/.exec(html)?.[0] ?? '';
      const file = await get(script, { 'accept-encoding': 'br' });
      expect([file.status, file.headers.get('content-encoding'), file.headers.get('cache-control')]).toEqual([
        200,
        'br',
        'public,max-age=31536000,immutable',
      ]);
      expect((await get('/_studio/x.js')).status).toBe(404);
      expect((await get('/_studio/../index.html')).headers.get('cache-control')).toBe('no-cache');
      expect((await get('/.vite/manifest.json')).headers.get('content-type')).toMatch(/html/);
    });
  });
