import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
