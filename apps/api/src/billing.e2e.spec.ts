import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../test/support/supervised.js';
import { startTestApp, type TestApp } from './testing/index.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { KADR_RATE_LIMIT_PER_MINUTE: '100000' } });
}, 60_000);
afterAll(() => app?.close(), 60_000);

type Json = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly json: Json;
  readonly text: string;
  readonly headers: Headers;
}
async function call(method: string, path: string, key: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(app.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, json: isJson ? (JSON.parse(text) as Json) : {} };
}

interface Organisation {
  readonly id: string;
  readonly key: string;
}
async function organisation(plan = 'free', overrides?: Json, timezone = 'UTC'): Promise<Organisation> {
  const { status, json } = await call('POST', '/v1/admin/organisations', app.apiKey, { name: 'Customer', plan, timezone });
  expect(status).toBe(201);
  const id = String(json['id']);
  if (overrides) expect((await assign(id, { plan, overrides })).status).toBe(200);
  return { id, key: (json['apiKey'] as { key: string }).key };
}
const assign = (id: string, body: Json, key = app.apiKey) => call('PUT', `/v1/admin/organisations/${id}/plan`, key, body);

interface Level {
  readonly resource: string;
  readonly limit: number | null;
  readonly reserved: number;
  readonly used: number;
  readonly remaining: number | null;
  readonly percentage: number | null;
}
async function levels(key: string): Promise<Record<string, Level>> {
  const { status, json } = await call('GET', '/v1/billing/quota', key);
  expect(status).toBe(200);
  return Object.fromEntries((json['resources'] as Level[]).map((level) => [level.resource, level]));
}
const FILM = { prompt: 'Three hearts', durationSeconds: 5, resolution: '480p', fps: 24, music: false };
const order = (key: string, body: Json = FILM) => call('POST', '/v1/videos', key, body);

const ended = (key: string, id: string): Promise<Json> =>
  until(`video ${id} has ended`, 90_000, async () => {
    const { json } = await call('GET', `/v1/videos/${id}`, key);
    return ['completed', 'failed', 'cancelled'].includes(String(json['status'])) ? json : null;
  });
const consistent = async (): Promise<void> => {
  const { json } = await call('GET', '/v1/admin/billing/check', app.apiKey);
  expect(json).toMatchObject({ isConsistent: true, differences: [] });
};

describe('the plan of an organisation', () => {
  it('is the one it was made with, and limits it from its first day', async () => {
    const { key } = await organisation('creator', undefined, 'Asia/Tokyo');
    const { status, json } = await call('GET', '/v1/billing/plan', key);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      plan: 'creator',
      limits: { videos: 300, concurrent_videos: 50 },
      timezone: 'Asia/Tokyo',
      currency: 'USD',
    });
    expect(json['prices']).toContainEqual({ resource: 'provider_cost_micros', unit: 1, amountMicros: 1, currency: 'USD' });
    const { start, end } = json['period'] as { start: string; end: string };
    expect([Date.parse(start) <= Date.now(), Date.parse(end) > Date.now()]).toEqual([true, true]);
    expect(start.endsWith('T15:00:00.000Z')).toBe(true);
    expect((await levels(key))['videos']).toMatchObject({
      resource: 'videos',
      limit: 300,
      reserved: 0,
      used: 0,
      remaining: 300,
      percentage: 0,
    });
  });

  it('is changed by an operator, with limits of its own; at once, and with the quota as the answer', async () => {
    const { id, key } = await organisation();
    const { status, json } = await assign(id, { plan: 'studio', overrides: { videos: 7, storage_bytes: null } });
    expect(status).toBe(200);
    expect(json['resources']).toContainEqual(
      expect.objectContaining({ resource: 'videos', limit: 7, reserved: 0, used: 0, remaining: 7, percentage: 0 }),
    );
    // Periods end; what is stored and what is under way does not begin anew with them.
    const resets = (json['resources'] as (Level & { resetsAt: string | null })[]).map(({ resource, resetsAt }) => [
      resource,
      resetsAt !== null,
    ]);
    expect(Object.fromEntries(resets)).toMatchObject({ videos: true, storage_bytes: false, concurrent_videos: false });
    expect(json['resources']).toContainEqual(
      expect.objectContaining({ resource: 'storage_bytes', limit: null, remaining: null, percentage: null }),
    );
    expect((await levels(key))['videos']?.limit).toBe(7);
    expect((await call('GET', '/v1/billing/plan', key)).json).toMatchObject({
      plan: 'studio',
      overrides: { videos: 7, storage_bytes: null },
    });
    expect((await call('GET', '/v1/me', key)).json).toMatchObject({ organisation: { id, plan: 'studio' } });
    expect((await assign(id, { plan: 'free' }, key)).status).toBe(403);
    expect((await assign('0199a000-0000-7000-8000-00000000dead', { plan: 'free' })).status).toBe(404);
  });

  it('is refused with every fault at once', async () => {
    const { id } = await organisation();
    const { status, json } = await assign(id, { plan: 'gold', overrides: { videos: -1, coffee: 3, render_seconds: '7' } });
    expect([status, json['code']]).toEqual([400, 'validation_failed']);
    const paths = (json['errors'] as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(['plan', 'overrides.videos', 'overrides.coffee', 'overrides.render_seconds']);
    const unknown = await call('POST', '/v1/admin/organisations', app.apiKey, { name: 'Golden', plan: 'gold' });
    expect([unknown.status, (unknown.json['errors'] as { path: string }[])[0]?.path]).toEqual([400, 'plan']);
    for (const body of [{ plan: 'free', currency: 'EUR' }, { plan: 'free', price: 0 }, {}])
      expect((await assign(id, body)).status).toBe(400);
  });
});

describe('the quota', () => {
  it('lets exactly as many in as there is room for when a hundred come at once', async () => {
    const { key } = await organisation('free', { videos: 10 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => order(key, { ...FILM, approvals: ['script'] })));
    const refused = answers.filter(({ status }) => status !== 202);
    expect(answers.length - refused.length).toBe(10);
    expect(new Set(refused.map(({ status, json }) => `${status} ${String(json['code'])}`))).toEqual(new Set(['402 quota_exceeded']));
    const json: Json = refused[0]?.json ?? {};
    expect(json).toMatchObject({ resource: 'videos', limit: 10, used: 0, reserved: expect.any(Number), requested: 1 });
    expect(Date.parse(String(json['resetsAt']))).toBeGreaterThan(Date.now());
    const level = (await levels(key))['videos'];
    expect(level).toMatchObject({ resource: 'videos', limit: 10, reserved: 10, used: 0, remaining: 0, percentage: 100 });
    await Promise.all(
      answers.flatMap(({ status, json: video }) => (status === 202 ? [call('POST', `/v1/videos/${String(video['id'])}/cancel`, key)] : [])),
    );
    // Reading waits a second for what has ended to be settled; a busy machine may need longer.
    await until('all of it is given back', 30_000, async () => (await levels(key))['videos']?.['reserved'] === 0);
    expect((await levels(key))['videos']).toMatchObject({ reserved: 0, used: 0 });
  }, 60_000);

  it('is what an estimate says it is', async () => {
    const { key } = await organisation('free', { videos: 1 });
    const estimate = await call('POST', '/v1/videos/estimate', key, { ...FILM, durationSeconds: 21.5, approvals: ['script'] });
    expect([estimate.status, estimate.json['segments'], estimate.json['allowed'], estimate.json['refusals']]).toEqual([200, 2, true, []]);
    expect(estimate.json['cost']).toEqual({ amountMicros: 0, currency: 'USD', items: [] });
    const { status, json } = await order(key, { ...FILM, durationSeconds: 21.5, approvals: ['script'] });
    expect(status).toBe(202);
    const reserved = Object.values(await levels(key)).map((level) => ({ resource: level.resource, quantity: level.reserved }));
    expect(estimate.json['resources']).toEqual(reserved);
    const again = await call('POST', '/v1/videos/estimate', key, FILM);
    expect(again.json).toMatchObject({ allowed: false, refusals: [{ resource: 'videos', limit: 1, reserved: 1, requested: 1 }] });
    expect((await call('POST', '/v1/videos/estimate', key, { durationSeconds: 4 })).status).toBe(400);
    await call('POST', `/v1/videos/${String(json['id'])}/cancel`, key);
  });

  it('is used by what was finished, record by record, and given back when files are deleted', async () => {
    const { id: orgId, key } = await organisation('free', { videos: 2 }, 'Europe/Amsterdam');
    const { json } = await order(key);
    const id = String(json['id']);
    expect((await levels(key))['concurrent_videos']).toMatchObject({ reserved: 1, used: 0 });
    expect(await ended(key, id)).toMatchObject({ status: 'completed' });

    const after = await levels(key);
    expect(Object.values(after).map(({ reserved }) => reserved)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(after).toMatchObject({
      videos: { used: 1, percentage: 50 },
      video_seconds: { used: 5 },
      render_seconds: { used: 5 },
      provider_cost_micros: { used: 0 },
    });
    const bytes = after['storage_bytes']?.used ?? 0;
    expect(bytes).toBeGreaterThan(100_000);

    const records = await call('GET', '/v1/billing/records?limit=2', key);
    const next = await call('GET', `/v1/billing/records?limit=2&cursor=${String(records.json['nextCursor'])}`, key);
    const rows = [...(records.json['data'] as Json[]), ...(next.json['data'] as Json[])];
    const sums = Object.fromEntries(rows.map((row) => [row['resource'], row['quantity']]));
    expect(sums).toEqual({ videos: 1, video_seconds: 5, render_seconds: 5, storage_bytes: bytes });
    for (const row of rows) expect(row).toMatchObject({ videoId: id, amountMicros: 0, currency: 'USD', recordedAt: expect.any(String) });
    expect(next.json['nextCursor']).toBeNull();

    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(new Date());
    const usage = await call('GET', `/v1/billing/usage?from=${today}&to=${today}`, key);
    expect(usage.json['data']).toContainEqual({ group: today, resource: 'videos', quantity: 1, amountMicros: 0 });
    expect((await call('GET', '/v1/billing/usage?groupBy=video', key)).json['data']).toContainEqual(
      expect.objectContaining({ group: id, resource: 'video_seconds', quantity: 5 }),
    );
    expect((await call('GET', '/v1/billing/usage?groupBy=provider', key)).json['data']).toHaveLength(4);

    const csv = await call('GET', '/v1/billing/records', key, undefined, { accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^id,videoId,resource,quantity,amountMicros/);
    const sheet = await call('GET', '/v1/billing/usage', key, undefined, { accept: 'text/csv' });
    expect(sheet.text).toContain(`${today},videos,1,0,USD`);

    // One segment anew is work of its own, for which there must be room; it counts no second video.
    const anew = () => call('POST', `/v1/videos/${id}/segments/0/regenerate`, key, {});
    const tight = { videos: 2, concurrent_videos: 0 };
    expect((await assign(orgId, { plan: 'free', overrides: tight })).status).toBe(200);
    expect((await anew()).json).toMatchObject({ status: 402, code: 'quota_exceeded', resource: 'concurrent_videos', resetsAt: null });
    expect((await call('GET', `/v1/videos/${id}`, key)).json).toMatchObject({ status: 'completed' });
    await assign(orgId, { plan: 'free', overrides: { videos: 2 } });
    expect((await anew()).status).toBe(202);
    expect(await levels(key)).toMatchObject({ concurrent_videos: { reserved: 1 }, videos: { reserved: 0, used: 1 } });
    expect(await ended(key, id)).toMatchObject({ status: 'completed' });
    const twice = await levels(key);
    expect(Object.values(twice).map(({ reserved }) => reserved)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(twice).toMatchObject({ videos: { used: 1 }, video_seconds: { used: 5 }, render_seconds: { used: 10 } });
    expect(twice['storage_bytes']?.used).toBeGreaterThan(bytes);

    expect((await call('DELETE', `/v1/videos/${id}`, key)).status).toBe(204);
    const limit = Date.now() + 30_000;
    while ((await levels(key))['storage_bytes']?.used !== 0) expect(Date.now()).toBeLessThan(limit);
    expect((await levels(key))['videos']?.used).toBe(1);
    const { rows: events } = await app.sql.query<{ type: string }>(
      `SELECT type FROM eventing.events WHERE module = 'billing' AND org_id = $1 AND stream_id LIKE 'quota-reservation-%' ORDER BY position`,
      [orgId],
    );
    const first = ['QuotaReserved', 'QuotaSettled', 'QuotaSettled', 'QuotaReleased'];
    const second = ['QuotaReserved', 'QuotaSettled', 'QuotaReleased'];
    expect(events.map(({ type }) => type)).toEqual([...first, ...second, 'QuotaSettled', 'QuotaSettled']);
    await consistent();
  }, 120_000);

  it('gets back what a cancelled video did not finish, the video itself among it', async () => {
    const { key } = await organisation('free', { videos: 1 });
    const { json } = await order(key, { ...FILM, approvals: ['script'] });
    expect((await order(key)).status).toBe(402);
    expect((await call('POST', `/v1/videos/${String(json['id'])}/cancel`, key)).status).toBe(200);
    const after = await levels(key);
    for (const { reserved } of Object.values(after)) expect(reserved).toBe(0);
    expect(after).toMatchObject({ videos: { used: 0, remaining: 1 }, video_seconds: { used: 0 }, render_seconds: { used: 0 } });
    expect((await order(key, { ...FILM, approvals: ['script'] })).status).toBe(202);
    await consistent();
  });

  it('does not let a refused request use up its Idempotency-Key, nor reserve twice for a repeated one', async () => {
    const { id, key } = await organisation('free', { videos: 0 });
    const headers = { 'Idempotency-Key': 'one' };
    const body = { ...FILM, approvals: ['script'] };
    expect((await call('POST', '/v1/videos', key, body, headers)).status).toBe(402);
    expect((await assign(id, { plan: 'free', overrides: { videos: 5 } })).status).toBe(200);
    const [first, second] = [await call('POST', '/v1/videos', key, body, headers), await call('POST', '/v1/videos', key, body, headers)];
    expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([202, 202, 'true']);
    expect((await levels(key))['videos']).toMatchObject({ reserved: 1 });
  });
});

describe('what was used', () => {
  it.each([
    ['from=2025-01-01&to=2026-03-01', 'from'],
    ['from=2026-03-01&to=2026-01-01', 'to'],
    ['from=yesterday', 'from'],
    ['from=2026-02-30', 'from'],
    ['groupBy=month', 'groupBy'],
    ['currency=EUR', 'currency'],
    ['colour=blue', 'colour'],
  ])('is not asked for with %s', async (query, path) => {
    const { status, json } = await call('GET', `/v1/billing/usage?${query}`, app.apiKey);
    expect([status, json['code']]).toEqual([400, 'validation_failed']);
    expect((json['errors'] as { path: string }[]).map((fault) => fault.path)).toContain(path);
  });

  it('can be asked for over 400 days, in the account’s own currency', async () => {
    const { status, json } = await call(
      'GET',
      '/v1/billing/usage?from=2025-01-01T00:00:00Z&to=2026-02-05T00:00:00Z&currency=USD',
      app.apiKey,
    );
    expect([status, json['data']]).toEqual([200, []]);
  });

  it('takes no cursor that it has not handed out, and no key without the scope', async () => {
    expect((await call('GET', '/v1/billing/records?cursor=bm9uc2Vuc2U', app.apiKey)).json['code']).toBe('invalid_cursor');
    const { json } = await call('POST', '/v1/api-keys', app.apiKey, { name: 'Writer', scopes: ['videos:write'] });
    for (const path of ['plan', 'quota', 'usage', 'records']) {
      expect((await call('GET', `/v1/billing/${path}`, String(json['key']))).status).toBe(403);
    }
  });
});
