import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  AbortError,
  ApiError,
  Conflict,
  ConnectionError,
  KadrError,
  NotFound,
  QuotaExceeded,
  RateLimited,
  TimeoutError,
  Unauthorized,
  ValidationFailed,
} from '../index.js';
import { cut, HostileServer, json, lost, problem } from '../testing/hostile-server.js';
import { shortWaits } from '../testing/short-waits.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const video = { id: ID, status: 'queued' };

/** What a call ends with. */
const failureOf = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).then(
    () => 'no error',
    (error: unknown) => error,
  );

const FAULT = { path: 'fps', message: 'is 7' };
const QUOTA = { resource: 'videos', limit: 5, used: 5, reserved: 0, requested: 1, resetsAt: null, refusals: [] };

describe('a call', () => {
  let server: HostileServer;
  beforeAll(async () => void (server = await HostileServer.start()));
  afterAll(() => server.stop());
  const waits = shortWaits();

  const keys = (): unknown[] => server.asked.map(({ headers }) => headers['idempotency-key']);

  it('says who is asking, and what for', async () => {
    server.replies(
      json(video, 202, { 'ratelimit-limit': '600', 'ratelimit-remaining': '599', 'ratelimit-reset': '60', 'kadr-request-id': 'r-1' }),
    );
    const organisation = '0197a1f0-0000-7000-8000-000000000001';
    const { data, response, requestId, rateLimit } = await server
      .client({ organisation })
      .videos.create({ prompt: 'A whale' })
      .withResponse();
    expect(data).toEqual(video);
    expect([response.status, requestId, rateLimit]).toEqual([202, 'r-1', { limit: 600, remaining: 599, resetSeconds: 60 }]);
    expect(server.asked).toMatchObject([{ method: 'POST', path: '/v1/videos', body: '{"prompt":"A whale"}' }]);
    expect(server.asked[0]?.headers).toMatchObject({
      authorization: 'Bearer kadr_secret',
      'kadr-organisation': organisation,
      'content-type': 'application/json',
      accept: 'application/json',
    });
  });

  it.each([
    ['the answer is lost', lost],
    ['the answer is cut', cut('{"id":"0197', 100)],
    ['it is answered with half a JSON', (_request: unknown, response: { end(text: string): void }) => response.end('{"id":"0197')],
    ['it is answered with nothing', (_request: unknown, response: { end(): void }) => response.end()],
    ['a proxy shows a page', (_request: unknown, response: { end(text: string): void }) => response.end('<html>Sign in</html>')],
    [
      'a proxy has no server',
      (_request: unknown, response: { writeHead(status: number): { end(text: string): void } }) => response.writeHead(502).end('<html>'),
    ],
    ['the server is not there', problem(503, 'unavailable')],
    ['the first try is still under way', problem(409, 'idempotency_in_flight')],
    ['the body came too slowly', problem(408, 'request_timeout')],
  ])('is sent again under the same key when %s, so that it is paid once', async (_why, reply) => {
    server.replies(reply as never, reply as never, json(video, 202));
    expect(await server.client().videos.create({ prompt: 'A whale' })).toEqual(video);
    expect(server.asked).toHaveLength(3);
    expect(new Set(keys()).size).toBe(1);
    expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(waits).toHaveLength(2);
    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(waits[1]).toBeGreaterThanOrEqual(750);
  });

  it('has a key of its own each time, or that of the caller', async () => {
    server.replies(json(video));
    const kadr = server.client();
    await kadr.videos.cancel(ID);
    await kadr.videos.cancel(ID);
    await kadr.videos.regenerate(ID, 3, { prompt: 'B' }, { idempotencyKey: 'mine' });
    await kadr.videos.get(ID);
    const [first, second, third, fourth] = keys();
    expect(first).not.toBe(second);
    expect([third, fourth]).toEqual(['mine', undefined]);
    expect(server.asked[2]?.path).toBe(`/v1/videos/${ID}/segments/3/regenerate`);
  });

  it('that changes what is there is sent once: it has no key by which it would be known', async () => {
    server.replies(lost, json({ id: ID }));
    expect(await failureOf(server.client().webhooks.update(ID, { isEnabled: false }))).toBeInstanceOf(ConnectionError);
    expect(server.asked.map(({ method }) => method)).toEqual(['PATCH']);
  });

  it('gives up after as many tries as it is allowed', async () => {
    server.replies(lost);
    const error = await failureOf(server.client({ maxRetries: 1 }).videos.get(ID));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(server.asked).toHaveLength(2);
    server.replies(lost);
    await failureOf(server.client().videos.get(ID, { maxRetries: 0 }));
    expect(server.asked).toHaveLength(1);
  });

  it('waits as long as it is told, and not when that is more than a minute', async () => {
    server.replies(problem(429, 'rate_limited', {}, { 'retry-after': '7' }), json(video));
    await server.client().videos.get(ID);
    expect(waits).toEqual([7_000]);
    server.replies(problem(429, 'rate_limited', {}, { 'retry-after': '61' }));
    const error = await failureOf(server.client().videos.get(ID));
    expect(error).toBeInstanceOf(RateLimited);
    expect((error as RateLimited).retryAfterMs).toBe(61_000);
    expect(server.asked).toHaveLength(1);
  });

  it('takes a date for when it may come back', async () => {
    server.replies(problem(503, 'unavailable', {}, { 'retry-after': new Date(Date.now() + 20_000).toUTCString() }), json(video));
    await server.client().videos.get(ID);
    expect(waits[0]).toBeGreaterThan(15_000);
    expect(waits[0]).toBeLessThanOrEqual(20_000);
  });

  it('takes a thing that is gone for deleted when the answer to its deletion was lost', async () => {
    server.replies(lost, problem(404, 'video_not_found'));
    expect(await server.client().videos.delete(ID)).toBeUndefined();
    server.replies(problem(404, 'video_not_found'));
    expect(await failureOf(server.client().videos.delete(ID))).toBeInstanceOf(NotFound);
  });

  it.each([
    [400, 'validation_failed', ValidationFailed, { errors: [FAULT] }, { errors: [FAULT] }],
    [401, 'unauthorized', Unauthorized, {}],
    [402, 'quota_exceeded', QuotaExceeded, QUOTA, { resource: 'videos', limit: 5, used: 5, resetsAt: null }],
    [404, 'video_not_found', NotFound, {}],
    [409, 'already_decided', Conflict, {}],
    [403, 'insufficient_scope', ApiError, {}],
  ] as const)('that is refused with %i %s throws what says so, at once', async (status, code, type, members, shown: object = {}) => {
    server.replies(problem(status, code, members));
    const error = (await failureOf(server.client().videos.create({ prompt: 'A' }))) as ApiError;
    expect(error).toBeInstanceOf(type);
    expect(error.constructor).toBe(type);
    expect([error.status, error.code, error.traceId, error.is(code)]).toEqual([status, code, 'trace-1', true]);
    expect(error).toMatchObject(shown);
    expect(error.message).toBe(`POST /v1/videos was answered with ${status} ${code}: about ${code}`);
    expect(server.asked).toHaveLength(1);
  });

  it('that a proxy refuses has the status for a code', async () => {
    server.replies((_request, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('<html>'));
    expect(await failureOf(server.client().videos.get(ID))).toMatchObject({
      name: 'ApiError',
      status: 403,
      code: 'http_403',
      problem: null,
      traceId: null,
    });
  });

  it('is not sent elsewhere, where a POST would lose its body', async () => {
    server.replies(
      (_request, response) => void response.writeHead(301, { location: 'https://kadr.example.com/v1/videos?token=secret' }).end(),
    );
    const error = (await failureOf(server.client().videos.create({ prompt: 'A' }))) as Error;
    expect(error).toBeInstanceOf(KadrError);
    expect(error.message).toBe('POST /v1/videos was redirected to https://kadr.example.com: give that as baseUrl if it is right');
    expect(server.asked).toHaveLength(1);
  });

  it('understands a compressed answer', async () => {
    server.replies(
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(video))),
    );
    expect(await server.client().videos.get(ID)).toEqual(video);
  });

  it('ends when it takes too long, also in the middle of the answer', async () => {
    server.replies((_request, response) => void response.writeHead(200).write('{"id":'));
    expect(await failureOf(server.client().videos.get(ID, { timeoutMs: 100, maxRetries: 0 }))).toBeInstanceOf(TimeoutError);
    server.replies(() => undefined);
    expect(await failureOf(server.client().videos.get(ID, { timeoutMs: 100, maxRetries: 1 }))).toBeInstanceOf(TimeoutError);
    expect(server.asked).toHaveLength(2);
  });

  it('ends at once when the caller says so, also between two tries', async () => {
    const before = AbortSignal.abort();
    server.replies(json(video));
    expect(await failureOf(server.client().videos.get(ID, { signal: before }))).toBeInstanceOf(AbortError);
    expect(server.asked).toHaveLength(0);
    const during = new AbortController();
    server.replies(() => during.abort());
    expect(await failureOf(server.client().videos.get(ID, { signal: during.signal }))).toBeInstanceOf(AbortError);
    expect(server.asked).toHaveLength(1);
    jest.restoreAllMocks();
    const between = new AbortController();
    server.replies(problem(503, 'unavailable', {}, { 'retry-after': '50' }));
    const call = failureOf(server.client().videos.get(ID, { signal: between.signal }));
    while (server.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    between.abort();
    expect(await call).toBeInstanceOf(AbortError);
  });

  it('names no key in what it throws', async () => {
    for (const reply of [lost, problem(401, 'unauthorized'), problem(500, 'internal_error')]) {
      server.replies(reply);
      const error = (await failureOf(server.client({ maxRetries: 0, headers: { cookie: 'kadr_secret' } }).videos.get(ID))) as Error;
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('kadr_secret');
    }
  });

  it('asks for the key before each try, since a token may be over', async () => {
    server.replies(problem(503, 'unavailable'), json(video));
    let n = 0;
    await server.client({ apiKey: async () => `token-${(n += 1)}` }).videos.get(ID);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it.each(['', '.', '..'])('refuses %p for an id, which would reach another route', async (id) => {
    server.replies(json(video));
    expect(() => server.client().videos.delete(id)).toThrow(KadrError);
    expect(server.asked).toHaveLength(0);
  });

  it('keeps what stands in an id within it', async () => {
    server.replies(json(video));
    await server.client().videos.get('../keys?a=b#c');
    expect(server.asked[0]?.path).toBe('/v1/videos/..%2Fkeys%3Fa%3Db%23c');
    await server.client().videos.artifact(ID, 'frames/000 a.png');
    expect(server.asked[1]?.path).toBe(`/v1/videos/${ID}/artifacts/frames/000%20a.png`);
  });
});
