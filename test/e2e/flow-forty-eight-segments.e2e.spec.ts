import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectedApp } from '../support/directed-app.js';

/** Four minutes in 48 segments of five seconds: intro, main part and outro at 1:2:1, with a person at every gate. */
const FOUR_MINUTES = {
  prompt: 'Почему у осьминога три сердца',
  language: 'ru',
  durationSeconds: 240,
  segmentation: { mode: 'sections', segmentSeconds: 5 },
  visuals: { mode: 'image-to-video', seed: 7 },
  approvals: ['script', 'images', 'videos'],
  resolution: '480p',
  fps: 24,
};

describe('a film of forty-eight segments', () => {
  let app: DirectedApp;
  beforeAll(async () => {
    app = await DirectedApp.start();
  }, 120_000);
  afterAll(() => app?.close(), 60_000);

  it('goes from prompt to film past all gates, in at most 400 events', async () => {
    // Stage 1: a script, and nothing else, until somebody approves it.
    const { id } = await app.post('/v1/videos', FOUR_MINUTES);
    const atScript = await app.atGate(id, 'script');
    expect(atScript.progress.message).toBe('Ожидает утверждения: сценарий');
    expect(atScript.approvals[0]?.preview).toEqual({ script: expect.stringContaining('осьминога') });
    expect(await app.segments(id)).toEqual([]);
    await app.post(`/v1/videos/${id}/approvals/script/approve`);

    // Stages 2 to 4: 12 + 24 + 12 segments with an image each, the first five for a look.
    const atImages = await app.atGate(id, 'images');
    const segments = await app.segments(id);
    expect(segments.map(({ section }) => section)).toEqual([
      ...Array<string>(12).fill('intro'),
      ...Array<string>(24).fill('main'),
      ...Array<string>(12).fill('outro'),
    ]);
    expect(new Set(segments.map(({ durationSeconds }) => durationSeconds))).toEqual(new Set([5]));
    expect(segments.map(({ imageStatus, videoStatus }) => `${imageStatus} ${videoStatus}`)).toEqual(Array(48).fill('completed pending'));
    expect(atImages.approvals.at(-1)?.preview).toEqual(
      [0, 1, 2, 3, 4].map((segment) => ({ segment, url: expect.stringMatching(/^http/), thumbnailUrl: expect.stringMatching(/^http/) })),
    );
    expect(app.asked.clips).toEqual([]);

    // Two images are not good: they alone are drawn again, and the painter is told why.
    const drawn = app.asked.images.length;
    await app.post(`/v1/videos/${id}/approvals/images/reject`, { comment: 'Больше синего', segments: [3, 4] });
    await app.atGate(id, 'images');
    const again = app.asked.images.slice(drawn);
    expect(again.map(({ film }) => film?.index).sort()).toEqual([3, 4]);
    for (const { prompt } of again) expect(prompt).toContain('Больше синего');
    expect(await app.refused(`/v1/videos/${id}/approvals/videos/approve`)).toEqual([409, 'not_awaiting_approval']);
    await app.post(`/v1/videos/${id}/approvals/images/approve`);
    expect(await app.refused(`/v1/videos/${id}/approvals/images/approve`)).toEqual([409, 'already_decided']);

    // Stages 5 and 6: clips from the images, the first three for a look, and no render before the approval.
    const atVideos = await app.atGate(id, 'videos');
    expect(atVideos.approvals.at(-1)?.preview).toHaveLength(3);
    expect(app.asked.clips).toHaveLength(48);
    for (const { firstImagePath } of app.asked.clips) expect(firstImagePath).not.toBeNull();
    expect(app.asked.pieces).toEqual([]);
    await app.post(`/v1/videos/${id}/approvals/videos/approve`);

    // Stages 7 and 8: a voice for each section, and the film.
    const done = await app.ended(id);
    expect([done.status, done.error]).toEqual(['completed', null]);
    expect(done.progress.message).toBe('Видео готово');
    const names = done.artifacts.map(({ name }) => name);
    for (const name of ['voice/intro.m4a', 'voice/main.m4a', 'voice/outro.m4a', 'voiceover.m4a', 'final.mp4'])
      expect(names).toContain(name);
    expect(done.stageHistory.map(({ stage }) => stage)).toEqual(['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready']);

    const events = await app.events(id);
    expect(events.length).toBeLessThanOrEqual(400);

    // One segment anew: one clip, and only the pieces that show it.
    const pieces = app.asked.pieces.length;
    const clips = app.asked.clips.length;
    expect(pieces).toBe(95);
    const before = await app.get<{ pieces: { id: string; sha256: string }[] }>(`/v1/videos/${id}/artifacts/manifest.json`);
    await app.post(`/v1/videos/${id}/segments/20/regenerate`, { prompt: 'Глубокое море' });
    expect((await app.ended(id)).status).toBe('completed');
    expect(app.asked.clips.slice(clips).map(({ prompt }) => prompt)).toEqual(['Глубокое море']);
    expect(app.asked.pieces.slice(pieces).sort()).toEqual(['segment-020', 'transition-019-020', 'transition-020-021']);
    const after = await app.get<{ pieces: { id: string; sha256: string }[] }>(`/v1/videos/${id}/artifacts/manifest.json`);
    expect(after.pieces.map(({ id: piece }) => piece)).toEqual(before.pieces.map(({ id: piece }) => piece));
  }, 180_000);

  it('says how far it is in the words of its language, by GET and as events without a header', async () => {
    const { id, eventsUrl } = await app.post<{ id: string; eventsUrl: string }>('/v1/videos', { ...FOUR_MINUTES, approvals: [] });
    const stream = await (await app.follow(eventsUrl)).text();
    const messages = [...stream.matchAll(/^event: progress\ndata: (.*)$/gm)].map(
      ([, data = '{}']) => (JSON.parse(data) as { message: string }).message,
    );
    expect(messages).toContain('Генерация изображений: 24/48 (50%)');
    expect(messages).toContain('Анимация видео: 24/48 (50%)');
    expect(stream).toContain('event: completed');
    const forged = eventsUrl.replace(/token=../, 'token=xx');
    expect([(await app.follow(forged)).status, (await app.follow(eventsUrl.replace(id, crypto.randomUUID()))).status]).toEqual([404, 404]);
    await app.request(`/v1/videos/${id}`, { method: 'DELETE' });
    expect((await app.follow(eventsUrl)).status).toBe(404);
  }, 120_000);
});
