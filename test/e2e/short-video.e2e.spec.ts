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
