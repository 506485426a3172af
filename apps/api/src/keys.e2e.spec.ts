import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './testing/index.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { KADR_RATE_LIMIT_PER_MINUTE: '40' } });
}, 60_000);
afterAll(() => app?.close());

type Json = Record<string, unknown>;
async function call(
  method: string,
  path: string,
  key: string | null = app.apiKey,
  body?: object,
): Promise<{ status: number; json: Json; headers: Headers }> {
  const response = await fetch(app.url + path, {
    method,
    headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === '' ? {} : (JSON.parse(text) as Json) };
}
const made = async (scopes: string[], by?: string, more: object = {}): Promise<{ id: string; key: string }> => {
  const { status, json } = await call('POST', '/v1/api-keys', by ?? app.apiKey, { name: 'Made', scopes, ...more });
  expect(status).toBe(201);
  return json as { id: string; key: string };
};

/** Counted from when a request was sent: how long a busy machine takes to answer it is not the question. */
async function refusedWithin5s(status: () => Promise<number>): Promise<void> {
  const revokedAt = Date.now();
  for (;;) {
    const askedAt = Date.now();
    if ((await status()) === 401) return;
    expect(askedAt - revokedAt).toBeLessThan(5000);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

describe('an API key', () => {
  it('says whose it is and what it may do; the bootstrap key may do everything', async () => {
    const { status, json } = await call('GET', '/v1/me');
    expect(status).toBe(200);
    expect(json).toEqual({
      organisation: { id: expect.any(String), name: expect.any(String), plan: 'unlimited' },
      key: { id: expect.any(String), scopes: expect.arrayContaining(['videos:write', 'workflows:*', 'billing:read', 'admin', 'operator']) },
    });
  });

  it('is shown once and stored nowhere', async () => {
    const { status, json, headers } = await call('POST', '/v1/api-keys', app.apiKey, { name: 'Shown once', scopes: ['videos:read'] });
    expect([status, headers.get('location')]).toEqual([201, `/v1/api-keys/${String(json['id'])}`]);
    const key = String(json['key']);
    expect(key).toMatch(/^kadr_[0-9a-f]{40}$/);
    expect(key.startsWith(String(json['prefix']))).toBe(true);
    const one = await call('GET', `/v1/api-keys/${String(json['id'])}`);
    expect({ ...one.json, key }).toEqual(json);
    expect(one.json).not.toHaveProperty('key');
    const { rows } = await app.sql.query<{ row: string; secret_hash: Buffer }>(
      'SELECT k::text AS row, secret_hash FROM identity.api_keys k',
    );
    for (const row of rows) expect(row.row).not.toContain(key.slice(String(json['prefix']).length));
    expect(rows.some(({ secret_hash }) => secret_hash.equals(createHash('sha256').update(key).digest()))).toBe(true);
  });

  it('that is missing, malformed, unknown, revoked or expired gets one and the same answer', async () => {
    const revoked = await made(['videos:read']);
    expect((await call('GET', '/v1/me', revoked.key)).status).toBe(200);
    expect((await call('DELETE', `/v1/api-keys/${revoked.id}`)).status).toBe(204);
    const expired = await made(['videos:read'], app.apiKey, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    await app.sql.query(`UPDATE identity.api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id]);
    const sameLength = `kadr_${randomBytes(20).toString('hex')}`;
    const samePrefix = app.apiKey.slice(0, 13) + 'f'.repeat(32);
    for (const key of [null, '', 'x', sameLength, samePrefix, revoked.key, expired.key]) {
      const { status, json, headers } = await call('GET', '/v1/me', key);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toContain('Bearer');
      expect(json).toEqual({
        traceId: expect.any(String),
        type: 'urn:kadr:problem:unauthorized',
        title: 'Unauthorized',
        status: 401,
        detail: 'This needs a valid API key: Authorization: Bearer <api key>.',
        code: 'unauthorized',
      });
    }
    expect((await call('GET', `/v1/api-keys/${revoked.id}`)).status).toBe(404);
    expect((await call('DELETE', `/v1/api-keys/${revoked.id}`)).status).toBe(404);
  });

  it('of an organisation that is being erased is refused from the next request on', async () => {
    const { json } = await call('POST', '/v1/admin/organisations', app.apiKey, { name: 'Leaves' });
    const { key } = json['apiKey'] as { key: string };
    expect((await call('GET', '/v1/me', key)).status).toBe(200);
    expect((await call('POST', `/v1/admin/organisations/${String(json['id'])}/erase`, app.apiKey, {})).status).toBe(202);
    expect((await call('POST', '/v1/videos', key, { prompt: 'One more' })).status).toBe(401);
  });

  it('revoked by another process is refused within 5 s', async () => {
    const { id, key } = await made(['videos:read']);
    expect((await call('GET', '/v1/me', key)).status).toBe(200);
    await app.sql.query('UPDATE identity.api_keys SET revoked_at = now() WHERE id = $1', [id]);
    await refusedWithin5s(async () => (await call('GET', '/v1/me', key)).status);
  });

  it('revoked in one process is refused by another that trusted it, within 5 s', async () => {
    const second = await startTestApp({ env: { DATABASE_URL: app.databaseUrl, KADR_BOOTSTRAP_API_KEY: app.apiKey } });
    try {
      const { id, key } = await made(['videos:read']);
      const there = async (): Promise<number> =>
        (await fetch(`${second.url}/v1/me`, { headers: { authorization: `Bearer ${key}` } })).status;
      expect(await there()).toBe(200);
      expect((await call('DELETE', `/v1/api-keys/${id}`)).status).toBe(204);
      await refusedWithin5s(there);
    } finally {
      await second.close();
    }
  }, 60_000);

  it('without the scope is refused by name', async () => {
    const { key } = await made(['videos:write']);
    const { status, json } = await call('GET', '/v1/api-keys', key);
    expect([status, json['code'], json['requiredScopes']]).toEqual([403, 'insufficient_scope', ['admin']]);
  });

  it('hands on only what it has itself', async () => {
    const admin = await made(['admin', 'videos:read']);
    await made(['videos:read'], admin.key);
    for (const scope of ['operator', 'videos:write']) {
      const { status, json } = await call('POST', '/v1/api-keys', admin.key, { name: 'More', scopes: [scope] });
      expect([status, json['code']]).toEqual([403, 'insufficient_scope']);
    }
  });

  it('remembers when it was used', async () => {
    const { id, key } = await made(['admin']);
    await call('GET', '/v1/me', key);
    const deadline = Date.now() + 15_000;
    let lastUsedAt: unknown = null;
    while (lastUsedAt === null && Date.now() < deadline) lastUsedAt = (await call('GET', `/v1/api-keys/${id}`, key)).json['lastUsedAt'];
    expect(Math.abs(Date.parse(String(lastUsedAt)) - Date.now())).toBeLessThan(10_000);
  });

  it('has so many requests a minute, and hears how many are left', async () => {
    const { key } = await made(['videos:read']);
    const first = await call('GET', '/v1/me', key);
    expect(['limit', 'remaining', 'reset'].map((name) => first.headers.get(`ratelimit-${name}`))).toEqual(['40', '39', '60']);
    const answers = await Promise.all(Array.from({ length: 45 }, () => call('GET', '/v1/me', key)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(39);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.json['code']).toBe('rate_limited');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await made(['videos:read'])).key).toBeTruthy();
  });
});

describe('organisations', () => {
  let operator: string;
  beforeAll(async () => {
    ({ key: operator } = await made(['operator', 'admin', 'videos:read', 'videos:write', 'workflows:*', 'billing:read']));
  });
  const create = (key: string, body: object) => call('POST', '/v1/admin/organisations', key, body);

  it('are made by an operator, with a first key that may do everything but operate', async () => {
    const { status, json } = await create(operator, { name: 'Others', timezone: 'Europe/Amsterdam' });
    expect(status).toBe(201);
    expect(json).toMatchObject({ name: 'Others', plan: 'free', apiKey: { id: expect.any(String), key: expect.stringMatching(/^kadr_/) } });
    const { key } = json['apiKey'] as { key: string };
    const me = await call('GET', '/v1/me', key);
    expect(me.json).toMatchObject({
      organisation: { id: json['id'], name: 'Others' },
      key: { scopes: expect.not.arrayContaining(['operator']) },
    });
    expect((await create(key, { name: 'Mine' })).status).toBe(403);
  });

  it('see nothing of each other’s keys', async () => {
    const other = (await create(operator, { name: 'Stranger' })).json['apiKey'] as { id: string; key: string };
    const mine = await made(['videos:read'], operator);
    for (const method of ['GET', 'DELETE']) {
      const foreign = await call(method, `/v1/api-keys/${mine.id}`, other.key);
      expect([foreign.status, foreign.json['code']]).toEqual([404, 'not_found']);
    }
    const { json } = await call('GET', '/v1/api-keys', other.key);
    expect((json['data'] as { id: string }[]).map(({ id }) => id)).toEqual([other.id]);
    expect((await call('GET', '/v1/me', mine.key)).status).toBe(200);
  });

  it('list their keys newest first, page by page', async () => {
    const { key } = (await create(operator, { name: 'Pages' })).json['apiKey'] as { key: string };
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) ids.unshift((await made(['videos:read'], key)).id);
    const seen: string[] = [];
    for (let query = '?limit=2'; query !== '';) {
      const { json } = await call('GET', `/v1/api-keys${query}`, key);
      seen.push(...(json['data'] as { id: string }[]).map(({ id }) => id));
      query = json['nextCursor'] === null ? '' : `?limit=2&cursor=${String(json['nextCursor'])}`;
    }
    expect(seen.slice(0, 4)).toEqual(ids);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});

describe('guesses', () => {
  it('are not listened to after a hundred in a minute; who has a key goes on', async () => {
    const fresh = await made(['videos:read']);
    const guesses: { status: number; json: Json; headers: Headers }[] = [];
    while (guesses.length < 101) guesses.push(await call('GET', '/v1/me', `kadr_${randomBytes(20).toString('hex')}`));
    expect(guesses[0]?.status).toBe(401);
    const last = guesses.at(-1);
    expect([last?.status, last?.json['code']]).toEqual([429, 'rate_limited']);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('GET', '/v1/me', fresh.key)).status).toBe(200);
  });
});
