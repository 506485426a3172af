import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess } from '../support/app-process.js';
import { factsOf, loudnessOf } from '../support/film.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

/** The protocol of FantaProjekt, as another Kadr or any client of it speaks it. */
describe('rendering for others', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices();
    app = await new AppProcess(services).start();
  }, 120_000);
  afterAll(async () => {
    await app.dispose();
    await services.stop();
  }, 60_000);

  const order = async (body: unknown) => {
    const response = await app.post('/api/short-video', body);
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const status = async (id: unknown) =>
    (await (await app.request(`/api/short-video/${String(id)}/status`)).json()) as Record<string, unknown>;

  it('puts a film together from scenes: drawn, spoken, with captions and music', async () => {
    const { status: code, json } = await order({
      scenes: [
        { text: 'An octopus has three hearts.', sceneDuration: 3 },
        { text: 'Two of them feed the gills.', searchTerms: ['octopus', 'sea'] },
      ],
      config: { voice: 'local', musicVolume: 'low', format: { width: 480, height: 854, fps: 24 } },
    });
    expect(code).toBe(201);
    await until('the film is there', 120_000, async () => {
      const now = await status(json['videoId']);
      if (now['status'] === 'failed') throw new Error(String(now['error']));
      return now['status'] === 'ready' && now['progress'] === 100;
    });
    const answer = await app.request(`/api/short-video/${String(json['videoId'])}`);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    const file = path.join(app.dataDir, 'short.mp4');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const facts = await factsOf(file);
    expect(facts).toMatchObject({ width: 480, height: 854, fps: '24/1', videoCodec: 'h264', audioCodec: 'aac' });
    expect(facts.frames).toBeGreaterThan(4.5 * 24);
    expect((await loudnessOf(file)).lufs).toBeCloseTo(-14, 0);

    expect((await app.request(`/api/short-video/${String(json['videoId'])}`, { method: 'DELETE' })).status).toBe(200);
    expect((await app.request(`/api/short-video/${String(json['videoId'])}/status`)).status).toBe(404);
  }, 180_000);

  /** Of a new organisation, with the key that asks. */
  const customer = async (overrides: Record<string, number>) => {
    const made = await app.post('/v1/admin/organisations', { name: 'Customer', plan: 'free' });
    const { id, apiKey } = (await made.json()) as { id: string; apiKey: { key: string } };
    const body = JSON.stringify({ plan: 'free', overrides });
    expect((await app.request(`/v1/admin/organisations/${id}/plan`, { method: 'PUT', body })).status).toBe(200);
    return { authorization: `Bearer ${apiKey.key}` };
  };
  const read = async (route: string, headers: Record<string, string>) =>
    (await (await app.request(route, { headers })).json()) as Record<string, unknown>;
  const levels = async (headers: Record<string, string>) => {
    const { resources } = (await read('/v1/billing/quota', headers)) as {
      resources: { resource: string; reserved: number; used: number }[];
    };
    return Object.fromEntries(resources.map(({ resource, reserved, used }) => [resource, { reserved, used }]));
  };
  const short = {
    scenes: [{ text: 'x', searchTerms: ['octopus'], sceneDuration: 2 }],
    config: { skipVoiceover: true, skipSubtitles: true, musicVolume: 'muted', format: { width: 240, height: 426, fps: 24 } },
  };

  it.each(['video_seconds', 'render_seconds', 'storage_bytes', 'concurrent_videos'])(
    'makes nothing where no %s are left',
    async (resource) => {
      const headers = await customer({ [resource]: 0 });
      const refused = await app.post('/api/short-video', short, headers);
      expect(refused.status).toBe(402);
      expect(await refused.json()).toMatchObject({ code: 'quota_exceeded', resource, limit: 0, used: 0, reserved: 0 });
      expect(await read('/api/short-videos', headers)).toEqual({ videos: [] });
      expect((await levels(headers))[resource]).toEqual({ reserved: 0, used: 0 });
    },
  );

  it('reserves what a film will use, settles what it has used, and takes its bytes back', async () => {
    const headers = await customer({});
    const key = { ...headers, 'idempotency-key': 'one film' };
    const first = await app.post('/api/short-video', short, key);
    expect(first.status).toBe(201);
    const { videoId } = (await first.json()) as { videoId: string };
    expect((await levels(headers))['render_seconds']).toEqual({ reserved: 2, used: 0 });
    const again = await app.post('/api/short-video', short, key);
    expect([again.status, again.headers.get('idempotency-replayed'), await again.json()]).toEqual([201, 'true', { videoId }]);
    expect((await app.post('/api/short-video', { ...short, config: {} }, key)).status).toBe(422);
    const [task] = await app.query<{ queue: string }>('SELECT queue FROM tasks.tasks WHERE subject_id = $1', [videoId]);
    // Not among the quick joins of films that are drawn and encoded already.
    expect(task?.queue).toBe('conform');
    await until('the film is there', 60_000, async () => (await read(`/api/short-video/${videoId}/status`, headers))['status'] === 'ready');
    expect((await read('/api/short-videos', headers))['videos']).toEqual([{ id: videoId, status: 'ready' }]);
    const film = Buffer.from(await (await app.request(`/api/short-video/${videoId}`, { headers })).arrayBuffer());
    const seconds = { reserved: 0, used: 2 };
    const used = { video_seconds: seconds, render_seconds: seconds, storage_bytes: { reserved: 0, used: film.length } };
    expect(await levels(headers)).toMatchObject(used);
    expect((await app.request(`/api/short-video/${videoId}`, { method: 'DELETE', headers })).status).toBe(200);
    await until('its bytes are given back', 20_000, async () => (await levels(headers))['storage_bytes']?.used === 0);
    const { data } = (await read('/v1/billing/records?limit=100', headers)) as { data: { subject: unknown; quantity: number }[] };
    expect(data).toHaveLength(4);
    for (const { subject } of data) expect(subject).toEqual({ kind: 'short_video', id: videoId });
    expect(await read('/v1/admin/billing/check', {})).toMatchObject({ isConsistent: true, differences: [] });
  }, 90_000);

  it('does not use up a key by an order that it refuses, and gives back what a failed film held', async () => {
    const headers = { ...(await customer({})), 'idempotency-key': 'corrected' };
    expect((await app.post('/api/short-video', { scenes: [] }, headers)).status).toBe(400);
    const page = `data:text/html;base64,${Buffer.from('<html></html>').toString('base64')}`;
    const broken = { ...short, scenes: [{ text: 'x', media: { type: 'url', url: page }, sceneDuration: 1 }] };
    const accepted = await app.post('/api/short-video', broken, headers);
    expect(accepted.status).toBe(201);
    const { videoId } = (await accepted.json()) as { videoId: string };
    await until('it has failed', 60_000, async () => (await read(`/api/short-video/${videoId}/status`, headers))['status'] === 'failed');
    expect((await levels(headers))['render_seconds']).toEqual({ reserved: 0, used: 0 });
  }, 90_000);

  it('tells all that is wrong with an order, in the words of the protocol', async () => {
    const { status: code, json } = await order({
      scenes: [{ text: 'x', media: { type: 'url', url: 'http://127.0.0.1/a.mp4' } }],
      config: { voice: 'local' },
    });
    expect(code).toBe(400);
    expect(json).toMatchObject({ error: 'Validation failed', missingFields: { 'scenes.0.media.url': expect.any(String) } });
  });

  it('fails a film whose media cannot be used, and says why', async () => {
    const page = `data:text/html;base64,${Buffer.from('<html><body>no picture</body></html>').toString('base64')}`;
    const { json } = await order({
      scenes: [{ text: 'x', media: { type: 'url', url: page }, sceneDuration: 1 }],
      config: { skipVoiceover: true },
    });
    const end = await until('it has failed', 60_000, async () => {
      const now = await status(json['videoId']);
      return now['status'] === 'failed' ? now : null;
    });
    expect(end['error']).toMatch(/cannot be used|not/);
  }, 90_000);
});

describe('a film that is put together elsewhere', () => {
  const KEY = 'kadr_test_0123456789abcdef0123456789';
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices();
  }, 120_000);
  afterAll(() => services.stop(), 60_000);
  afterEach(() => app.dispose());

  const starting = async (baseUrlOf: (url: string) => string): Promise<void> => {
    app = await new AppProcess(services, (url) => ({
      KADR_PROVIDERS_FANTAPROJEKT_BASE_URL: baseUrlOf(url),
      KADR_PROVIDERS_FANTAPROJEKT_API_KEY: KEY,
      KADR_EGRESS_ALLOW: new URL(url).host,
      KADR_POLL_INTERVAL_MS: '500',
      KADR_RETRY_BASE_MS: '50',
    })).start();
  };
  const film = {
    prompt: 'Why octopuses have three hearts',
    durationSeconds: 10,
    segmentation: { segmentSeconds: 5 },
    resolution: '480p',
    fps: 24,
  };
  const typesOf = async (id: string): Promise<string[]> => (await app.events(id)).map(({ type }) => type);

  it('keeps its length, its sound and its captions, whoever joins the pictures', async () => {
    await starting((url) => `${url}/api`);
    const { id } = await app.order({ ...film, renderer: 'fantaprojekt' });
    const video = await app.finished(id, 150_000);
    expect([video.error, video.status]).toEqual([null, 'completed']);
    const types = await typesOf(id);
    expect(types.filter((type) => type === 'PieceConformed')).toHaveLength(1);
    expect(types).not.toContain('RendererFellBack');
    const file = path.join(app.dataDir, 'film.mp4');
    writeFileSync(file, await app.download(video.video?.url ?? ''));
    expect(await factsOf(file)).toMatchObject({ frames: 240, width: 480, height: 854, fps: '24/1' });
    expect((await loudnessOf(file)).lufs).toBeCloseTo(-14, 0);
    // The other side was asked once, over its own protocol.
    const { videos } = (await (await app.request('/api/short-videos')).json()) as { videos: { status: string }[] };
    expect(videos.map(({ status }) => status)).toEqual(['ready']);
  }, 200_000);

  it('is put together here when the other side cannot, and says so', async () => {
    await starting(() => 'http://127.0.0.1:9/api');
    const { id } = await app.order({ ...film, renderer: 'fantaprojekt' });
    const video = await app.finished(id, 150_000);
    expect([video.error, video.status]).toEqual([null, 'completed']);
    const types = await typesOf(id);
    expect(types.filter((type) => type === 'RendererFellBack')).toHaveLength(1);
    expect(types.filter((type) => type === 'PieceConformed').length).toBeGreaterThan(1);
  }, 200_000);
});
