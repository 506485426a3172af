import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { EventingRegistry } from '#eventing';
import { type ProcessManager } from '#eventing/domain';
import { type AssetEvent } from '#assets';
import { startTestApp, type TestApp } from './testing/index.js';

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

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ imports: [{ module: BreakingModule }], env: { KADR_RATE_LIMIT_PER_MINUTE: '100000' } });
}, 60_000);
afterAll(() => app?.close(), 60_000);

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

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await isSo());) {
    if (Date.now() > deadline) throw new Error(`still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

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
    await until('three letters', async () => (await listed('/v1/admin/dead-letters')).length === 3);
    // As after the last attempt: it waits for a person.
    await app.sql.query(`UPDATE eventing.dead_letters SET status = 'parked', attempts = 5, next_attempt_at = NULL`);
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

  it('is nobody who only runs an organisation', async () => {
    const { json } = await call('POST', '/v1/admin/organisations', { name: 'Customer' });
    const { key } = json['apiKey'] as { key: string };
    const routes = [
      ['GET', '/v1/admin/projections'],
      ['POST', '/v1/admin/projections/jobs.video-index/rebuild'],
      ['GET', '/v1/admin/dead-letters'],
      ['POST', `/v1/admin/dead-letters/${randomUUID()}/replay`],
    ] as const;
    for (const [method, route] of routes) expect([route, (await call(method, route, undefined, key)).status]).toEqual([route, 403]);
  });
});
