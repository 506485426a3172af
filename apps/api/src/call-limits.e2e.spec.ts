import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './testing/index.js';

const [DEFAULT, KEYS] = [6, 2];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { KADR_RATE_LIMIT_PER_MINUTE: String(DEFAULT), KADR_RATE_LIMIT_KEYS: String(KEYS) } });
}, 60_000);
afterAll(() => app?.close(), 60_000);

async function call(
  route: string,
  key: string,
  body?: object,
): Promise<{ status: number; json: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(app.url + route, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown>, headers: response.headers };
}
async function firstKeyOf(plan: string): Promise<string> {
  const { status, json } = await call('/v1/admin/organisations', app.apiKey, { name: 'Customer', plan });
  expect(status).toBe(201);
  return (json['apiKey'] as { key: string }).key;
}
const limitsIn = (headers: Headers) => ['limit', 'remaining'].map((name) => headers.get(`ratelimit-${name}`));

describe('how often an organisation may call', () => {
  it('is what its plan says, and the setting where it says nothing', async () => {
    const [free, creator] = [await firstKeyOf('free'), await firstKeyOf('creator')];
    expect(limitsIn((await call('/v1/me', free)).headers)).toEqual(['6', '5']);
    expect(limitsIn((await call('/v1/me', creator)).headers)).toEqual(['1200', '1199']);
    const many = await Promise.all(Array.from({ length: DEFAULT + 2 }, () => call('/v1/me', free)));
    expect(many.filter(({ status }) => status === 429)).toHaveLength(3);
    const refused = many.find(({ status }) => status === 429);
    expect(refused?.json['code']).toBe('rate_limited');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    const others = await Promise.all(Array.from({ length: DEFAULT + 2 }, () => call('/v1/me', creator)));
    expect(others.every(({ status }) => status === 200)).toBe(true);
  });

  it('holds for all its keys together as well', async () => {
    const first = await firstKeyOf('free');
    const made = await Promise.all([1, 2].map((n) => call('/v1/api-keys', first, { name: `Key ${n}`, scopes: ['videos:read'] })));
    const [second = '', third = ''] = made.map(({ json }) => String(json['key']));
    for (let n = 0; n < DEFAULT; n += 1) expect((await call('/v1/me', second)).status).toBe(200);
    expect(limitsIn((await call('/v1/me', second)).headers)).toEqual(['6', '0']);
    // Two by the first key, six by the second: of twelve for all of them four are left, fewer than the third has by itself.
    const seen = [];
    for (let n = 0; n < 5; n += 1) seen.push(await call('/v1/me', third));
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    expect(limitsIn(seen[0]?.headers ?? new Headers())).toEqual(['12', '3']);
    expect(limitsIn(seen[4]?.headers ?? new Headers())).toEqual(['12', '0']);
  });
});

it('a request may take an hour; a connection is kept for longer than balancers do, and its headers may take a little longer still', () => {
  expect(app.app.getHttpServer()).toMatchObject({ requestTimeout: 3_600_000, keepAliveTimeout: 75_000, headersTimeout: 80_000 });
});
