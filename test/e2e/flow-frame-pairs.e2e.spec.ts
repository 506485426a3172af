import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess, type Video } from '../support/app-process.js';
import { factsOf } from '../support/film.js';
import { dataUrlOf, difference, paintedPng, tinyFrames } from '../support/pictures.js';
import { type PrivateServices, startServices } from '../support/services.js';

interface Shown {
  readonly index: number;
  readonly text: string;
  readonly source: string;
  readonly durationSeconds: number;
  readonly isFallback: boolean;
}

describe('a film of frame pairs', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices();
    app = await new AppProcess(services).start();
  }, 120_000);
  afterAll(async () => {
    await app?.dispose();
    await services?.stop();
  }, 60_000);

  const segmentsOf = async (id: string): Promise<Shown[]> =>
    ((await (await app.request(`/v1/videos/${id}/segments`)).json()) as { data: Shown[] }).data;
  /** A picture to send, and as it looks among tiny frames. */
  const painted = async (painter: string) => {
    const bytes = await paintedPng(painter);
    const file = path.join(app.dataDir, `${painter}.png`);
    writeFileSync(file, bytes);
    const [tiny] = await tinyFrames(file);
    if (!tiny) throw new Error(`${painter} painted nothing`);
    return { url: dataUrlOf(bytes), bytes, tiny };
  };
  const filmOf = async (video: Video): Promise<string> => {
    const file = path.join(app.dataDir, `${video.id}.mp4`);
    writeFileSync(file, await app.download(video.video?.url ?? ''));
    return file;
  };

  const uploaded = async (bytes: Buffer, name = 'own.png'): Promise<string> => {
    const form = new FormData();
    form.append('file', new File([new Uint8Array(bytes)], name));
    const answer = await fetch(`${app.url}/v1/assets`, { method: 'POST', body: form, headers: { authorization: app.authorization } });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { id: string }).id;
  };

  it('goes from each first picture to its last, for exactly as long as was asked, with words spoken over it', async () => {
    const [sun, dusk, sea] = [await painted('rgbtestsrc'), await painted('mandelbrot'), await painted('smptebars')];
    const script = 'The sun goes down. Night falls over the sea.';
    const { id } = await app.order({
      script,
      segmentation: { mode: 'frame-pairs' },
      frames: [
        { firstFrameUrl: sun.url, lastFrameUrl: dusk.url, durationSeconds: 3.5, prompt: 'a sunset' },
        { firstFrameUrl: dusk.url, lastFrameUrl: sea.url, durationSeconds: 2 },
      ],
      subtitles: false,
      music: false,
      template: 'minimal',
      resolution: '480p',
      fps: 24,
    });
    const done = await app.finished(id);
    expect([done.status, done.error]).toEqual(['completed', null]);
    const segments = await segmentsOf(id);
    expect(segments.map(({ durationSeconds }) => durationSeconds)).toEqual([3.5, 2]);
    expect(segments.map(({ text }) => text).join(' ')).toBe(script);
    expect(segments.map(({ source, isFallback }) => [source, isFallback])).toEqual(Array(2).fill(['local:illustrator', false]));
    const film = await filmOf(done);
    expect(await factsOf(film)).toMatchObject({ frames: 132, fps: '24/1' });
    const seen = await tinyFrames(film);
    for (const [frame, picture, others] of [
      [0, sun, [dusk, sea]],
      [83, dusk, [sun, sea]],
      [84, dusk, [sun, sea]],
      [131, sea, [sun, dusk]],
    ] as const) {
      const pixels = seen[frame] ?? Buffer.alloc(0);
      for (const other of others) expect(difference(pixels, picture.tiny)).toBeLessThan(difference(pixels, other.tiny) / 2);
    }
  }, 180_000);

  it('fails with every picture that cannot be used, each by its place', async () => {
    const good = (await painted('testsrc2')).url;
    const nowhere = `/v1/assets/${crypto.randomUUID()}/content`;
    const { id } = await app.order({
      title: 'Silent',
      segmentation: { mode: 'frame-pairs' },
      frames: [
        { firstFrameUrl: nowhere, lastFrameUrl: good, durationSeconds: 3 },
        { firstFrameUrl: good, lastFrameUrl: nowhere, durationSeconds: 3 },
      ],
      resolution: '480p',
    });
    const failed = await app.finished(id);
    expect(failed).toMatchObject({
      status: 'failed',
      error: {
        code: 'frames_refused',
        retryable: false,
        errors: [
          { path: 'frames.0.firstFrameUrl', code: 'not_found' },
          { path: 'frames.1.lastFrameUrl', code: 'not_found' },
        ],
      },
    });
    const listed = (await app.request('/v1/videos', {
      method: 'POST',
      body: JSON.stringify({
        segmentation: { mode: 'frame-pairs' },
        frames: [{ firstFrameUrl: 'data:image/png;base64,bm8gcGljdHVyZQ==', lastFrameUrl: 'http://169.254.169.254/', durationSeconds: 6 }],
      }),
    })) as Response;
    expect(listed.status).toBe(400);
    const { errors } = (await listed.json()) as { errors: { path: string; code: string }[] };
    expect(errors.map(({ path: at, code }) => [at, code])).toEqual([
      ['frames.0.firstFrameUrl', 'unsupported_media'],
      ['frames.0.lastFrameUrl', 'url_not_allowed'],
    ]);
  }, 120_000);

  it('shows own pictures and footage where segments name them', async () => {
    const [bars, fractal] = [await painted('smptebars'), await painted('mandelbrot')];
    const own = [await uploaded(bars.bytes), await uploaded(fractal.bytes)];
    const { id } = await app.order({
      script: 'One picture of our own. And then a second one.',
      durationSeconds: 10,
      segmentation: { segmentSeconds: 5 },
      visuals: { mode: 'image-to-video', assets: own.map((assetId, segment) => ({ segment, assetId })) },
      subtitles: false,
      music: { mood: 'calm' },
      template: 'minimal',
      resolution: '480p',
      fps: 24,
    });
    const done = await app.finished(id);
    expect([done.status, done.error]).toEqual(['completed', null]);
    const segments = await segmentsOf(id);
    expect(segments.map(({ source, isFallback }) => [source, isFallback])).toEqual(own.map((assetId) => [`asset:${assetId}`, false]));
    const seen = await tinyFrames(await filmOf(done));
    for (const [frame, picture, other] of [
      [10, bars, fractal],
      [230, fractal, bars],
    ] as const) {
      const pixels = seen[frame] ?? Buffer.alloc(0);
      expect(difference(pixels, picture.tiny)).toBeLessThan(difference(pixels, other.tiny));
    }

    // What was spoken and composed for it serves another film as its own voice and music (faults D8).
    const fileOf = async (name: string) => app.download(done.artifacts.find((artifact) => artifact.name === name)?.url ?? '');
    const [voice, music] = [
      await uploaded(await fileOf('voiceover.m4a'), 'voice.m4a'),
      await uploaded(await fileOf('music.m4a'), 'music.m4a'),
    ];
    const script = 'One picture of our own. And then a second one.';
    const sounds = {
      script,
      voice: { assetId: voice },
      music: { assetId: music, gainDb: -20 },
      resolution: '480p',
      fps: 24,
      template: 'minimal',
    };
    const refused = await app.request('/v1/videos', {
      method: 'POST',
      body: JSON.stringify({ ...sounds, voice: { assetId: own[0] }, music: { assetId: crypto.randomUUID() } }),
    });
    const { errors } = (await refused.json()) as { errors: { path: string; code: string }[] };
    expect([refused.status, Object.fromEntries(errors.map(({ path: at, code }) => [at, code]))]).toEqual([
      400,
      { 'voice.assetId': 'unsupported_media', 'music.assetId': 'asset_not_found' },
    ]);
    const assets = [{ segment: 0, assetId: own[0], fit: 'contain-blur', focus: { x: 0.9, y: 0.5 } }];
    const spoken = await app.finished((await app.order({ ...sounds, visuals: { assets } })).id);
    expect([spoken.status, spoken.error]).toEqual(['completed', null]);
    expect(spoken.request).toMatchObject({ voice: { assetId: voice }, music: { assetId: music }, visuals: { assets } });
    // As long as the recording, which was laid for a film of ten seconds.
    expect(Math.round((spoken.video?.durationSeconds ?? 0) * 2) / 2).toBe(10);
  }, 300_000);
});
