import { randomUUID } from 'node:crypto';
import { request as ask } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post, Req } from '@nestjs/common';
import { type Request } from 'express';
import { Client } from 'pg';
import { Database, Idempotent, IdempotencyKeys, Public, Shutdown } from '#platform';
import { startTestApp, type TestApp } from './testing/index.js';

/** Routes that fail in ways no real one should. */
@Controller('v1/spec')
class FailingController {
  constructor(
    private readonly database: Database,
    private readonly keys: IdempotencyKeys,
  ) {}

  @Public()
  @Get('boom')
  boom(): never {
    throw new Error('secret inner workings');
  }

  /** Completes its key, then fails before the commit, as long as the body says so. */
  @Post('things')
  @Idempotent()
  async make(@Req() request: Request): Promise<object> {
    const body = { made: randomUUID() };
    await this.database.transaction(async (tx) => {
      await this.keys.complete(tx, request, { status: 201, location: null, body });
      if (failures > 0) {
        failures -= 1;
        throw new Error('crashed before the commit');
      }
    });
    return { made: 'not what was stored' };
  }
}
let failures = 0;

@Module({ controllers: [FailingController] })
class FailingModule {}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    imports: [FailingModule],
    env: { KADR_RATE_LIMIT_PER_MINUTE: '5000', KADR_PUBLIC_RATE_LIMIT_PER_MINUTE: '300' },
  });
}, 60_000);
afterAll(() => app?.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

async function call(method: string, path: string, { key = app.apiKey, body, headers = {} }: CallOptions = {}): Promise<Answer> {
  const response = await fetch(app.url + path, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}
interface CallOptions {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const expectProblem = ({ status, headers, json }: Answer, expected: number, code: string): void => {
  expect([status, json['code'], json['status']]).toEqual([expected, code, expected]);
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(json).toMatchObject({
    type: `urn:kadr:problem:${code}`,
    title: expect.any(String),
    detail: expect.any(String),
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
};

const aKey = { name: 'A key', scopes: ['videos:read'] };

describe('whatever goes wrong', () => {
  it('is told as a problem document', async () => {
    expectProblem(await call('GET', '/nowhere'), 404, 'not_found');
    expectProblem(await call('PATCH', '/v1/me'), 404, 'not_found');
    expectProblem(await call('GET', '/v1/api-keys/not-an-id'), 404, 'not_found');
    expectProblem(await call('GET', '/v1/api-keys/%E0%A4%A'), 404, 'not_found');
    expectProblem(await call('GET', `/v1/api-keys/${randomUUID()}`), 404, 'not_found');
    expectProblem(await call('POST', '/v1/api-keys', { body: '{"name":' }), 400, 'malformed_json');
    expectProblem(await call('POST', '/v1/api-keys', { body: '"text"' }), 400, 'malformed_json');
    expectProblem(await call('POST', '/v1/api-keys', { body: [] }), 400, 'validation_failed');
    expectProblem(await call('POST', '/v1/api-keys'), 400, 'validation_failed');
    expectProblem(await call('POST', '/v1/api-keys', { body: { name: 'x'.repeat(1_100_000) } }), 413, 'payload_too_large');
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/jsonp']) {
      const answer = await call('POST', '/v1/api-keys', { body: '{}', headers: { 'content-type': type } });
      expectProblem(answer, 415, 'unsupported_media_type');
    }
    expectProblem(await call('GET', '/v1/api-keys?cursor=nonsense'), 400, 'invalid_cursor');
    expectProblem(await call('GET', '/v1/api-keys?limit=0'), 400, 'validation_failed');
    expectProblem(await call('GET', '/v1/api-keys?colour=red'), 400, 'validation_failed');
  });

  it('does not show the inside', async () => {
    const answer = await call('GET', '/v1/spec/boom', { key: null });
    expectProblem(answer, 500, 'internal_error');
    expect(answer.text).not.toMatch(/secret|boom\.|\.ts|Error:/);
  });

  it.each(['TRACE', 'PUT', 'PROPFIND', 'OPTIONS', 'GET'])('is no fault of ours when agents are spoken to by %s', async (method) => {
    const status = await new Promise((resolve, reject) => {
      ask(`${app.url}/mcp`, { method, headers: { authorization: `Bearer ${app.apiKey}` } }, (answer) => resolve(answer.resume().statusCode))
        .once('error', reject)
        .end();
    });
    expect(status).toBe(405);
  });

  it('is all told at once', async () => {
    const { json } = await call('POST', '/v1/api-keys', { body: { name: ' ', scopes: ['x', 'x'], expiresAt: 'tomorrow', orgId: 'me' } });
    const paths = (json['errors'] as { path: string }[]).map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set(['name', 'scopes', 'expiresAt', 'orgId']));
  });

  it('takes JSON with another name and a charset', async () => {
    for (const type of ['application/json; charset=utf-8', 'application/merge-patch+json']) {
      const answer = await call('POST', '/v1/api-keys', { body: aKey, headers: { 'content-type': type } });
      expect(answer.status).toBe(201);
    }
  });
});

describe('a POST with an Idempotency-Key', () => {
  const create = (idempotencyKey: string, body: unknown = aKey, key = app.apiKey) =>
    call('POST', '/v1/api-keys', { key, body, headers: { 'idempotency-key': idempotencyKey } });
  const keysNamed = async (name: string): Promise<number> => {
    const { json } = await call('GET', '/v1/api-keys?limit=100');
    return (json['data'] as { name: string }[]).filter((one) => one.name === name).length;
  };

  it('makes one thing, however often and at however many places at once it is sent', async () => {
    const body = { ...aKey, name: randomUUID() };
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(idempotencyKey, body)));
    for (const { status } of answers) expect([201, 409]).toContain(status);
    for (const one of answers) if (one.status === 409) expectProblem(one, 409, 'idempotency_in_flight');
    const later = await Promise.all(Array.from({ length: 10 }, () => create(idempotencyKey, { scopes: body.scopes, name: body.name })));
    const texts = new Set([...answers.filter(({ status }) => status === 201), ...later].map(({ text }) => text));
    expect(texts.size).toBe(1);
    for (const one of later) {
      expect([one.status, one.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
      expect(one.headers.get('location')).toBe(`/v1/api-keys/${String(one.json['id'])}`);
    }
    expect(await keysNamed(body.name)).toBe(1);
  });

  it('and another body is refused', async () => {
    const idempotencyKey = randomUUID();
    await create(idempotencyKey);
    expectProblem(await create(idempotencyKey, { ...aKey, name: 'Another' }), 422, 'idempotency_key_reused');
    expect(await keysNamed('Another')).toBe(0);
  });

  it('that was refused has not used it up', async () => {
    const idempotencyKey = randomUUID();
    expectProblem(await create(idempotencyKey, { name: 'No scopes' }), 400, 'validation_failed');
    expect((await create(idempotencyKey)).status).toBe(201);
  });

  it('of more than 255 characters is refused', async () => {
    expectProblem(await create('x'.repeat(256)), 400, 'validation_failed');
    expect((await create('x'.repeat(255))).status).toBe(201);
  });

  it('that failed before its commit runs again, and then answers what was committed', async () => {
    failures = 1;
    const headers = { 'idempotency-key': randomUUID() };
    expectProblem(await call('POST', '/v1/spec/things', { body: {}, headers }), 500, 'internal_error');
    const made = await call('POST', '/v1/spec/things', { body: {}, headers });
    expect([made.status, made.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(made.json['made']).toMatch(/^[0-9a-f-]{36}$/);
    const again = await call('POST', '/v1/spec/things', { body: {}, headers });
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([made.text, 'true']);
  });
});

describe('the process', () => {
  it('tells that it lives, has started and is ready, and of each of its services', async () => {
    for (const probe of ['live', 'startup', 'ready']) {
      const { status, json } = await call('GET', `/health/${probe}`, { key: null });
      expect([status, json['status'], json['error']]).toEqual([200, 'ok', {}]);
    }
    const { json } = await call('GET', '/health/ready', { key: null });
    const details = json['details'] as Record<string, { status: string }>;
    expect(Object.entries(details).map(([name, { status }]) => [name, status])).toEqual(
      expect.arrayContaining([
        ['postgres', 'up'],
        ['redis', 'up'],
        ['nats', 'up'],
      ]),
    );
  });

  it('describes its API, problems included', async () => {
    const { json } = await call('GET', '/openapi.json', { key: null });
    const paths = json['paths'] as Record<string, Record<string, { responses: Record<string, { content?: object }>; security?: object }>>;
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/v1/me', '/v1/api-keys', '/v1/videos']));
    const create = paths['/v1/api-keys']?.['post'];
    expect(create?.responses['403']?.content).toHaveProperty('application/problem+json');
    expect(create?.security).toEqual([{ apiKey: [] }, { memberToken: [] }, { session: [] }]);
    expect(Object.keys(paths).filter((path) => /^\/(v1\/admin|webhooks|api)\//.test(path))).toEqual([]);
    const all = (await call('GET', '/openapi.json?audience=all', { key: null })).json['paths'];
    expect(Object.keys(all as object)).toEqual(expect.arrayContaining(['/v1/admin/organisations', '/webhooks/kie-ai', '/api/short-video']));
    expect(Object.keys(paths).some((path) => path.startsWith('/health'))).toBe(false);
    expect((await call('GET', '/docs', { key: null })).status).toBe(200);
    expect((await call('GET', '/', { key: null })).json).toMatchObject({ docs: '/docs' });
  });

  it('answers 503 with Retry-After while its connections are cut, and goes on afterwards', async () => {
    const admin = new Client({ connectionString: app.databaseUrl.replace(/[^/]+$/, 'postgres') });
    await admin.connect();
    const name = new URL(app.databaseUrl).pathname.slice(1);
    try {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
      const away = await untilAnswer('/v1/api-keys', 503);
      expect(away.headers.get('retry-after')).toMatch(/^\d+$/);
      expectProblem(away, 503, 'database_unavailable');
      expect((await untilAnswer('/health/ready', 503)).json).toMatchObject({ status: 'error', error: { postgres: { status: 'down' } } });
      expect((await call('GET', '/health/live', { key: null })).status).toBe(200);
    } finally {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      await admin.end();
    }
    expect((await untilAnswer('/health/ready', 200)).json).toMatchObject({ status: 'ok' });
    expect((await untilAnswer('/v1/api-keys', 200)).status).toBe(200);
  });

  async function untilAnswer(path: string, status: number): Promise<Answer> {
    const deadline = Date.now() + 45_000;
    for (;;) {
      const answer = await call('GET', path);
      if (answer.status === status || Date.now() > deadline) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

describe('D7: connections', () => {
  it('are kept for longer than balancers keep theirs', async () => {
    const server = app.app.getHttpServer();
    expect([server.keepAliveTimeout, server.headersTimeout]).toEqual([75_000, 80_000]);
    expect((await call('GET', '/health/live')).headers.get('keep-alive')).toBe('timeout=75');
  });
});

describe('faults A5: an address without a key', () => {
  it('is heard so often a minute on all open routes together, whatever it says of itself', async () => {
    const links = (n: number) =>
      call('GET', `/v1/media/forged-${n}/x`, { key: null, headers: { 'x-forwarded-for': `203.0.113.${n % 250}` } });
    let answers = 0;
    while (answers < 400 && (await links(answers)).status === 404) answers += 1;
    expect(answers).toBeLessThanOrEqual(300);
    for (const path of ['/v1/media/a/b', '/docs', '/docs/', '/openapi.json', '/']) {
      const answer = await call('GET', path, { headers: { 'x-forwarded-for': '203.0.113.1' } });
      expectProblem(answer, 429, 'rate_limited');
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expectProblem(await call('POST', '/webhooks/invented/x', { key: null, body: {} }), 429, 'rate_limited');
    expect((await call('GET', '/v1/api-keys')).status).toBe(200);
    expect((await call('GET', '/health/ready', { key: null })).status).toBe(200);
  });
});

describe('a process that stops', () => {
  it('D7: ends the connections of its answers', async () => {
    app.app.get(Shutdown).begin();
    expect((await call('GET', '/v1/api-keys')).headers.get('connection')).toBe('close');
    expectProblem(await call('GET', '/v1/api-keys', { key: null }), 401, 'unauthorized');
  });
});
