import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ObjectStorage } from '#assets';
import { EventSignals } from '#eventing';
import { final, ScriptedProvider } from '#integrations/testing';
import { type Requester } from '#jobs';
import { DirectedApp } from '../../support/directed-app.js';
import { until } from '../../support/supervised.js';
import { episodeIdOf, Episodes, SampleModule } from './index.js';

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
  const endOf = (episodeId: string): Promise<Row[]> =>
    until(`episode ${episodeId} has ended`, 60_000, async () => {
      const events = await stream(`sample-episode-${episodeId}`);
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

  it('hears of the end of its videos, and of nobody else’s, and runs a step of its own', async () => {
    const others = await app.post('/v1/videos', SMALL);
    const seriesId = randomUUID();
    const episodeId = episodeIdOf(seriesId, 1);
    const { id } = await episodes.order(by, seriesId, 1, SMALL);
    let signals = 0;
    const end = app.nest.get(EventSignals, { strict: false }).onStream(`video-job-${id}`, () => (signals += 1));
    const [planned, released, ...more] = await endOf(episodeId);
    expect([planned, released, more]).toEqual([
      { type: 'EpisodePlanned', data: { episodeId, seriesId, number: 1 } },
      { type: 'EpisodeReleased', data: { episodeId, durationSeconds: expect.any(Number), jingleKey: expect.any(String) } },
      [],
    ]);
    const jingleKey = String(released?.data['jingleKey']);
    expect(jingleKey.startsWith(`${by.orgId}/${episodeId}/`)).toBe(true);
    expect(await app.nest.get(ObjectStorage, { strict: false }).head(jingleKey)).not.toBeNull();
    end();
    expect(signals).toBeGreaterThan(0);
    expect((await app.ended(others.id)).status).toBe('completed');
    const asked = `SELECT 1 FROM tasks.tasks WHERE kind = 'sample.release-episode' AND payload->>'videoId' = $1`;
    expect(await app.query(asked, [others.id])).toEqual([]);
    expect(await app.query(asked, [id])).toHaveLength(1);
  }, 60_000);

  it('hears of a failure as well', async () => {
    const visuals = { models: ['broken:model'], fallback: [] };
    const seriesId = randomUUID();
    await episodes.order(by, seriesId, 1, { ...SMALL, visuals });
    const episodeId = episodeIdOf(seriesId, 1);
    expect((await endOf(episodeId)).at(-1)).toEqual({ type: 'EpisodeDropped', data: { episodeId, reason: 'failed' } });
  }, 60_000);
});
