import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess, type StoredEvent } from '../support/app-process.js';
import { dataUrlOf, paintedPng } from '../support/pictures.js';
import { type PrivateServices, startServices } from '../support/services.js';

const SHORT_FILM = {
  prompt: 'Why octopuses have three hearts',
  durationSeconds: 10,
  segmentation: { segmentSeconds: 5 },
  visuals: { mode: 'image-to-video' },
  aspectRatio: '1:1',
  resolution: '480p',
  fps: 24,
  music: false,
};

/** Each result once, whatever was killed. */
function expectEachOnce(events: readonly StoredEvent[]): void {
  const names = events.map(({ type, data }) =>
    [type, data['index'], data['piece'], data['stage'], data['approval']].filter((part) => part !== undefined).join(' '),
  );
  expect(names.filter((name, i) => names.indexOf(name) !== i && !name.startsWith('RenderStarted'))).toEqual([]);
}

describe('a job that waits for somebody', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    app = await new AppProcess(services).start();
  }, 120_000);
  afterAll(async () => {
    await app?.dispose();
    await services?.stop();
  }, 60_000);

  const restart = async (): Promise<void> => {
    await app.kill();
    await app.start();
  };
  const atGate = (id: string, type: string) =>
    app.when(id, ({ approvals }) => approvals.some((gate) => gate.type === type && gate.status === 'pending'));

  it('still waits after kill -9 at each of its gates, and goes on from there', async () => {
    const { id } = await app.order({ ...SHORT_FILM, approvals: ['script', 'images', 'videos'] });
    for (const gate of ['script', 'images', 'videos']) {
      await atGate(id, gate);
      const before = await app.events(id);
      await restart();
      expect((await app.video(id)).status).toBe('awaiting_approval');
      expect((await app.post(`/v1/videos/${id}/approvals/${gate}/approve`)).status).toBe(200);
      expect((await app.events(id)).slice(0, before.length)).toEqual(before);
    }
    expect(await app.finished(id)).toMatchObject({ status: 'completed', error: null });
    expectEachOnce(await app.events(id));
  }, 240_000);

  it('is decided by its deadline also when that falls into a time when nothing ran', async () => {
    const gates = [{ type: 'script', deadlineSeconds: 4, onDeadline: 'approve' }];
    const { id } = await app.order({ ...SHORT_FILM, durationSeconds: 5, approvals: gates });
    const waiting = await atGate(id, 'script');
    await app.kill();
    const { deadlineAt } = waiting.approvals[0] as unknown as { deadlineAt: string };
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(deadlineAt) - Date.now())));
    await app.start();
    const done = await app.finished(id);
    expect(done).toMatchObject({ status: 'completed', approvals: [{ type: 'script', status: 'approved', byDeadline: true }] });
    expectEachOnce(await app.events(id));
  }, 240_000);

  it('has its pictures fetched once more or not at all when it is killed while they are fetched', async () => {
    const picture = dataUrlOf(await paintedPng('smptebars'));
    const frames = [0, 1].map(() => ({ firstFrameUrl: picture, lastFrameUrl: picture, durationSeconds: 3 }));
    const { id } = await app.order({
      frames,
      segmentation: { mode: 'frame-pairs' },
      aspectRatio: '1:1',
      resolution: '480p',
      fps: 24,
      music: false,
    });
    await restart();
    expect(await app.finished(id)).toMatchObject({ status: 'completed', error: null });
    expectEachOnce(await app.events(id));
  }, 240_000);
});
