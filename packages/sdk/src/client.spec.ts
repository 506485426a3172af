import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Kadr, KadrError, Pages } from './index.js';
import { HostileServer, json } from './testing/hostile-server.js';

let server: HostileServer;
beforeAll(async () => void (server = await HostileServer.start()));
afterAll(() => server.stop());

describe('a client', () => {
  const { KADR_API_KEY, KADR_URL } = process.env;
  afterEach(() => {
    for (const [name, value] of Object.entries({ KADR_API_KEY, KADR_URL })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('reads key and address from the environment', async () => {
    Object.assign(process.env, { KADR_API_KEY: 'from-env', KADR_URL: server.url });
    server.replies(json({}));
    await new Kadr().me.get();
    expect(server.asked[0]?.headers.authorization).toBe('Bearer from-env');
  });

  it('has the groups that its page names', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
    const [, named = ''] = /Groups: ([^.]*)\./.exec(page) ?? [];
    const groups = [...named.matchAll(/`(\w+)`/g)].map(([, group]) => group);
    expect(groups).toEqual(Object.keys(new Kadr({ apiKey: 'any' })).sort());
  });

  it('is not made without a key, unless that is said', async () => {
    delete process.env['KADR_API_KEY'];
    expect(() => new Kadr()).toThrow(/KADR_API_KEY/);
    server.replies(json({}));
    await server.client({ apiKey: null }).me.get();
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('takes a key with a line break at its end, and never shows one that cannot be', async () => {
    server.replies(json({}));
    await server.client({ apiKey: 'kadr_abc\n' }).me.get();
    expect(server.asked[0]?.headers.authorization).toBe('Bearer kadr_abc');
    for (const apiKey of ['kadr_\nabc', 'kadr abc', 'ключ', '\t\n']) {
      const error = thrownBy(() => new Kadr({ apiKey }));
      expect(error).toBeInstanceOf(KadrError);
      expect(error.message).not.toContain(apiKey);
    }
    await expect(server.client({ apiKey: () => 'kadr_\nabc' }).me.get()).rejects.toBeInstanceOf(KadrError);
  });

  it.each(['', '/', '//', '/v1', '/v1/'])('takes an address with %p at its end', async (end) => {
    server.replies(json({}));
    await server.client({ baseUrl: `${server.url}${end}` }).me.get();
    expect(server.asked[0]?.path).toBe('/v1/me');
  });

  it('takes an address with a path', async () => {
    server.replies(json({}));
    await server.client({ baseUrl: `${server.url}/tools/kadr/` }).me.get();
    expect(server.asked[0]?.path).toBe('/tools/kadr/v1/me');
  });

  it.each(['kadr.example.com', 'ftp://kadr.example.com', 'http://user:secret@kadr.example.com', 'http://kadr.example.com?key=secret', ''])(
    'does not take %p for an address, and does not repeat it',
    (baseUrl) => {
      const error = thrownBy(() => new Kadr({ apiKey: 'a', baseUrl }));
      expect(error.message).toMatch(/baseUrl/);
      expect(error.message).not.toContain('secret');
    },
  );

  it.each([
    { maxRetries: -1 },
    { maxRetries: Number.NaN },
    { timeoutMs: 0 },
    { timeoutMs: 2 ** 31 },
    { headers: { 'x-a': 'secret\nvalue' } },
    { organisation: 'secret\nvalue' },
    { call: { headers: { 'x-a': 'secret\nvalue' } } },
    { call: { idempotencyKey: 'secret\nvalue' } },
  ])('does not take %p', async ({ call, ...options }) => {
    const failure = await (async () => server.client(options).videos.cancel('7', call))().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KadrError);
    expect((failure as Error).message).not.toContain('secret');
  });

  it('sends what it was given with every call, under what a call is given itself', async () => {
    server.replies(json({}));
    await server.client({ headers: () => ({ 'kadr-csrf': 'token', 'x-b': '1' }) }).me.get({ headers: { 'x-b': '2' } });
    expect(server.asked[0]?.headers).toMatchObject({ 'kadr-csrf': 'token', 'x-b': '2' });
  });

  function thrownBy(work: () => unknown): Error {
    try {
      work();
    } catch (error) {
      return error as Error;
    }
    throw new Error('nothing was thrown');
  }
});

describe('a list', () => {
  const page = (from: number, nextCursor: string | null) => json({ data: [{ id: `${from}` }, { id: `${from + 1}` }], nextCursor });

  it('is read entry by entry over all pages', async () => {
    server.replies(page(0, 'a'), page(2, 'b'), page(4, null));
    const ids: string[] = [];
    for await (const { id } of server.client().videos.list({ status: 'failed', limit: 2 })) ids.push(id);
    expect(ids).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(server.asked.map(({ path: asked }) => asked)).toEqual([
      '/v1/videos?status=failed&limit=2',
      '/v1/videos?status=failed&limit=2&cursor=a',
      '/v1/videos?status=failed&limit=2&cursor=b',
    ]);
  });

  it('is read page by page, from any of them', async () => {
    server.replies(page(2, 'b'), page(4, null));
    const first = await server.client().videos.list({ cursor: 'a' }).page();
    expect([first.data, first.nextCursor, first.hasMore]).toEqual([[{ id: '2' }, { id: '3' }], 'b', true]);
    const second = await first.next();
    expect([second?.hasMore, await second?.next()]).toEqual([false, null]);
    expect(server.asked.map(({ path: asked }) => asked)).toEqual(['/v1/videos?cursor=a', '/v1/videos?cursor=b']);
  });

  it('asks for no page that nobody reads, and does not go in circles', async () => {
    server.replies(page(0, 'a'));
    await server.client().videos.list()[Symbol.asyncIterator]().next();
    expect(server.asked).toHaveLength(1);
    await expect(
      (async () => {
        for await (const { id } of server.client().videos.list()) expect(id).toMatch(/^[01]$/);
      })(),
    ).rejects.toThrow(/same page/);
  });
});

describe('the operations of the API', () => {
  interface Operation {
    readonly operationId: string;
    readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  }
  const document = JSON.parse(readFileSync(path.resolve('docs/openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const described = Object.entries(document.paths).flatMap(([route, item]) =>
    Object.entries(item).flatMap(([method, operation]) => (operation.operationId ? [`${method.toUpperCase()} ${route}`] : [])),
  );

  it('are methods of the client, each once', async () => {
    server.replies(json({ data: [], nextCursor: null }));
    const kadr = server.client();
    for (const group of Object.values(kadr)) {
      for (const name of operationsOf(group)) await called(group, name);
    }
    // What a change would cost is asked for by the change's own route.
    const routes = server.asked
      .filter(({ path: asked }) => !asked.endsWith('?dryRun=true'))
      .map(({ method, path: asked, headers }) => {
        const csv = headers.accept === 'text/csv' ? ' as CSV' : '';
        return `${method} ${asked.split('?')[0]}${csv}`;
      });
    const expected = described.map((route) => route.replace(/\{(\w+)\}/g, () => '7'));
    expect(server.asked.length - routes.length).toBe(5);
    expect(routes.filter((route) => !route.endsWith('as CSV')).sort()).toEqual(expected.sort());
    expect(routes.filter((route) => route.endsWith('as CSV'))).toEqual([
      ...['GET /v1/billing/records as CSV', 'GET /v1/billing/usage as CSV', 'GET /v1/batches/7/report.csv as CSV'],
    ]);
  });

  /** Methods of the group that were generated: what is beyond them is made of them. */
  function operationsOf(group: object): string[] {
    let prototype = Object.getPrototypeOf(group) as object;
    while (!prototype.constructor.name.endsWith('Operations')) prototype = Object.getPrototypeOf(prototype) as object;
    return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
  }

  async function called(group: object, name: string): Promise<void> {
    const method = (group as Record<string, (...args: unknown[]) => unknown>)[name]?.bind(group) as (...args: unknown[]) => unknown;
    const parameters = /\(([^)]*)\)/.exec((group as Record<string, object>)[name]?.toString() ?? '')?.[1]?.split(',') ?? [];
    const args = parameters.map((parameter) => (/options/.test(parameter) ? { maxRetries: 0 } : /body|query/.test(parameter) ? {} : '7'));
    const result = method(...args);
    if (result instanceof Pages) await result.page();
    else if (Symbol.asyncIterator in (result as object)) {
      // Read until it asks; what is answered is no stream.
      const stream = result as AsyncIterable<unknown>;
      await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow();
    } else await (result as Promise<unknown>);
  }
});
