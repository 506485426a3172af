import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSignals } from '#eventing';
import { final, ScriptedProvider } from '#integrations/testing';
import { type Requester } from '#jobs';
import { DirectedApp } from '../../support/directed-app.js';
import { until } from '../../support/supervised.js';
import { Episodes, SampleModule } from './index.js';

const SMALL = { prompt: 'How bees find their way home', durationSeconds: 5, resolution: '480p', fps: 24, music: false } as const;

interface Row {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('a lib that knows jobs by its door', () => {
  let app: DirectedApp;
  let episodes: Episodes;
  let by: Requester;
  beforeAll(async () => {
    const broken = new ScriptedProvider('broken', 'text-to-video', final());
    app = await DirectedApp.start([broken], {}, { imports: [SampleModule] });
    episodes = app.nest.get(Episodes, { strict: false });
    const { organisation } = await app.get<{ organisation: { id: string } }>('/v1/me');
    by = { orgId: organisation.id, actor: 'series:sample' };
  }, 120_000);
  afterAll(() => app?.close(), 60_000);

  const stream = (id: string): Promise<Row[]> =>
    app.query<Row>('SELECT type, data FROM eventing.events WHERE stream_id = $1 ORDER BY version', [id]);
  const endOf = (videoId: string): Promise<Row[]> =>
    until(`episode ${videoId} has ended`, 60_000, async () => {
      const events = await stream(`sample-episode-${videoId}`);
      return events.length > 1 ? events : null;
    });

  it('orders a video for what it is for, once however often', async () => {
    const seriesId = randomUUID();
    const [first, second] = await Promise.all([1, 2].map(() => episodes.order(by, seriesId, 1, SMALL)));
    const third = await episodes.order(by, seriesId, 1, SMALL);
    const videoId = third.id;
    expect([first?.id, second?.id]).toEqual([videoId, videoId]);
    const created = (await stream(`video-job-${videoId}`)).filter(({ type }) => type === 'JobCreated');
    expect(created.map(({ data }) => data['origin'])).toEqual([{ seriesId, item: 1 }]);
    const reserved = `SELECT type, data FROM eventing.events WHERE type = 'QuotaReserved' AND data->'subject'->>'id' = $1`;
    expect(await app.query(reserved, [videoId])).toHaveLength(1);
    expect((await episodes.order(by, seriesId, 2, SMALL)).id).not.toBe(videoId);
  });

  it('hears of the end of its videos, and of nobody else’s', async () => {
    const others = await app.post('/v1/videos', SMALL);
    const { id } = await episodes.order(by, randomUUID(), 1, SMALL);
    let signals = 0;
    const end = app.nest.get(EventSignals, { strict: false }).onStream(`video-job-${id}`, () => (signals += 1));
    expect(await endOf(id)).toEqual([
      { type: 'EpisodePlanned', data: expect.objectContaining({ videoId: id }) },
      { type: 'EpisodeReleased', data: { videoId: id, durationSeconds: expect.any(Number) } },
    ]);
    end();
    expect(signals).toBeGreaterThan(0);
    expect((await app.ended(others.id)).status).toBe('completed');
    expect(await stream(`sample-episode-${others.id}`)).toEqual([]);
  }, 60_000);

  it('hears of a failure as well', async () => {
    const visuals = { models: ['broken:model'], fallback: [] };
    const { id } = await episodes.order(by, randomUUID(), 1, { ...SMALL, visuals });
    expect((await endOf(id)).at(-1)).toEqual({ type: 'EpisodeDropped', data: { videoId: id, reason: 'failed' } });
  }, 60_000);
});
