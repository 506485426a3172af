import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES } from '../support/admission-table.js';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

type Json = Record<string, unknown>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What belongs to the organisation that is looked at; `id` is what its routes are named by. */
interface Belongings {
  readonly video: string;
  readonly asset: string;
  readonly clips: string;
  readonly generation: string;
  readonly shortVideo: string;
  readonly workflow: string;
  readonly run: string;
  readonly batch: string;
  readonly series: string;
  readonly schedule: string;
  readonly key: string;
  readonly member: string;
  readonly organisation: string;
  readonly endpoint: string;
  readonly delivery: string;
  readonly session: string;
}

/** They go on until somebody ends them. */
const STREAMS = ['/v1/events/stream', '/v1/live'];

/** A text that nobody else may read. */
const WORKFLOW = {
  name: 'canary',
  graph: { nodes: [{ id: 'canary', type: 'Text.Template', params: { template: 'canary' } }], edges: [] },
};

const SCHEDULE = { name: 'canary', cron: '0 9 * * *', timezone: 'Europe/Berlin' };

/** How a route with ids is called for somebody's thing: which of them, and with what body. */
interface Case {
  readonly of: keyof Belongings;
  readonly body?: Json;
  /** 403 where a customer's key may not come at all. */
  readonly status?: 403;
}

/** Every route of `/openapi.json?audience=all` with an id in it. A new route: add a line here that says whose id it takes. */
const CASES: Readonly<Record<string, Case>> = {
  'GET /v1/api-keys/{id}': { of: 'key' },
  'DELETE /v1/api-keys/{id}': { of: 'key' },
  'PATCH /v1/contacts/{id}': { of: 'key', body: { role: 'viewer' } },
  'DELETE /v1/contacts/{id}': { of: 'key' },
  'DELETE /v1/members/{id}': { of: 'member' },
  'DELETE /v1/sessions/{id}': { of: 'session' },
  'GET /v1/admin/organisations/{id}': { of: 'organisation', status: 403 },
  'POST /v1/admin/organisations/{id}/erase': { of: 'organisation', status: 403 },
  'PUT /v1/admin/organisations/{id}/plan': { of: 'organisation', body: { plan: 'unlimited' }, status: 403 },
  'POST /v1/admin/projections/{name}/rebuild': { of: 'organisation', status: 403 },
  'POST /v1/admin/dead-letters/{id}/replay': { of: 'organisation', status: 403 },
  'GET /v1/assets/{id}': { of: 'asset' },
  'DELETE /v1/assets/{id}': { of: 'asset' },
  'GET /v1/assets/{id}/content': { of: 'asset' },
  'GET /api/short-video/{id}/status': { of: 'shortVideo' },
  'GET /api/short-video/{id}': { of: 'shortVideo' },
  'DELETE /api/short-video/{id}': { of: 'shortVideo' },
  'GET /v1/videos/{id}': { of: 'video' },
  'DELETE /v1/videos/{id}': { of: 'video' },
  'GET /v1/videos/{id}/segments': { of: 'video' },
  'GET /v1/videos/{id}/timeline': { of: 'video' },
  'GET /v1/videos/{id}/events': { of: 'video' },
  'GET /v1/videos/{id}/events/live': { of: 'video' },
  'GET /v1/videos/{id}/artifacts/{name}': { of: 'video' },
  'GET /v1/videos/{id}/archive': { of: 'video' },
  'GET /v1/videos/{id}/export': { of: 'video' },
  'GET /v1/videos/{id}/export/signed': { of: 'video' },
  'GET /v1/videos/{id}/chapters': { of: 'video' },
  'GET /v1/videos/{id}/chapters.vtt': { of: 'video' },
  'GET /v1/videos/{id}/chapters.txt': { of: 'video' },
  'GET /v1/videos/{id}/provenance': { of: 'video' },
  'POST /v1/videos/{id}/approvals/{type}/approve': { of: 'video' },
  'POST /v1/videos/{id}/approvals/{type}/reject': { of: 'video', body: { comment: 'no' } },
  'GET /v1/videos/{id}/approvals/{type}/links': { of: 'video' },
  'POST /v1/videos/{id}/approvals/{type}/links': { of: 'video' },
  'DELETE /v1/videos/{id}/approvals/{type}/links/{linkId}': { of: 'video' },
  'POST /v1/videos/{id}/segments/{index}/regenerate': { of: 'video' },
  'POST /v1/videos/{id}/segments/regenerate': { of: 'video', body: { segments: [{ index: 0 }] } },
  'POST /v1/videos/{id}/segments/{index}/restore': { of: 'video', body: { take: 0 } },
  'PATCH /v1/videos/{id}': { of: 'video', body: { title: 'mine' } },
  'POST /v1/videos/{id}/cancel': { of: 'video' },
  'POST /v1/videos/{id}/retry': { of: 'video' },
  'GET /v1/series/{id}': { of: 'series' },
  'PATCH /v1/series/{id}': { of: 'series', body: { name: 'mine' } },
  'DELETE /v1/series/{id}': { of: 'series' },
  'GET /v1/series/{id}/episodes': { of: 'series' },
  'POST /v1/series/{id}/episodes': { of: 'series' },
  'GET /v1/batches/{id}': { of: 'batch' },
  'DELETE /v1/batches/{id}': { of: 'batch' },
  'GET /v1/batches/{id}/items': { of: 'batch' },
  'GET /v1/batches/{id}/report.csv': { of: 'batch' },
  'GET /v1/batches/{id}/events': { of: 'batch' },
  'POST /v1/batches/{id}/pause': { of: 'batch' },
  'POST /v1/batches/{id}/resume': { of: 'batch' },
  'POST /v1/batches/{id}/approve': { of: 'batch' },
  'POST /v1/batches/{id}/retry-failed': { of: 'batch' },
  'POST /v1/batches/{id}/cancel': { of: 'batch' },
  'GET /v1/workflows/{id}': { of: 'workflow' },
  'PUT /v1/workflows/{id}': { of: 'workflow', body: WORKFLOW },
  'DELETE /v1/workflows/{id}': { of: 'workflow' },
  'GET /v1/workflows/{id}/versions': { of: 'workflow' },
  'GET /v1/workflows/{id}/export': { of: 'workflow' },
  'POST /v1/workflows/{id}/runs': { of: 'workflow' },
  'POST /v1/workflows/{id}/estimate': { of: 'workflow' },
  'GET /v1/workflows/{id}/runs': { of: 'workflow' },
  'GET /v1/workflow-runs/{id}': { of: 'run' },
  'GET /v1/workflow-runs/{id}/nodes/{node}/items': { of: 'run' },
  'GET /v1/workflow-runs/{id}/timeline': { of: 'run' },
  'GET /v1/workflow-runs/{id}/events': { of: 'run' },
  'GET /v1/workflow-runs/{id}/events/live': { of: 'run' },
  'POST /v1/workflow-runs/{id}/cancel': { of: 'run' },
  'POST /v1/workflow-runs/{id}/retry': { of: 'run' },
  'GET /v1/workflow-runs/{id}/approvals/{node}/links': { of: 'run' },
  'POST /v1/workflow-runs/{id}/approvals/{node}/links': { of: 'run' },
  'DELETE /v1/workflow-runs/{id}/approvals/{node}/links/{linkId}': { of: 'run' },
  'POST /v1/workflow-runs/{id}/fork': { of: 'run' },
  'DELETE /v1/workflow-runs/{id}': { of: 'run' },
  'POST /v1/workflow-runs/{id}/approvals/{node}/approve': { of: 'run' },
  'POST /v1/workflow-runs/{id}/approvals/{node}/reject': { of: 'run' },
  'POST /v1/workflows/{id}/nodes/{node}/try': { of: 'workflow' },
  'POST /v1/workflows/{id}/schedules': { of: 'workflow', body: SCHEDULE },
  'GET /v1/workflows/{id}/schedules': { of: 'workflow' },
  'GET /v1/workflow-schedules/{id}': { of: 'schedule' },
  'PATCH /v1/workflow-schedules/{id}': { of: 'schedule', body: { name: 'mine' } },
  'DELETE /v1/workflow-schedules/{id}': { of: 'schedule' },
  'POST /v1/workflow-schedules/{id}/pause': { of: 'schedule' },
  'POST /v1/workflow-schedules/{id}/resume': { of: 'schedule' },
  'POST /v1/workflow-schedules/{id}/run': { of: 'schedule' },
  'POST /v1/workflow-schedules/{id}/backfill': { of: 'schedule', body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' } },
  'GET /v1/workflow-schedules/{id}/next': { of: 'schedule' },
  'GET /v1/workflow-schedules/{id}/ticks': { of: 'schedule' },
  'GET /v1/clips/{id}': { of: 'clips' },
  'POST /v1/clips/{id}/check': { of: 'clips' },
  'DELETE /v1/clips/{id}': { of: 'clips' },
  'GET /v1/generations/{id}': { of: 'generation' },
  'DELETE /v1/generations/{id}': { of: 'generation' },
  'POST /v1/generations/{id}/refresh': { of: 'generation' },
  'GET /v1/webhook-endpoints/{id}': { of: 'endpoint' },
  'PATCH /v1/webhook-endpoints/{id}': { of: 'endpoint', body: { isEnabled: false } },
  'DELETE /v1/webhook-endpoints/{id}': { of: 'endpoint' },
  'POST /v1/webhook-endpoints/{id}/rotate-secret': { of: 'endpoint' },
  'POST /v1/webhook-endpoints/{id}/test': { of: 'endpoint' },
  'POST /v1/webhook-endpoints/{id}/enable': { of: 'endpoint' },
  'POST /v1/webhook-endpoints/{id}/replay': { of: 'endpoint', body: { since: '2026-01-01T00:00:00Z' } },
  'GET /v1/webhook-endpoints/{id}/deliveries': { of: 'endpoint' },
  'GET /v1/webhook-deliveries/{id}': { of: 'delivery' },
  'POST /v1/webhook-deliveries/{id}/redeliver': { of: 'delivery' },
};

/** Named by something else than somebody's id: a token, a provider. Each has specs of its own. */
const NOT_BY_ID =
  /^(POST \/webhooks\/|GET \/v1\/media\/|\w+ \/v1\/(provider-keys|secrets)\/|GET \/v1\/videos\/\{id\}\/(events\/live|export\/signed))/;
const OTHER_PARAMS: Readonly<Record<string, string>> = { type: 'script', index: '0', name: 'script.txt', node: 'm' };

describe('another organisation', () => {
  let services: PrivateServices;
  let app: AppProcess;
  let mine: Belongings;
  let strangersKey = '';
  let routes: readonly { readonly method: Method; readonly path: string }[] = [];

  const call = async (method: Method, path: string, body: unknown, key: string | null) => {
    const response = await app.request(path, {
      method,
      ...(method !== 'GET' && method !== 'DELETE' && { body: JSON.stringify(body ?? {}) }),
      ...(key !== null && { headers: { authorization: `Bearer ${key}` } }),
    });
    return { status: response.status, text: await response.text() };
  };
  const made = async (path: string, body: unknown, expected: number): Promise<Json> => {
    const { status, text } = await call('POST', path, body, null);
    if (status !== expected) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text) as Json;
  };

  beforeAll(async () => {
    services = await startServices();
    app = await new AppProcess(services).start();
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const picture = `data:image/png;base64,${pixel}`;
    const video = await made(
      '/v1/videos',
      { prompt: 'the canary that nobody else may read', durationSeconds: 5, resolution: '480p', approvals: ['script'] },
      202,
    );
    const asset = await made('/v1/assets', { url: picture }, 202);
    const clips = await made('/v1/clips', { frames: { '1': { first_frame: picture, last_frame: picture, duration: 2 } } }, 202);
    const generation = await made(
      '/v1/generations',
      { model: 'local:illustrator', input: { prompt: 'a canary', durationSeconds: 1 } },
      202,
    );
    const short = await made(
      '/api/short-video',
      { scenes: [{ text: 'canary', sceneDuration: 1 }], config: { skipVoiceover: true, musicVolume: 'muted' } },
      201,
    );
    const workflow = await made('/v1/workflows', WORKFLOW, 201);
    const run = await made(`/v1/workflows/${String(workflow['id'])}/runs`, {}, 202);
    const schedule = await made(`/v1/workflows/${String(workflow['id'])}/schedules`, SCHEDULE, 201);
    const batch = await made(
      '/v1/batches',
      { name: 'canary', items: [{ key: 'canary', prompt: 'canary', durationSeconds: 5, resolution: '480p', approvals: ['script'] }] },
      202,
    );
    const series = await made('/v1/series', { name: 'canary', bible: 'canary' }, 201);
    const key = await made('/v1/api-keys', { name: 'canary', scopes: ['videos:read'] }, 201);
    const member = await made('/v1/members', { subject: 'canary', role: 'viewer' }, 201);
    const endpoint = await made('/v1/webhook-endpoints', { url: 'https://canary.example/hook', events: ['*'], isEnabled: false }, 201);
    const { deliveryId } = await made(`/v1/webhook-endpoints/${String(endpoint['id'])}/test`, {}, 202);
    await made('/v1/session', { apiKey: key['key'] }, 201);
    const sessions = JSON.parse((await call('GET', '/v1/sessions', null, null)).text) as { data: { id: string }[] };
    const me = JSON.parse((await call('GET', '/v1/me', null, null)).text) as { organisation: { id: string } };
    const id = ({ id: value }: Json): string => String(value);
    mine = {
      video: id(video),
      asset: id(asset),
      clips: id(clips),
      generation: id(generation),
      shortVideo: String(short['videoId']),
      workflow: id(workflow),
      run: id(run),
      batch: id(batch),
      series: id(series),
      schedule: id(schedule),
      key: id(key),
      member: id(member),
      organisation: me.organisation.id,
      endpoint: id(endpoint),
      delivery: String(deliveryId),
      session: sessions.data[0]?.id ?? '',
    };
    const stranger = (await made('/v1/admin/organisations', { name: 'Strangers', plan: 'creator' }, 201)) as { apiKey: { key: string } };
    strangersKey = stranger.apiKey.key;
    await app.when(mine.video, ({ status }) => status === 'awaiting_approval');
    const { paths } = JSON.parse((await call('GET', '/openapi.json?audience=all', null, null)).text) as { paths: Record<string, Json> };
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase() as Method, path })),
    );
  }, 180_000);
  afterAll(async () => {
    await app.dispose();
    await services.stop();
  }, 60_000);

  const pathFor = (path: string, id: string): string =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'id' ? id : (OTHER_PARAMS[name] ?? id)));

  it('has a case for every route with an id', () => {
    const withId = routes.map(({ method, path }) => `${method} ${path}`).filter((route) => route.includes('{') && !NOT_BY_ID.test(route));
    const unknown = withId.filter((route) => !(route in CASES));
    expect({ 'routes without a case: add them to CASES in this file': unknown }).toEqual({
      'routes without a case: add them to CASES in this file': [],
    });
    expect(withId.length).toBeGreaterThan(20);
  });

  it.each(Object.entries(CASES))('meets at %s what it would meet if it was not there', async (route, { of, body, status = 404 }) => {
    const [method, path] = route.split(' ') as [Method, string];
    const theirs = await call(method, pathFor(path, mine[of]), body, strangersKey);
    const nobodys = await call(method, pathFor(path, randomUUID()), body, strangersKey);
    expect([theirs.status, nobodys.status]).toEqual([status, status]);
    expect(blank(theirs.text)).toBe(blank(nobodys.text));
    expect(theirs.text).not.toContain('canary');
  });

  it('changed nothing by trying', async () => {
    expect((await app.video(mine.video)).status).toBe('awaiting_approval');
    for (const path of [
      `/v1/assets/${mine.asset}`,
      `/v1/clips/${mine.clips}`,
      `/v1/generations/${mine.generation}`,
      `/v1/workflows/${mine.workflow}`,
      `/v1/workflow-runs/${mine.run}`,
      `/v1/batches/${mine.batch}`,
      `/v1/series/${mine.series}`,
      `/v1/workflow-schedules/${mine.schedule}`,
      `/v1/api-keys/${mine.key}`,
    ]) {
      expect([path, (await call('GET', path, null, null)).status]).toEqual([path, 200]);
    }
  });

  describe('faults A3: an organisation without any room', () => {
    const RESOURCES = ['videos', 'video_seconds', 'render_seconds', 'provider_cost_micros', 'storage_bytes', 'concurrent_videos'];
    let key = '';
    beforeAll(async () => {
      const poor = (await made('/v1/admin/organisations', { name: 'Poor', plan: 'creator' }, 201)) as {
        id: string;
        apiKey: { key: string };
      };
      const overrides = Object.fromEntries(RESOURCES.map((resource) => [resource, 0]));
      const plan = { plan: 'creator', overrides };
      expect((await call('PUT', `/v1/admin/organisations/${poor.id}/plan`, plan, null)).status).toBe(200);
      ({ key } = poor.apiKey);
    });

    // What is named by an id needs something that was made before.
    const orders = Object.entries(ROUTES).filter(([route, { admission }]) => 'admitted' in admission && !route.includes('{'));
    it.each(orders)('makes nothing by %s', async (route, { body }) => {
      const [method, path] = route.split(' ') as [Method, string];
      const { status, text } = await call(method, path, body, key);
      const answer = JSON.parse(text) as { code?: string; id?: string };
      if (path === '/v1/assets' && status === 202) {
        // How long it is shows only when it is fetched.
        const read = async () => JSON.parse((await call('GET', `/v1/assets/${answer.id}`, null, key)).text) as Json;
        await until('it has failed', 30_000, async () => (await read())['status'] === 'failed');
        expect(await read()).toMatchObject({ error: { code: 'quota_exceeded' } });
      } else expect([status, answer.code]).toEqual([402, 'quota_exceeded']);
    });

    it('has used, and holds, nothing', async () => {
      expect(orders.length).toBeGreaterThan(4);
      const { resources } = JSON.parse((await call('GET', '/v1/billing/quota', null, key)).text) as {
        resources: { resource: string; reserved: number; used: number }[];
      };
      expect(resources.map(({ resource, reserved, used }) => [resource, reserved, used])).toEqual(RESOURCES.map((name) => [name, 0, 0]));
      for (const list of ['/v1/videos', '/v1/clips', '/v1/generations']) {
        expect([list, (JSON.parse((await call('GET', list, null, key)).text) as { data: unknown[] }).data]).toEqual([list, []]);
      }
    });
  });

  it('finds nothing of it in any list, not even with its cursors', async () => {
    // libs/webhooks and libs/eventing have specs of what is in the streams.
    const lists = routes.filter(({ method, path }) => method === 'GET' && !path.includes('{') && !STREAMS.includes(path));
    expect(lists.length).toBeGreaterThan(15);
    expect((await call('GET', '/v1/videos', null, null)).text).toContain('canary');
    for (const { path } of lists) {
      const { status, text } = await call('GET', path, null, strangersKey);
      expect([path, status < 500]).toEqual([path, true]);
      const leaks = [...Object.values(mine), 'canary'].filter((secret) => text.includes(secret));
      expect([path, leaks]).toEqual([path, []]);
    }
    await made('/v1/videos', { prompt: 'one more', durationSeconds: 5, resolution: '480p', approvals: ['script'] }, 202);
    const page = JSON.parse((await call('GET', '/v1/videos?limit=1', null, null)).text) as { nextCursor: string | null };
    expect(page.nextCursor).not.toBeNull();
    const { text } = await call('GET', `/v1/videos?limit=50&cursor=${encodeURIComponent(page.nextCursor ?? '')}`, null, strangersKey);
    expect((JSON.parse(text) as { data: unknown[] }).data).toEqual([]);
  });

  it('cannot use its assets as its own', async () => {
    const request = { prompt: 'x', durationSeconds: 5, visuals: { assets: [{ segment: 0, assetId: mine.asset }] } };
    const { status, text } = await call('POST', '/v1/videos', request, strangersKey);
    expect(status).toBe(400);
    expect(text).toContain('visuals.assets.0.assetId');
    const link = `/v1/assets/${mine.asset}/content`;
    const clips = await call('POST', '/v1/clips', { frames: { '1': { first_frame: link, last_frame: link, duration: 2 } } }, strangersKey);
    expect(clips.status).toBe(202);
    const { id } = JSON.parse(clips.text) as { id: string };
    const end = await until('the clip has ended', 60_000, async () => {
      const now = JSON.parse((await call('GET', `/v1/clips/${id}`, null, strangersKey)).text) as { status: string; summary: Json };
      return now.status === 'completed' ? now : null;
    });
    expect(end.summary).toMatchObject({ completed: 0, failed: 1 });
  }, 90_000);

  it.each([
    [
      '/v1/videos',
      { prompt: 'x' },
      [
        'id',
        'orgId',
        'tenantId',
        'status',
        'stage',
        'stageHistory',
        'progress',
        'artifacts',
        'video',
        'cost',
        'error',
        'price',
        'createdAt',
      ],
    ],
    ['/v1/api-keys', { name: 'x', scopes: ['videos:read'] }, ['id', 'orgId', 'prefix', 'key', 'createdAt', 'lastUsedAt', 'isBootstrap']],
    ['/v1/assets', { url: 'https://example.com/a.png' }, ['id', 'orgId', 'status', 'sha256', 'bytes', 'source', 'createdAt']],
    ['/v1/generations', { model: 'local:illustrator', input: { prompt: 'x' } }, ['id', 'orgId', 'status', 'asset', 'cost', 'createdAt']],
    ['/v1/clips', { frames: {} }, ['id', 'orgId', 'status', 'clips', 'summary']],
  ])('sets nothing at %s that is not its to set', async (path, body, fields) => {
    for (const field of fields) {
      const { status, text } = await call('POST', path, { ...body, [field]: mine.organisation }, strangersKey);
      expect([field, status]).toEqual([field, 400]);
      expect(text).toContain(field);
    }
  });
});

/** Without what must differ: ids that were asked for and the trace. */
function blank(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/"traceId":"[^"]*"/, '"traceId":""')
    .replace(/[0-9a-f]{32}/g, '<trace>');
}
