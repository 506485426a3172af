import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess, type Video } from '../support/app-process.js';
import { until } from '../support/supervised.js';
import { type PrivateServices, startServices } from '../support/services.js';

/** The service as its requirements describe it: one call starts the conveyor, every stage leaves its files, everything can be asked for. */
describe('the video service', () => {
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

  it('expands an idea into tone, format, audience, hook and outline, under both of its addresses', async () => {
    for (const [pathname, idea] of [
      ['/v1/ideas/expand', 'octopus'],
      ['/v1/ideas:expand', 'осьминог'],
    ] as const) {
      const response = await app.post(pathname, { idea });
      expect(response.status).toBe(200);
      const { outline, ...expanded } = (await response.json()) as Record<string, string> & { outline: string[] };
      expect(Object.keys(expanded).sort()).toEqual(['audience', 'format', 'hook', 'title', 'tone']);
      for (const text of [...Object.values(expanded), ...outline]) expect(text).not.toBe('');
      expect(outline.length).toBeGreaterThan(1);
    }
  });

  it('takes a film through queued, drafting, assets, audio, rendering and ready, with a voice for each section and all files', async () => {
    const script =
      'The sea is old. It was here before us. Octopuses live in it with three hearts. Two of them serve the gills. One serves the body. So be kind to them.';
    const ordered = await app.order({
      script,
      durationSeconds: 20,
      segmentation: { mode: 'sections', segmentSeconds: 5 },
      template: 'documentary',
      aspectRatio: '1:1',
      resolution: '480p',
      fps: 24,
    });
    expect(ordered).toMatchObject({ status: 'queued', stage: 'queued' });
    const eventsUrl = (ordered as unknown as { eventsUrl: string }).eventsUrl;
    const [stream, done] = await Promise.all([fetch(eventsUrl).then((response) => response.text()), app.finished(ordered.id)]);
    expect([done.status, done.error]).toEqual(['completed', null]);
    const stages = ['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready'];
    expect(done.stageHistory.map(({ stage }) => stage)).toEqual(stages);
    expect([...stream.matchAll(/^event: stage\ndata: {"stage":"(\w+)"}$/gm)].map(([, stage]) => stage)).toEqual(stages);
    expect(stream).toContain('event: completed');

    const names = done.artifacts.map(({ name }) => name);
    for (const name of [
      'storyboard.json',
      'script.txt',
      'frames/000.png',
      'voiceover.m4a',
      'music.m4a',
      'subtitles.srt',
      'subtitles.vtt',
    ]) {
      expect(names).toContain(name);
    }
    for (const name of ['voice/intro.m4a', 'voice/main.m4a', 'voice/outro.m4a', 'manifest.json', 'thumbnail.jpg', 'final.mp4']) {
      expect(names).toContain(name);
      expect((await app.request(`/v1/videos/${done.id}/artifacts/${name}`)).status).toBe(200);
    }
    const manifest = (await (await app.request(`/v1/videos/${done.id}/artifacts/manifest.json`)).json()) as {
      segments: { section: string; text: string }[];
      transitions: { kind: string }[];
    };
    expect(manifest.segments.map(({ section }) => section)).toEqual(['intro', 'main', 'main', 'outro']);
    expect(manifest.segments.map(({ text }) => text).join(' ')).toBe(script);
    expect([manifest.transitions[0]?.kind, manifest.transitions[2]?.kind]).toEqual(['fade', 'fade']);

    const listed = (await (await app.request('/v1/videos?status=completed')).json()) as { data: Video[] };
    expect(listed.data.map(({ id }) => id)).toEqual([done.id]);
    const told = (await (await app.request(`/v1/videos/${done.id}/timeline`)).json()) as { data: { type: string; title: string }[] };
    expect(told.data.map(({ type }) => type)).toEqual((await app.events(done.id)).map(({ type }) => type));
    for (const { title } of told.data) expect(title).not.toBe('');

    expect((await app.request(`/v1/videos/${done.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await app.request(`/v1/videos/${done.id}`)).status).toBe(404);
    await until('the files are removed', 30_000, async () => (await fetch(done.video?.url ?? '')).status === 404);
  }, 180_000);
});
