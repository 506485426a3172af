import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pngOf } from '#media/testing';
import { AppProcess } from '../support/app-process.js';
import { FakeRunware } from '../support/fake-runware.js';
import { dataUrlOf, paintedClip } from '../support/pictures.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

interface Clips {
  readonly id: string;
  readonly status: string;
  readonly summary: { readonly total: number; readonly pending: number; readonly completed: number; readonly failed: number };
}
interface Generation {
  readonly id: string;
  readonly status: string;
  readonly asset: { readonly bytes: number } | null;
}

const PAIR = { first_frame: dataUrlOf(pngOf(90, 160, 20)), last_frame: dataUrlOf(pngOf(90, 160, 220)) };
const pairs = (count: number, duration: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`s${i}`, { ...PAIR, duration }]));

describe('clips and generations', () => {
  let folder: string;
  let runware: FakeRunware;
  let services: PrivateServices;
  let app: AppProcess;
  let pictures: Server;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-chaos-'));
    await paintedClip('testsrc2', path.join(folder, 'film.mp4'));
    runware = await FakeRunware.start(await readFile(path.join(folder, 'film.mp4')));
    pictures = createServer((_request, response) => setTimeout(() => response.end(pngOf(90, 160, 120)), 1_000));
    await new Promise<void>((resolve) => pictures.listen(0, '127.0.0.1', resolve));
    services = await startServices({ durable: true });
    app = await new AppProcess(services, {
      ...runware.env,
      KADR_EGRESS_ALLOW: `${runware.env['KADR_EGRESS_ALLOW']},127.0.0.1:${portOf(pictures)}`,
      KADR_POLL_INTERVAL_MS: '250',
      KADR_STALLED_AFTER_SECONDS: '4',
    }).start();
  }, 120_000);
  afterAll(async () => {
    await app?.dispose();
    await services?.stop();
    await runware?.stop();
    pictures?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const order = async <R>(pathname: string, body: object): Promise<R> => {
    const response = await app.post(pathname, body);
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as R;
  };
  const clipsWhen = (id: string, isSo: (clips: Clips) => boolean): Promise<Clips> =>
    until(`clips ${id}`, 90_000, async () => {
      const clips = (await (await app.request(`/v1/clips/${id}`)).json()) as Clips;
      return isSo(clips) ? clips : null;
    });
  const typesOf = async (streamId: string): Promise<string[]> => {
    const client = new pg.Client({ connectionString: services.databaseUrl() });
    await client.connect();
    try {
      const sql = 'SELECT type FROM eventing.events WHERE stream_id = $1 ORDER BY version';
      return (await client.query<{ type: string }>(sql, [streamId])).rows.map(({ type }) => type);
    } finally {
      await client.end();
    }
  };

  it('go on after kill -9 while clips are drawn here, and record each once', async () => {
    const { id } = await order<Clips>('/v1/clips', { model: 'local:illustrator', frames: pairs(3, 3), aspectRatio: '1:1' });
    await clipsWhen(id, ({ summary }) => summary.completed >= 1);
    await app.kill();
    await app.start();
    const done = await clipsWhen(id, ({ status }) => status === 'completed');
    expect(done.summary).toEqual({ total: 3, pending: 0, completed: 3, failed: 0 });
    const types = await typesOf(`clip-set-${id}`);
    expect(types.filter((type) => type === 'ClipMade')).toHaveLength(3);
    expect(types.filter((type) => type === 'ClipSetCompleted')).toHaveLength(1);
  }, 180_000);

  it('are not paid for twice when the process dies while the provider works', async () => {
    const { id } = await order<Clips>('/v1/clips', { model: 'runware:veo-3.1', frames: pairs(3, 4) });
    await until('all are submitted', 30_000, () => runware.tasks.length === 3);
    await app.kill();
    for (const task of runware.tasks) task.state = 'success';
    await app.start();
    const done = await clipsWhen(id, ({ status }) => status === 'completed');
    expect(done.summary).toMatchObject({ completed: 3, failed: 0 });
    expect(runware.tasks).toHaveLength(3);
  }, 180_000);

  it('make one asset of a generation, whenever the process dies', async () => {
    const input = { prompt: 'A lighthouse in the rain', durationSeconds: 3, aspectRatio: '1:1', seed: 7 };
    const { id } = await order<Generation>('/v1/generations', { model: 'local:illustrator', input });
    const read = async (): Promise<Generation> => (await (await app.request(`/v1/generations/${id}`)).json()) as Generation;
    await until('it runs', 30_000, async () => (await read()).status === 'running');
    await app.kill();
    await app.start();
    const done = await until('it has ended', 90_000, async () => {
      const generation = await read();
      return ['completed', 'failed'].includes(generation.status) ? generation : null;
    });
    expect([done.status, (done.asset?.bytes ?? 0) > 10_000]).toEqual(['completed', true]);
    expect(await typesOf(`generation-${id}`)).toEqual(['GenerationRequested', 'GenerationStarted', 'GenerationCompleted']);
    const assets = (await (await app.request('/v1/assets')).json()) as { data: unknown[] };
    expect(assets.data).toHaveLength(1);
  }, 180_000);

  it('faults C34: are done after all when their tasks are lost, and so are short videos and imports', async () => {
    const statusOf = async (pathname: string): Promise<string> =>
      ((await (await app.request(pathname)).json()) as { status: string }).status;
    const generation = { prompt: 'A harbour at dawn', durationSeconds: 3, seed: 3 };
    const scene = { text: 'x', searchTerms: ['octopus'], sceneDuration: 3 };
    const config = { skipVoiceover: true, skipSubtitles: true, musicVolume: 'muted', format: { width: 480, height: 854, fps: 24 } };
    const orders = [
      { what: '/v1/generations', body: { model: 'local:illustrator', input: generation }, end: 'completed' },
      { what: '/v1/clips', body: { model: 'local:illustrator', frames: pairs(1, 3) }, end: 'completed' },
      { what: '/api/short-video', body: { scenes: [scene], config }, end: 'ready' },
      { what: '/v1/assets', body: { url: `http://127.0.0.1:${portOf(pictures)}/late.png` }, end: 'ready' },
    ];
    const read: { pathname: string; end: string }[] = [];
    for (const { what, body, end } of orders) {
      const { id, videoId } = (await (await app.post(what, body)).json()) as { id?: string; videoId?: string };
      const subject = id ?? videoId ?? '';
      await until(`a task of ${what} is lost`, 20_000, async () => {
        const lost = 'DELETE FROM tasks.tasks WHERE subject_id = $1 AND finished_at IS NULL RETURNING kind';
        return (await app.query(lost, [subject])).length > 0;
      });
      read.push({ pathname: id ? `${what}/${id}` : `${what}/${subject}/status`, end });
    }
    for (const { pathname, end } of read)
      await until(`${pathname} has ended`, 60_000, async () => {
        const status = await statusOf(pathname);
        if (status === 'failed') throw new Error(`${pathname} failed`);
        return status === end;
      });
    const metrics = await (await app.request('/metrics')).text();
    expect(metrics.match(/^kadr_work_resumed_total\{.*what="[a-z ]+".*\} [0-9]+/gm)).toHaveLength(4);
  }, 120_000);
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
