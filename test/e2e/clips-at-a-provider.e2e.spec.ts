import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pngOf } from '#media/testing';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { FakeRunware } from '../support/fake-runware.js';
import { dataUrlOf, paintedClip } from '../support/pictures.js';
import { until } from '../support/supervised.js';

interface Clips {
  readonly id: string;
  readonly status: string;
  readonly model: string;
  readonly clips: Readonly<Record<string, unknown>>;
  readonly frames: Readonly<Record<string, string>>;
  readonly summary: { readonly pending: number; readonly completed: number; readonly failed: number };
}

const [FIRST, LAST] = [pngOf(90, 160, 10), pngOf(90, 160, 240)];

describe('clips that a provider makes', () => {
  let folder: string;
  let runware: FakeRunware;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-provider-'));
    await paintedClip('testsrc2', path.join(folder, 'film.mp4'));
    runware = await FakeRunware.start(await readFile(path.join(folder, 'film.mp4')));
    // Five minutes between two looks: whatever is seen earlier was asked for.
    app = await startTestApp({ env: { ...runware.env, KADR_POLL_INTERVAL_MS: '300000' } });
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await runware?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const call = async (method: string, pathname: string, body?: unknown): Promise<Clips> => {
    const response = await fetch(app.url + pathname, {
      method,
      headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Clips;
  };

  it('are submitted side by side, once each, and looked at when somebody asks', async () => {
    const pair = { first_frame: dataUrlOf(FIRST), last_frame: dataUrlOf(LAST) };
    const frames = { '1': { ...pair, duration: 4 }, '2': { ...pair, duration: 6 }, '3': { ...pair, duration: 8 } };
    // Who has a key for a provider wants it used.
    const { id, model } = await call('POST', '/v1/clips', { frames });
    expect(model).toMatch(/^runware:/);
    await until('all are submitted', 20_000, () => runware.tasks.length === 3);
    expect(runware.tasks.map(({ duration }) => duration).sort()).toEqual([4, 6, 8]);
    for (const { body } of runware.tasks) {
      const text = JSON.stringify(body);
      expect(text.indexOf(FIRST.toString('base64'))).toBeGreaterThan(0);
      expect(text.indexOf(LAST.toString('base64'))).toBeGreaterThan(text.indexOf(FIRST.toString('base64')));
    }

    for (const task of runware.tasks) if (task.duration !== 8) task.state = task.duration === 4 ? 'success' : 'error';
    expect((await call('GET', `/v1/clips/${id}`)).summary).toMatchObject({ pending: 3 });
    await call('POST', `/v1/clips/${id}/check`);
    const half = await until('two have ended', 20_000, async () => {
      const clips = await call('GET', `/v1/clips/${id}`);
      return clips.summary.pending === 1 ? clips : null;
    });
    expect(half).toMatchObject({ status: 'processing', summary: { completed: 1, failed: 1 } });
    expect(half.clips[half.frames['2'] ?? '']).toMatchObject({ error: { code: 'content_refused' } });
    expect(half.clips[half.frames['1'] ?? '']).toMatch(/^http.*clip\.mp4$/);

    for (const task of runware.tasks) if (task.duration === 8) task.state = 'success';
    const done = await until('the last has ended', 30_000, async () => {
      // Asking more often than once a second is not passed on.
      await call('POST', `/v1/clips/${id}/check`);
      const clips = await call('GET', `/v1/clips/${id}`);
      return clips.status === 'completed' ? clips : null;
    });
    expect(done.summary).toMatchObject({ pending: 0, completed: 2, failed: 1 });
    expect(runware.tasks).toHaveLength(3);
  }, 90_000);
});
