import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { EventingRegistry } from '#eventing';
import { type ProcessManager } from '#eventing/domain';
import { type AssetEvent } from '#assets';
import { Webhook } from 'standardwebhooks';
import { type Status } from './status/read-status.js';
import { CountedStatements, PoisonedConsumers, startTestApp, type TestApp } from './testing/index.js';
import { until as becomes } from '../../../test/support/supervised.js';

let isBroken = false;
const handled: string[] = [];
const seesAssets: ProcessManager<AssetEvent, null, string> = {
  name: 'spec.sees-assets',
  follows: 'asset',
  reactsTo: ['AssetReady'],
  initialState: null,
  evolve: () => null,
  react(_state, { streamId }) {
    if (isBroken) throw new Error('broken for the spec');
    return [streamId];
  },
};

/** Beside the app's own: one that breaks when it is told to. */
@Module({})
class BreakingModule {
  constructor(registry: EventingRegistry) {
    registry.processManager(seesAssets, {
      store: async () => undefined,
      announce: (effects) => void handled.push(...effects.map(({ effect }) => effect)),
    });
  }
}

/** What somebody's server has heard. */
const heard: { readonly headers: Record<string, string>; readonly body: string }[] = [];
const receiver = createServer((request, response) => {
  const parts: Buffer[] = [];
  request
    .on('data', (part: Buffer) => parts.push(part))
    .on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(204).end();
    });
});

let app: TestApp;
let hook = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  hook = `http://${host}/hook`;
  app = await startTestApp({
    imports: [{ module: BreakingModule }],
    env: { KADR_RATE_LIMIT_PER_MINUTE: '100000', KADR_EGRESS_ALLOW: host, KADR_EVENT_RETRY_MS: '20', KADR_STREAMS_PER_KEY: '1000' },
  });
}, 60_000);
afterAll(async () => {
  receiver.close();
  await app?.close();
}, 60_000);

type Json = Record<string, unknown>;
async function call(method: string, route: string, body?: object, key = app.apiKey): Promise<{ status: number; json: Json }> {
  const response = await fetch(app.url + route, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Json) };
}
const listed = async (route: string): Promise<Json[]> => (await call('GET', route)).json['data'] as Json[];
const projection = async (name: string): Promise<Json | undefined> =>
  (await listed('/v1/admin/projections')).find((one) => one['name'] === name);

const until = (what: string, isSo: () => Promise<boolean>): Promise<boolean> => becomes(what, 60_000, isSo);

const statusNow = async (): Promise<Status> => (await call('GET', '/status')).json as unknown as Status;

const order = async (): Promise<string> => {
  const { status, json } = await call('POST', '/v1/videos', { prompt: 'x', durationSeconds: 5, resolution: '480p', approvals: ['script'] });
  expect(status).toBe(202);
  return String(json['id']);
};

describe('an operator', () => {
  it('sees how far each read model is', async () => {
    await order();
    await until('all are at the end', async () => (await listed('/v1/admin/projections')).every(({ lag }) => lag === 0));
    const [index, live] = [await projection('jobs.video-index'), await projection('jobs.live-videos')];
    expect(index).toMatchObject({ mode: 'inline', lag: 0, position: expect.any(Number), isRebuilding: false });
    expect(live).toMatchObject({ mode: 'async', version: live?.['wantedVersion'] });
    expect(index?.['position']).toBeGreaterThan(0);
  }, 120_000);

  it('has one made anew, from the events alone', async () => {
    const id = await order();
    await app.sql.query('DELETE FROM jobs.video_index');
    expect((await call('GET', '/v1/videos')).json['data']).toEqual([]);
    const [first, again] = await Promise.all([1, 2].map(() => call('POST', '/v1/admin/projections/jobs.video-index/rebuild')));
    expect([first?.status, again?.status]).toEqual([202, 202]);
    expect(first?.json).toMatchObject({ name: 'jobs.video-index' });
    await until('it is made', async () => !(await projection('jobs.video-index'))?.['isRebuilding']);
    expect((await listed('/v1/videos')).map((video) => video['id'])).toContain(id);
    expect((await call('POST', '/v1/admin/projections/jobs.nothing/rebuild')).status).toBe(404);
  }, 120_000);

  it('finds what could not be handled, page by page, and has it handled again once the cause is mended', async () => {
    isBroken = true;
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const ids: unknown[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await call('POST', '/v1/assets', { url: `data:image/png;base64,${pixel}` })).json['id']);
    const parked = async (): Promise<number> =>
      (await listed('/v1/admin/dead-letters')).filter(({ status, attempts }) => status === 'parked' && attempts === 5).length;
    await until('three letters wait for a person', async () => (await parked()) === 3);
    const first = await call('GET', '/v1/admin/dead-letters?limit=2');
    const second = await call('GET', `/v1/admin/dead-letters?limit=2&cursor=${String(first.json['nextCursor'])}`);
    const letters = [...(first.json['data'] as Json[]), ...(second.json['data'] as Json[])];
    expect([letters.length, second.json['nextCursor']]).toEqual([3, null]);
    expect(new Set(letters.map(({ streamId }) => streamId))).toEqual(new Set(ids.map((id) => `asset-${String(id)}`)));
    const times = letters.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual([...times].sort().reverse());
    expect(letters[0]).toMatchObject({
      consumer: 'spec.sees-assets',
      eventType: 'AssetReady',
      status: 'parked',
      reason: 'failed',
      error: expect.stringContaining('broken for the spec'),
      attempts: 5,
    });
    isBroken = false;
    const replayed = letters[1]?.['id'];
    const replay = await call('POST', `/v1/admin/dead-letters/${String(replayed)}/replay`);
    expect(replay).toMatchObject({ status: 202, json: { id: replayed, status: 'retrying' } });
    await until('one is handled', async () => (await listed('/v1/admin/dead-letters')).length === 2);
    expect((await listed('/v1/admin/dead-letters')).map(({ id }) => id)).not.toContain(replayed);
    expect(handled).toEqual([letters[1]?.['streamId']]);
    const gone = await call('POST', `/v1/admin/dead-letters/${String(replayed)}/replay`);
    expect([gone.status, gone.json['code']]).toEqual([404, 'dead_letter_not_found']);
    expect((await call('POST', '/v1/admin/dead-letters/nonsense/replay')).status).toBe(404);
    expect((await call('GET', '/v1/admin/dead-letters?cursor=nonsense')).json['code']).toBe('invalid_cursor');
  }, 120_000);

  it('promise 8: sees what any consumer cannot handle, parked after its attempts while all goes on, and has it handled once that is mended', async () => {
    const consumers = new PoisonedConsumers(app.app.get(EventingRegistry, { strict: false }));
    const letters = () => listed('/v1/admin/dead-letters?limit=100');
    const byStream = (a: Json, b: Json): number => String(a['streamId']).localeCompare(String(b['streamId']));
    const streams = consumers.poisons.map(({ streamId }) => streamId);
    const rest = `eventing.checkpoints c WHERE c.position < (SELECT max(e.position) FROM eventing.events e WHERE c.partition < 0 OR e.partition = c.partition)`;
    await app.sql.query('DELETE FROM eventing.dead_letters');
    try {
      await consumers.append(app.sql, String((await app.sql.query('SELECT id FROM identity.organisations LIMIT 1')).rows[0].id));
      const parked = async () => (await letters()).filter(({ status, attempts }) => status === 'parked' && attempts === 5);
      await until('each has set its event aside', async () => (await parked()).length >= streams.length);
      expect((await parked()).map(({ consumer, streamId }) => ({ consumer, streamId })).sort(byStream)).toEqual(
        consumers.poisons.map(({ consumer, streamId }) => ({ consumer, streamId })).sort(byStream),
      );
      expect(new Set((await letters()).map(({ error }) => /poisoned for the spec/.test(String(error))))).toEqual(new Set([true]));
      const id = await order();
      await until('a video goes on', async () => (await call('GET', `/v1/videos/${id}`)).json['status'] === 'awaiting_approval');
      let behind: unknown[] = [];
      const atTheEnd = async () => (behind = (await app.sql.query(`SELECT c.consumer, c.partition FROM ${rest}`)).rows).length === 0;
      await until('all have come to the end', atTheEnd).catch((error: unknown) => {
        throw new Error(`still behind: ${JSON.stringify(behind)}`, { cause: error });
      });
      consumers.heal();
      for (const letter of await letters()) {
        expect((await call('POST', `/v1/admin/dead-letters/${String(letter['id'])}/replay`)).status).toBe(202);
      }
      await until('all is handled', async () => (await letters()).length === 0);
    } finally {
      consumers.heal();
      await app.sql.query('DELETE FROM eventing.dead_letters');
      await app.sql.query('DELETE FROM eventing.events WHERE stream_id = ANY ($1)', [streams]);
      consumers.restore();
    }
  }, 120_000);

  it('sees what nothing refers to among the stored objects; here all is too young to be judged', async () => {
    const { status, json } = await call('GET', '/v1/admin/objects/unreferenced');
    expect([status, json]).toEqual([200, { objectCount: 0, bytes: 0, objects: [] }]);
  });

  it('sees in one place what the installation does, from whichever process', async () => {
    const id = await order();
    const at = (stage: string) => async () => (await statusNow()).videos.some((one) => one.stage === stage && one.videos > 0);
    await until('it is counted', at('drafting'));
    const words = `<b>words of ${randomUUID()}</b>`;
    await until('it has a task', async () => (await app.sql.query('SELECT FROM tasks.tasks WHERE subject_id = $1', [id])).rows.length > 0);
    await app.sql.query(`UPDATE tasks.tasks SET last_error = $2, kind = 'a<b' WHERE subject_id = $1`, [
      id,
      JSON.stringify({ code: 'broken_for_the_spec', message: words }),
    ]);
    await until('one leads', async () => (await statusNow()).instances.some(({ leads }) => leads.includes('integrations.task-reconciler')));
    const status = await statusNow();
    expect(status.release).toBe((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version);
    expect(status.instances).toEqual([
      expect.objectContaining({
        release: status.release,
        roles: ['api', 'worker', 'renderer', 'scheduler'],
        leads: expect.arrayContaining(['jobs.measures', 'workflows.measures']),
      }),
    ]);
    expect(status.queues.map(({ queue }) => queue)).toEqual(expect.arrayContaining(['render', 'video', 'script']));
    expect(status.consumers.map(({ consumer }) => consumer)).toEqual(expect.arrayContaining(['jobs.produce-video', 'jobs.live-videos']));
    expect(status.failures).toEqual(
      expect.arrayContaining([expect.objectContaining({ subjectId: id, code: 'broken_for_the_spec', kind: 'a<b' })]),
    );
    const page = await fetch(`${app.url}/status`, { headers: { authorization: `Bearer ${app.apiKey}`, accept: 'text/html' } });
    const html = await page.text();
    expect([page.status, page.headers.get('content-type'), page.headers.get('vary')]).toEqual([200, 'text/html; charset=utf-8', 'Accept']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const shown of ['broken_for_the_spec', 'a&#60;b', status.release, 'jobs.measures', '<h2>Queues</h2>'])
      expect(html).toContain(shown);
    // What users have written stays in the log.
    for (const text of [html, JSON.stringify(status)]) expect(text).not.toContain('words of');
    expect(html).not.toMatch(/<script|a<b/);
  }, 120_000);

  it('is nobody who only runs an organisation', async () => {
    const { json } = await call('POST', '/v1/admin/organisations', { name: 'Customer' });
    const { key } = json['apiKey'] as { key: string };
    const routes = [
      ['GET', '/v1/admin/projections'],
      ['GET', '/status'],
      ['POST', '/v1/admin/projections/jobs.video-index/rebuild'],
      ['GET', '/v1/admin/dead-letters'],
      ['POST', `/v1/admin/dead-letters/${randomUUID()}/replay`],
    ] as const;
    for (const [method, route] of routes) expect([route, (await call(method, route, undefined, key)).status]).toEqual([route, 403]);
  });
});

describe('an organisation', () => {
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const endpoints = '/v1/webhook-endpoints';

  it('has its server told what happens, and finds the same in lists and streams', async () => {
    const before = Number((await listed('/v1/events?limit=100')).at(-1)?.['sequence'] ?? 0);
    const made = await call('POST', endpoints, { url: hook, events: ['asset.*'], metadata: {} });
    expect([made.status, made.json['status']]).toEqual([201, 'enabled']);
    const endpoint = `${endpoints}/${String(made.json['id'])}`;
    const asset = await call('POST', '/v1/assets', { url: `data:image/png;base64,${pixel}` });
    await until('it is told', async () => heard.length > 0);
    const [{ headers, body } = { headers: {}, body: '' }] = heard;
    const told = new Webhook(String(made.json['secret'])).verify(body, headers) as Json;
    expect(told).toMatchObject({ type: 'asset.ready', data: { assetId: asset.json['id'], kind: 'image' } });
    await until('it is listed', async () => (await listed(`/v1/events?after=${before}&types=asset.ready`)).length === 1);
    expect(await listed(`/v1/events?after=${before}&types=asset.*`)).toEqual([told]);
    const stream = await fetch(`${app.url}/v1/events/stream?types=asset.*`, {
      headers: { authorization: `Bearer ${app.apiKey}`, 'last-event-id': String(before) },
    });
    const { value } = (await stream.body?.getReader().read()) ?? {};
    expect(Buffer.from(value ?? []).toString('utf8')).toBe(`id: ${String(told['sequence'])}\nevent: asset.ready\ndata: ${body}\n\n`);
    await until('it is written down', async () => (await listed(`${endpoint}/deliveries?status=succeeded`)).length === 1);
    const [delivery] = await listed(`${endpoint}/deliveries?limit=1`);
    const detail = await call('GET', `/v1/webhook-deliveries/${String(delivery?.['id'])}`);
    expect(detail.json).toMatchObject({ eventId: told['id'], tries: 1, body: told, attempts: [{ outcome: 'success', status: 204 }] });
    expect((await call('GET', endpoint)).json).toMatchObject({ pending: 0, failingSince: null });
    expect((await call('GET', endpoint)).json).not.toHaveProperty('secret');
    await call('POST', `/v1/webhook-deliveries/${String(delivery?.['id'])}/redeliver`);
    await until('it is told again', async () => heard.length === 2);
    expect(heard[1]?.body).toBe(body);

    expect((await call('PATCH', endpoint, { isEnabled: false })).json).toMatchObject({ status: 'disabled', disabledReason: 'manual' });
    expect((await call('POST', `${endpoint}/test`, { type: 'job.failed' })).status).toBe(202);
    await until('it is tested', async () => heard.length === 3);
    expect(JSON.parse(heard[2]?.body ?? '')).toMatchObject({ type: 'job.failed', test: true });
    expect((await call('POST', `${endpoint}/enable`, { backlog: 'drop' })).json).toMatchObject({ status: 'enabled' });
    expect((await call('POST', `${endpoint}/rotate-secret`, {})).json['secret']).toMatch(/^whsec_/);
    const replay = await call('POST', `${endpoint}/replay`, { since: '2026-01-01T00:00:00Z', only: 'all' });
    expect([replay.status, Number(replay.json['deliveries'])]).toEqual([202, expect.any(Number)]);
    const rebuilt = await call('POST', '/v1/admin/announcements/rebuild', { since: '2026-01-01T00:00:00Z' });
    expect(rebuilt).toMatchObject({ status: 200, json: { announcements: 0 } });
    expect((await call('DELETE', endpoint)).status).toBe(204);
    expect((await call('DELETE', endpoint)).status).toBe(404);
  }, 120_000);

  it('faults B13: listens to 500 streams of all kinds for no more than two statements a second', async () => {
    const id = await order();
    await until('it waits', async () => (await call('GET', `/v1/videos/${id}`)).json['status'] === 'awaiting_approval');
    const routes = [`/v1/videos/${id}/events`, '/v1/live', '/v1/events/stream'];
    const open = (route: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${app.apiKey}` };
        get(app.url + route, { headers, agent: false }, (response) => resolve(response.resume())).on('error', reject);
      });
    const streams: IncomingMessage[] = [];
    const statements = new CountedStatements();
    const during = async (work: () => Promise<unknown>): Promise<{ counts: ReadonlyMap<string, number>; seconds: number }> => {
      statements.take();
      const startedAtMs = performance.now();
      await work();
      return { counts: statements.take(), seconds: (performance.now() - startedAtMs) / 1000 };
    };
    const listening = () => new Promise((resolve) => setTimeout(resolve, 5_000));
    try {
      const idle = await during(listening);
      for (let n = 0; n < 500; n += 50) {
        streams.push(...(await Promise.all(Array.from({ length: 50 }, (_, at) => open(routes[(n + at) % routes.length] ?? '')))));
      }
      expect(streams.map(({ statusCode }) => statusCode).filter((status) => status !== 200)).toEqual([]);
      const busy = await during(listening);
      const more = [...busy.counts].map(([sql, n]) => ({ sql, n: n - ((idle.counts.get(sql) ?? 0) * busy.seconds) / idle.seconds }));
      // What comes once or twice is of sweepers that look now and then.
      const asked = more.filter(({ n }) => n >= 3);
      const perSecond = asked.reduce((sum, { n }) => sum + n, 0) / busy.seconds;
      expect({ asked, isFew: perSecond <= 2 }).toEqual({ asked, isFew: true });
      // News for all of them is read once for each kind of stream, not once for each listener.
      const news = await during(async () => {
        expect((await call('POST', `/v1/videos/${id}/cancel`)).status).toBe(200);
        await listening();
      });
      const often = [...news.counts].filter(([sql, n]) => n > 60 && n > 2 * (idle.counts.get(sql) ?? 0));
      expect(often).toEqual([]);
    } finally {
      statements.close();
      for (const stream of streams) stream.destroy();
    }
  }, 120_000);

  it('is told all that is wrong with an endpoint at once', async () => {
    const paths = async (route: string, body: object) => {
      const { status, json } = await call('POST', route, body);
      return [status, json['code'], ((json['errors'] ?? []) as Json[]).map(({ path }) => path)];
    };
    const pairs = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`n${i}`, 'x']));
    const wrong = { url: 'https://user:pw@films.example/', events: ['job.complete'], metadata: pairs, payload: 'fat' };
    expect(await paths(endpoints, wrong)).toEqual([400, 'validation_failed', ['metadata', 'payload', 'events.0', 'url']]);
    expect(await paths(endpoints, { url: 'https://films.example/', events: [] })).toEqual([400, 'validation_failed', ['events']]);
    for (const url of [
      'http://films.example/',
      'https://films.example:8443/',
      'https://127.0.0.1/',
      'https://0x7f000001/',
      'https://[::1]/',
    ]) {
      expect(await paths(endpoints, { url, events: ['*'] })).toEqual([400, 'url_not_allowed', ['url']]);
    }
    const { json } = await call('POST', endpoints, { url: hook, events: ['*'], isEnabled: false });
    const until_ = { since: '2026-11-02T00:00:00Z', until: '2026-11-01T00:00:00Z', types: ['job.stated'] };
    expect(await paths(`${endpoints}/${String(json['id'])}/replay`, until_)).toEqual([400, 'validation_failed', ['until', 'types.0']]);
    expect(await paths(`${endpoints}/${randomUUID()}/replay`, { since: '2026-11-02T00:00:00Z' })).toEqual([
      404,
      'webhook_endpoint_not_found',
      [],
    ]);
    for (let more = 0; more < 2_000; more += 1) {
      const { status, json: answer } = await call('POST', endpoints, { url: hook, events: ['*'], isEnabled: false });
      if (status === 201) continue;
      expect([status, answer['code'], answer['limit']]).toEqual([409, 'endpoint_limit', more + 1]);
      return;
    }
    throw new Error('there may be as many as one likes');
  }, 120_000);

  it('finds in the catalogue what the description of the API has under webhooks', async () => {
    const kinds = await listed('/v1/event-types');
    const { webhooks } = (await call('GET', '/openapi.json')).json as { webhooks: Record<string, object> };
    expect(kinds.map(({ type }) => type)).toEqual(Object.keys(webhooks));
    expect(kinds.length).toBeGreaterThan(10);
  });
});
