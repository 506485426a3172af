import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { GuardedFetch } from './guarded-fetch.js';
import { type FakeInternet, INSIDE, PUBLIC } from './testing/fake-internet.js';
import { fetchSpec, FILM, sha256 } from './testing/fetch-spec.js';
import { HOSTILE_URLS } from './testing/hostile-urls.js';

const { internet, into, failed } = fetchSpec();

describe('a file on the web', () => {
  it('is described by its bytes', async () => {
    const bytes = randomBytes(300_000);
    internet.answer = (_request, response) => response.writeHead(200, { 'content-type': 'Video/MP4; codecs=x' }).end(bytes);
    const target = into({ accept: 'video/*' });
    const fetched = await internet.guard().fetchToFile(FILM, target);
    expect(fetched).toEqual({
      contentType: 'video/mp4',
      bytes: bytes.length,
      sha256: sha256(bytes),
      finalUrl: FILM,
      fileName: 'film.mp4',
    });
    expect((await readFile(target.outputPath)).equals(bytes)).toBe(true);
    expect(internet.requests[0]?.headers).toMatchObject({ accept: 'video/*', host: 'films.example', 'accept-encoding': 'identity' });
  });

  it.each([
    [404, 'not_found', false],
    [410, 'not_found', false],
    [403, 'not_found', false],
    [500, 'fetch_failed', true],
    [503, 'fetch_failed', true],
    [429, 'fetch_failed', true],
    [418, 'fetch_failed', false],
    [206, 'fetch_failed', false],
    [204, 'fetch_failed', false],
  ])('that is answered with %d is %s', async (status, code, retryable) => {
    internet.answer = (_request, response) => response.writeHead(status).end(status === 204 ? undefined : 'the canary of the other side');
    const error = await failed(FILM);
    expect(error).toMatchObject({ code, retryable, status });
    expect((error as Error).message).not.toContain('canary');
  });

  it('is unpacked where the other side packs it unasked', async () => {
    for (const [encoding, pack] of [
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['zstd', zstdCompressSync],
    ] as const) {
      internet.answer = (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(pack('film'));
      expect(await internet.guard().fetchToFile(FILM, into())).toMatchObject({ bytes: 4, sha256: sha256(Buffer.from('film')) });
    }
  });

  it('is not reached under a name that means nothing', async () => {
    expect(await failed('https://nowhere.example/')).toMatchObject({ code: 'fetch_failed', retryable: true });
  });

  it('is not taken from who cannot prove the name', async () => {
    internet.names['third.example'] = [[PUBLIC]];
    expect(await failed('https://third.example/')).toMatchObject({ code: 'fetch_failed' });
    expect(internet.requests).toEqual([]);
  });

  it('is given up when the caller wants no more of it', async () => {
    const stop = new AbortController();
    internet.answer = (_request, response) => {
      response.write('begin');
      stop.abort(new Error('enough'));
    };
    expect(await failed(FILM, { signal: stop.signal })).toMatchObject({ message: 'enough' });
  });
});

describe('addresses that lead inside', () => {
  it('are refused without a connection, all of them', async () => {
    const guard = internet.guard();
    for (const url of HOSTILE_URLS) {
      expect({ url, error: await failed(url, {}, guard) }).toMatchObject({ url, error: { code: 'url_not_allowed', retryable: false } });
      await expect(guard.request(url)).rejects.toMatchObject({ code: 'url_not_allowed' });
    }
    expect([internet.connections, internet.dialled]).toEqual([0, []]);
  });

  it('are not reached by the real connector either', async () => {
    let hits = 0;
    const listener = createServer((_request, response) => response.end('inside')).on('connection', () => hits++);
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    const strict = new GuardedFetch({ allow: new Set() });
    const hosts = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::ffff:7f00:1]', 'localhost.', '0'];
    for (const host of hosts) expect(await failed(`http://${host}:${port}/`, {}, strict)).toMatchObject({ code: 'url_not_allowed' });
    expect(hits).toBe(0);
    // The same listener answers once the operator lists it: the refusals above had something to refuse.
    const exempt = new GuardedFetch({ allow: new Set([`127.0.0.1:${port}`]) });
    expect(await exempt.fetchToFile(`http://127.0.0.1:${port}/`, into())).toMatchObject({ bytes: 6 });
    // A name, too, is dialled at the address it was resolved to, and at no other.
    const named = new GuardedFetch({ allow: new Set([`films.example:${port}`]), resolve: () => Promise.resolve([INSIDE]) });
    expect(await named.fetchToFile(`http://films.example:${port}/`, into())).toMatchObject({ bytes: 6 });
    expect(hits).toBe(2);
    await new Promise((resolve) => listener.close(resolve));
  });

  it.each([
    ['a name of this machine', [INSIDE]],
    ['one public and one private record', [PUBLIC, INSIDE]],
    ['one private and one public record', [INSIDE, PUBLIC]],
    ['the metadata service', [{ address: '169.254.169.254', family: 4 }]],
    ['IPv4 loopback mapped to IPv6', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['no record at all', []],
  ])('are known when the name is resolved: %s', async (_what, records) => {
    internet.names['films.example'] = [records];
    expect(await failed(FILM)).toMatchObject({ code: 'url_not_allowed', retryable: false });
    expect(internet.connections).toBe(0);
  });

  it('are not dialled by a name that means something else a moment later', async () => {
    internet.names['films.example'] = [[PUBLIC], [INSIDE]];
    const guard = internet.guard();
    expect(guard.refusalOf(FILM)).toBeNull();
    await guard.fetchToFile(FILM, into());
    expect(internet.dialled).toEqual([PUBLIC.address]);
    for (let i = 0; i < 20; i++) await expect(guard.request(FILM)).rejects.toMatchObject({ code: 'url_not_allowed' });
    expect([internet.connections, internet.dialled]).toEqual([1, [PUBLIC.address]]);
  });

  it.each(HOSTILE_URLS.filter((url) => url.startsWith('http')))('are not followed to: %s', async (location) => {
    internet.answer = (_request, response) => response.writeHead(302, { location: encodeURI(location).replaceAll('%25', '%') }).end();
    const error = await failed(FILM);
    // A location that is no address at all leads nowhere; every other one is refused.
    expect(['url_not_allowed', 'fetch_failed']).toContain((error as { code?: string }).code);
    expect(internet.connections).toBe(1);
  });

  it('are refused behind a redirect, by name as well', async () => {
    internet.names['other.example'] = [[INSIDE]];
    internet.answer = (_request, response) => response.writeHead(307, { location: 'https://other.example/' }).end();
    expect(await failed(FILM)).toMatchObject({ code: 'url_not_allowed' });
    internet.answer = (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${internet.port}/` }).end();
    expect(await failed(FILM)).toMatchObject({ code: 'url_not_allowed' });
    expect(internet.connections).toBe(2);
  });
});

describe('a redirect', () => {
  const to =
    (location: string): FakeInternet['answer'] =>
    (_request, response) =>
      response.writeHead(302, { location }).end();

  it('is followed three times', async () => {
    internet.answer = (request, response) => {
      const step = Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 0);
      if (step < 3) response.writeHead(302, { location: `/${step + 1}` }).end();
      else response.end('film');
    };
    expect(await internet.guard().fetchToFile('https://films.example/0', into())).toMatchObject({
      finalUrl: 'https://films.example/3',
      bytes: 4,
    });
    expect(await failed('https://films.example/0', { maxRedirects: 2 })).toMatchObject({ code: 'fetch_failed', retryable: false });
  });

  it('in a circle ends', async () => {
    internet.answer = to('/again');
    expect(await failed(FILM)).toMatchObject({ code: 'fetch_failed' });
    expect(internet.requests).toHaveLength(4);
  });

  it('takes no header to another origin, nor back from there', async () => {
    internet.answer = (request, response) => {
      const here = `${request.headers.host}${request.url}`;
      if (here === 'films.example/film.mp4') response.writeHead(302, { location: 'https://other.example/a' }).end();
      else if (here === 'other.example/a') response.writeHead(302, { location: 'https://films.example/b' }).end();
      else response.end('film');
    };
    await internet.guard().fetchToFile(FILM, into({ headers: { authorization: 'Bearer secret', 'x-key': 'secret' } }));
    expect(internet.requests.map(({ headers }) => [headers.authorization, headers['x-key']])).toEqual([
      ['Bearer secret', 'secret'],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it('of a POST is not followed', async () => {
    internet.answer = to('https://other.example/');
    expect(await failed(FILM, { method: 'POST', body: 'secret' })).toMatchObject({ code: 'fetch_failed' });
    expect(await internet.guard().request(FILM, { method: 'POST', body: 'secret' })).toMatchObject({ status: 302 });
    expect(internet.requests).toHaveLength(2);
  });
});
