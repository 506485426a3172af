import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess, type StoredEvent } from '../support/app-process.js';
import { backUp, emptyInstallation, restore } from '../support/backups.js';
import { FakeRunware } from '../support/fake-runware.js';
import { dataUrlOf, paintedClip, paintedPng } from '../support/pictures.js';
import { labelsWithMany, WatchedBoards } from '../support/boards.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

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
  let runware: FakeRunware;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    const clip = path.join(services.dataDir, 'lighthouse.mp4');
    await paintedClip('testsrc2', clip);
    runware = await FakeRunware.start(readFileSync(clip));
    app = await new AppProcess(services, runware.env).start();
  }, 120_000);
  afterAll(async () => {
    await app?.dispose();
    await runware?.stop();
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

  it('comes out of a backup into an empty database and folder, goes on there with what was paid for, and nothing is given out twice', async () => {
    const model = { model: 'runware:veo-3.1-fast', input: { prompt: 'a lighthouse', aspectRatio: '16:9', durationSeconds: 4 } };
    const { id } = await app.order({ ...SHORT_FILM, durationSeconds: 5, approvals: ['script'] });
    const paid = (await (await app.post('/v1/generations', model)).json()) as { id: string };
    await atGate(id, 'script');
    const submitted = `SELECT 1 FROM integrations.provider_attempts WHERE state = 'submitted'`;
    await until('it is paid for', 60_000, async () => (await app.query(submitted, [])).length === 1);
    // Beside the app, which does not notice.
    const folder = path.join(services.dataDir, 'backup');
    expect(await backUp(services, app.dataDir, folder)).toEqual([
      0,
      expect.stringMatching(/^\d+ rows of \d+ tables and \d+ objects are in /),
    ]);
    const before = await app.events(id);
    const { id: later } = await app.order({ ...SHORT_FILM, approvals: ['script'] });
    await atGate(later, 'script');
    const [last] = await app.query<{ position: string }>('SELECT max(position) AS position FROM eventing.events', []);
    // While it works nobody calls it restored.
    expect(await restore(services, app.dataDir, ['finish'])).toEqual([
      1,
      expect.stringMatching(/work on this database: nothing was changed/),
    ]);

    await app.kill();
    const other = await emptyInstallation(services);
    const [code, said] = await restore(other, path.join(other.dataDir, 'restored'), ['load', '--from', folder]);
    expect([code, said.match(/^BAD.*/gm) ?? [], said.match(/^good +(.*?) {2,}/gm)?.length]).toEqual([0, [], 7]);
    expect(said).toMatch(/^runware: 1 requests are paid for and asked for again, 0 are in doubt/m);

    app = await new AppProcess(other, runware.env, path.join(other.dataDir, 'restored')).start();
    expect((await app.events(id)).slice(0, before.length)).toEqual(before);
    expect((await app.request(`/v1/videos/${later}`)).status).toBe(404);
    for (const task of runware.tasks) task.state = 'success';
    expect((await app.post(`/v1/videos/${id}/approvals/script/approve`)).status).toBe(200);
    expect(await app.finished(id)).toMatchObject({ status: 'completed', error: null });
    expectEachOnce(await app.events(id));
    await until('what was paid for is there', 60_000, async () => {
      const { status } = (await (await app.request(`/v1/generations/${paid.id}`)).json()) as { status: string };
      return status === 'completed';
    });
    expect(runware.tasks).toHaveLength(1);
    const fresh = (await app.events(id)).slice(before.length);
    expect(fresh.every(({ position }) => Number(position) > Number(last?.position) + 100_000)).toBe(true);
    const check = (await (await app.request('/v1/admin/billing/check')).json()) as object;
    expect(check).toMatchObject({ isConsistent: true, differences: [] });
  }, 300_000);

  it('deployment D2: is held while a newer release has recorded more, seen by everybody, and goes on when that release is here', async () => {
    const [held, plain] = [
      await app.order({ ...SHORT_FILM, durationSeconds: 5, approvals: ['script'] }),
      await app.order({ ...SHORT_FILM, durationSeconds: 5, approvals: ['script'] }),
    ];
    for (const { id } of [held, plain]) await atGate(id, 'script');
    const stream = `video-job-${held.id}`;
    // The newer release records an event and asks for work, neither of which this one knows.
    await app.query(
      `INSERT INTO eventing.events (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata)
       SELECT gen_random_uuid(), stream_id, version + 1, 'ScriptTranslated', 1, module, org_id, partition,
              jsonb_build_object('videoId', $2::text, 'stage', 'drafting', 'enteredAt', '2026-01-01T00:00:00.000Z'), metadata
         FROM eventing.events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1`,
      [stream, held.id],
    );
    await app.query(
      `INSERT INTO tasks.tasks (task_id, kind, queue, org_id, subject_id, correlation_id, payload, max_attempts)
       SELECT gen_random_uuid(), 'jobs.translate-script', 'script', org_id, subject_id, correlation_id, payload, 4
         FROM tasks.tasks WHERE subject_id = $1 LIMIT 1`,
      [held.id],
    );
    const behind = async (pathname: string): Promise<(string | number | null)[]> => {
      const { status, headers } = await app.request(pathname);
      return [status, headers.get('kadr-behind')];
    };
    expect(await behind(`/v1/videos/${held.id}`)).toEqual([200, '1']);
    expect(await behind('/v1/videos')).toEqual([200, '1']);
    expect(await behind(`/v1/videos/${plain.id}`)).toEqual([200, null]);
    const listed = (await (await app.request('/v1/videos')).json()) as { data: { id: string }[] };
    expect(listed.data.map(({ id }) => id)).toEqual(expect.arrayContaining([held.id, plain.id]));
    for (const pathname of [`/v1/videos/${held.id}/approvals/script/approve`, `/v1/videos/${held.id}/cancel`]) {
      const refused = await app.post(pathname);
      expect([refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { code: string }).code]).toEqual([
        ...[503, '5', 'newer_release_needed'],
      ]);
    }
    expect((await app.post(`/v1/videos/${plain.id}/approvals/script/approve`)).status).toBe(200);
    // Tried again and again, by a process that starts meanwhile too; nothing of it counts, and the others' films are made.
    for (let round = 0; round < 3; round += 1) {
      await app.query(
        `UPDATE tasks.tasks SET not_before = now(), enqueued_at = 'epoch' WHERE kind = 'jobs.translate-script' AND state = 'runnable'`,
        [],
      );
      await app.query(`UPDATE eventing.dead_letters SET next_attempt_at = now() WHERE status = 'retrying'`, []);
      if (round === 1) await restart();
      await until('it was looked at', 60_000, async () => {
        const due = `SELECT 1 FROM eventing.dead_letters WHERE status = 'retrying' AND next_attempt_at <= now()
                     UNION ALL SELECT 1 FROM tasks.tasks WHERE kind = 'jobs.translate-script' AND not_before <= now()`;
        return (await app.query(due, [])).length === 0;
      });
    }
    expect(await app.finished(plain.id)).toMatchObject({ status: 'completed', error: null });
    const letters = 'SELECT DISTINCT status, reason, attempts FROM eventing.dead_letters WHERE stream_id = $1 AND status <> $2';
    expect(await app.query(letters, [stream, 'waiting'])).toEqual([{ status: 'retrying', reason: 'unknown_event', attempts: 0 }]);
    const task = `SELECT state, attempt, crashes FROM tasks.tasks WHERE kind = 'jobs.translate-script'`;
    expect(await app.query(task, [])).toEqual([{ state: 'runnable', attempt: 1, crashes: 0 }]);
    // The newer release knows them: here they become what this one knows.
    await app.kill();
    await app.query(`UPDATE eventing.events SET type = 'StageEntered' WHERE stream_id = $1 AND type = 'ScriptTranslated'`, [stream]);
    await app.query(`DELETE FROM tasks.tasks WHERE kind = 'jobs.translate-script'`, []);
    await app.start();
    await until('nothing is held', 60_000, async () => (await app.query('SELECT 1 FROM eventing.dead_letters', [])).length === 0);
    expect(await behind(`/v1/videos/${held.id}`)).toEqual([200, null]);
    expect((await app.post(`/v1/videos/${held.id}/approvals/script/approve`)).status).toBe(200);
    expect(await app.finished(held.id)).toMatchObject({ status: 'completed', error: null });
  }, 240_000);

  it('shows on every board what it did, in few series', async () => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    const series = metrics.split('\n').filter((line) => /^[a-z]/.test(line));
    expect(series.length).toBeGreaterThan(300);
    expect(series.length).toBeLessThan(3_000);
    expect(labelsWithMany(series, 50)).toEqual([]);
    const boards = await WatchedBoards.watch(app.url, path.join(services.dataDir, 'observe'));
    try {
      await boards.seen();
      expect(await boards.empty(() => app.request('/v1/videos'))).toEqual([]);
    } finally {
      await boards.stop();
    }
  }, 240_000);
});
