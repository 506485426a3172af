import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BucketServer, s3Server } from '#assets/testing';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { SmallDisk } from '../support/small-disk.js';
import { until } from '../support/supervised.js';

const FILM = { prompt: 'a lighthouse', durationSeconds: 5, resolution: '480p', fps: 24 };
const REFUSALS = [
  [403, 'AccessDenied'],
  [503, 'SlowDown'],
] as const;
/** Megabytes: a film of five seconds needs some twenty. */
const DISK = 256;

/** As the log writes them. */
const [INFO, ERROR] = [30, 50];

const disk = SmallDisk.mount(DISK);
/** Where no disk can be had, the rest is shown all the same. */
const withDisk = disk ? it : it.skip;

describe('a process that carries out tasks and cannot keep what it makes', () => {
  let services: PrivateServices;
  let bucket: BucketServer;
  let door: AppProcess;
  let worker: AppProcess;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    bucket = s3Server('films');
    const env = {
      KADR_STORAGE_URL: `s3://films?endpoint=${await bucket.start()}&region=eu-1&pathStyle=true`,
      ...{ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_MAX_ATTEMPTS: '1' },
    };
    door = new AppProcess(services, { ...env, KADR_ROLES: 'api' });
    worker = new AppProcess(services, { ...env, KADR_ROLES: 'worker,renderer,scheduler' }, disk?.folder);
    refuse(REFUSALS[0]);
    await door.launch();
    await worker.launch();
  }, 120_000);
  afterAll(async () => {
    await Promise.all([door?.dispose(), worker?.kill()]);
    await bucket?.stop();
    await services?.stop();
    disk?.unmount();
  }, 60_000);

  function refuse(how: (typeof REFUSALS)[number] | null): void {
    bucket.meddle = how
      ? (_request, response) => {
          response.writeHead(how[0], { 'content-type': 'application/xml' }).end(`<Error><Code>${how[1]}</Code></Error>`);
          return true;
        }
      : null;
  }
  const notReady = (app: AppProcess, check: string) =>
    until(`${check} is down`, 90_000, async () => {
      const answer = await app.readiness();
      return answer?.status === 503 && check in answer.error ? answer.error[check] : null;
    });
  const told = async (app: AppProcess, check: string, lines: number) => {
    await until(`${lines} lines of ${check}`, 20_000, () => app.logged('check', check).length >= lines);
    return app.logged('check', check).map(({ level, msg, reason }) => [level, msg, reason]);
  };
  const tasksOf = (videoId: string) =>
    door.query<{ kind: string; queue: string; state: string; attempt: number; lease: number }>(
      `SELECT kind, queue, state, attempt, lease FROM tasks.tasks WHERE subject_id = $1 ORDER BY created_at`,
      [videoId],
    );

  it('is not ready before its storage has ever taken anything, nor is the API, and both are when the keys are put right', async () => {
    for (const app of [door, worker]) expect((await notReady(app, 'storage'))?.message).toBe('the bucket: S3 says AccessDenied');
    refuse(null);
    await Promise.all([door.ready(), worker.ready()]);
    for (const app of [door, worker]) {
      expect(await told(app, 'storage', 2)).toEqual([
        [
          ERROR,
          expect.stringMatching(/^not ready: the storage of objects refuses\. See KADR_STORAGE_URL and its keys/),
          expect.any(String),
        ],
        [INFO, 'storage is well again', undefined],
      ]);
    }
    expect([...bucket.objects.keys()]).toEqual([]);
  }, 120_000);

  it('is not ready while its storage refuses, begins nothing, and makes the film as if nothing had been when it takes again', async () => {
    refuse(REFUSALS[1]);
    await notReady(worker, 'storage');
    const { id } = await door.order(FILM);
    // The API goes on taking orders, and says so.
    expect((await door.readiness())?.status).toBe(200);
    await until('a task has been put aside', 60_000, async () =>
      (await tasksOf(id)).some(({ queue, state, lease }) => queue !== 'script' && state === 'runnable' && lease > 0),
    );
    refuse(null);
    await worker.ready();
    const done = await door.finished(id, 150_000);
    expect([done.status, done.error]).toEqual(['completed', null]);
    // Texts are begun all the same, and one of their tasks has a file to keep.
    const again = (await tasksOf(id)).filter(({ queue, attempt }) => queue !== 'script' && attempt > 1);
    expect(again.map(({ kind, queue, attempt }) => `${kind} ${queue} ${attempt}`)).toEqual([]);
    expect((await told(worker, 'storage', 4)).slice(2)).toEqual([
      [ERROR, expect.stringMatching(/^not ready: the storage/), 'the bucket: S3 says SlowDown'],
      [INFO, 'storage is well again', undefined],
    ]);
  }, 240_000);

  withDisk(
    'is not ready while its disk is full, begins nothing that writes, and goes on when there is room',
    async () => {
      disk?.fill(95);
      await notReady(worker, 'disk');
      const { id } = await door.order(FILM);
      await until('a task has been put aside', 60_000, async () =>
        (await tasksOf(id)).some(({ state, lease }) => state === 'runnable' && lease > 0),
      );
      await notReady(worker, 'disk');
      disk?.empty();
      await worker.ready();
      const done = await door.finished(id, 150_000);
      expect([done.status, done.error]).toEqual(['completed', null]);
      expect(await told(worker, 'disk', 2)).toEqual([
        [ERROR, expect.stringMatching(/^not ready: the disk of KADR_DATA_DIR is 90 % full.*Make room/), 'nearly full'],
        [INFO, 'disk is well again', undefined],
      ]);
    },
    240_000,
  );
});
