import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { ask, asked, give, note, noting, TaskSpecs } from './testing/task-specs.js';
import { type TaskWorld } from './testing/task-world.js';
import { BullmqDispatchQueue } from './dispatch/bullmq-dispatch-queue.js';
import { dispatchOf } from './dispatch/dispatch.js';

let specs: TaskSpecs;
let world: TaskWorld;
const process: TaskSpecs['process'] = (...given) => specs.process(...given);

beforeAll(async () => {
  specs = await TaskSpecs.begin();
  world = specs.world;
});
afterEach(() => specs.afterEach());
afterAll(() => world.destroy());

describe('a cancellation', () => {
  /** Works until it is told to stop. */
  const working = (stopped: string[]) =>
    noting({
      run: (task, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            stopped.push(task.taskId);
            resolve(note(task.subjectId, 'too late'));
          });
        }),
    });

  it('breaks off what runs here, ends what waits, and takes no result', async () => {
    const stopped: string[] = [];
    const worker = await process(working(stopped), { concurrency: 1 });
    const subjectId = randomUUID();
    const [running, waiting, foreign] = [asked(subjectId), asked(subjectId), asked(randomUUID(), { queue: 'voice' })];
    await ask(worker, running, waiting, foreign);
    await world.until(running.taskId, 'leased');
    await world.until(foreign.taskId, 'leased');
    await give(worker, { cancel: { cancelSubjectId: subjectId } });
    await world.until(running.taskId, 'cancelled');
    await world.until(waiting.taskId, 'cancelled');
    await world.eventually(() => stopped.length > 0);
    await world.quiet();
    expect(stopped).toEqual([running.taskId]);
    expect(await world.notes(subjectId)).toEqual([]);
    expect(await world.row(foreign.taskId)).toMatchObject({ state: 'leased' });
  });

  it('reaches other processes with their next heartbeat', async () => {
    const stopped: string[] = [];
    const worker = await process(working(stopped));
    const other = await process(noting(), { roles: ['api'] });
    const request = asked(randomUUID());
    await ask(other, request);
    await world.until(request.taskId, 'leased');
    await give(other, { cancel: { cancelSubjectId: request.subjectId } });
    expect(stopped).toEqual([]);
    await worker.runtime.heartbeat();
    await world.eventually(() => stopped.length === 1);
    expect(await world.notes(request.subjectId)).toEqual([]);
  });

  it('leaves what is asked for after it', async () => {
    const worker = await process(noting());
    const subjectId = randomUUID();
    const [before, after] = [asked(subjectId), asked(subjectId)];
    await give(worker, { request: before }, { cancel: { cancelSubjectId: subjectId } }, { request: after });
    await world.until(before.taskId, 'cancelled');
    await world.until(after.taskId, 'done');
  });
});

describe('a process that was taken for dead', () => {
  it('may not record its result when it comes back', async () => {
    const gate = Promise.withResolvers<void>();
    const zombie = await process(noting({ run: async (task) => (await gate.promise, note(task.subjectId, 'zombie')) }), { concurrency: 1 });
    const request = asked(randomUUID());
    await ask(zombie, request);
    await world.until(request.taskId, 'leased');
    await world.sql(`UPDATE tasks.tasks SET lease_until = now() - interval '1 second' WHERE task_id = $1`, [request.taskId]);
    await process(noting({ run: async (task) => note(task.subjectId, 'successor') }), { roles: ['worker', 'scheduler'] });
    await zombie.runtime.queue.stopTaking();
    await world.until(request.taskId, 'done');
    gate.resolve();
    await world.eventually(() => zombie.runtime.running.size === 0);
    expect(await world.notes(request.subjectId)).toEqual(['successor']);
    expect(await world.row(request.taskId)).toMatchObject({ lease: 2, crashes: 1, attempt: 2 });
  });
});

describe('a process that dies', () => {
  it('leaves its tasks to the others at once', async () => {
    const dead = await process(noting({ run: () => new Promise(() => undefined) }));
    const request = asked(randomUUID());
    await ask(dead, request);
    await world.until(request.taskId, 'leased');
    await dead.die();
    await process(noting(), { roles: ['scheduler'] });
    await process(noting());
    await world.until(request.taskId, 'done');
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 2, crashes: 1, last_error: { code: 'process_lost' } });
  });

  it('ten times over one task ends that task', async () => {
    const worker = await process(noting(), { roles: [] });
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.sql(`UPDATE tasks.tasks SET crashes = 10, attempt = 11 WHERE task_id = $1`, [request.taskId]);
    await process(noting());
    worker.runtime.announce([dispatchOf(request.taskId, 'script', 9)]);
    await world.until(request.taskId, 'failed');
    expect(await world.notes(request.subjectId)).toEqual(['gave up: attempts_exhausted after 10']);
  });

  it('again and again leaves its tasks for a while, longer each time', async () => {
    const dead = await process(noting({ run: () => new Promise(() => undefined) }), { concurrency: 8 });
    const requests = [0, 1, 2, 5, 9].map((crashes) => ({ crashes, request: asked(randomUUID()) }));
    for (const { request } of requests) await ask(dead, request);
    for (const { crashes, request } of requests) {
      await world.until(request.taskId, 'leased');
      await world.sql(`UPDATE tasks.tasks SET crashes = $2, attempt = $2 + 1 WHERE task_id = $1`, [request.taskId, crashes]);
    }
    await dead.die();
    const sweeper = await process(noting(), { roles: ['scheduler'] });
    const rows = [];
    for (const { request } of requests) {
      await world.until(request.taskId, 'runnable');
      rows.push(
        ...(await world.sql(
          `SELECT crashes, round(extract(epoch FROM not_before - enqueued_at))::int AS late,
                  round(extract(epoch FROM not_before - (SELECT min(not_before) FROM tasks.tasks WHERE crashes > 0)))::int AS wait
             FROM tasks.tasks WHERE task_id = $1`,
          [request.taskId],
        )),
      );
    }
    expect(rows).toEqual([1, 2, 3, 6, 10].map((crashes, at) => ({ crashes, late: 0, wait: [0, 0, 2, 16, 120][at] })));
    await sweeper.runtime.stop();
  });

  it('often leaves tasks of which one is run at a time, so that none is blamed for another', async () => {
    const asker = await process(noting(), { roles: [] });
    const requests = [0, 3, 3, 4].map((crashes) => ({ crashes, request: asked(randomUUID()) }));
    for (const { request } of requests) await ask(asker, request);
    for (const { crashes, request } of requests) {
      await world.sql(`UPDATE tasks.tasks SET crashes = $2, attempt = $2 + 1 WHERE task_id = $1`, [request.taskId, crashes]);
    }
    const suspects = new Set(requests.filter(({ crashes }) => crashes > 0).map(({ request }) => request.taskId));
    const [running, seen] = [new Set<string>(), [] as number[]];
    await process(
      noting({
        run: async (task) => {
          running.add(task.taskId);
          seen.push([...running].filter((id) => suspects.has(id)).length);
          await new Promise((resolve) => setTimeout(resolve, 100));
          running.delete(task.taskId);
          return note(task.subjectId, 'done');
        },
      }),
    );
    asker.runtime.announce(requests.map(({ request }) => dispatchOf(request.taskId, 'script', 9)));
    for (const { request } of requests) await world.until(request.taskId, 'done');
    expect(Math.max(...seen)).toBe(1);
    for (const { crashes, request } of requests) expect(await world.row(request.taskId)).toMatchObject({ crashes, attempt: crashes + 1 });
  });

  it('does not use up attempts that are meant for failures', async () => {
    const worker = await process(noting(), { roles: [] });
    const request = asked(randomUUID(), { maxAttempts: 2 });
    await ask(worker, request);
    await world.sql(`UPDATE tasks.tasks SET crashes = 3, attempt = 4 WHERE task_id = $1`, [request.taskId]);
    let runs = 0;
    await process(noting({ run: async (task) => (runs++ === 0 ? Promise.reject(new Error('once')) : note(task.subjectId, 'second')) }));
    worker.runtime.announce([dispatchOf(request.taskId, 'script', 9)]);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['second']);
  });
});

describe('a process that is stopped', () => {
  it('gives its tasks back at once, without using up an attempt', async () => {
    const aborted: string[] = [];
    const begun = Promise.withResolvers<void>();
    const leaving = await process(
      noting({
        run: (task, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => (aborted.push(task.taskId), reject(signal.reason)));
            begun.resolve();
          }),
      }),
    );
    const request = asked(randomUUID());
    await ask(leaving, request);
    await begun.promise;
    const staying = process(noting());
    await leaving.runtime.stop();
    expect(aborted).toEqual([request.taskId]);
    await staying;
    await world.until(request.taskId, 'done');
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 1, crashes: 0, lease: 2 });
  });

  it('sends its last news also while it is still connecting', async () => {
    const { prefix, url: redisUrl } = world.bullmq;
    const queue = new BullmqDispatchQueue({
      ...{ redisUrl, databaseUrl: '', prefix },
      isBundled: (name) => name === 'script',
      isTaken: () => false,
    });
    const { taskId } = asked(randomUUID());
    queue.announce([dispatchOf(taskId, 'script', 1)]);
    await queue.close(false);
    const redis = new Redis(redisUrl);
    expect(await redis.keys(`${prefix}:tasks-script:${taskId}*`)).toHaveLength(1);
    redis.disconnect();
  });

  it('is waited for by nobody where it had taken the news of a task with it', async () => {
    const request = asked(randomUUID());
    const asking = await process(noting(), { roles: ['api'] });
    await ask(asking, request);
    // As a process of whose last breath BullMQ knows nothing: the news stays taken by it for half a minute.
    const taken = Promise.withResolvers<void>();
    const { prefix, url } = world.bullmq;
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    const gone = new Worker('tasks-script', () => (taken.resolve(), new Promise(() => undefined)), { prefix, connection });
    await taken.promise;
    await gone.close(true);
    connection.disconnect();
    await world.sql(`UPDATE tasks.tasks SET enqueued_at = now() - interval '11 seconds'`);
    await process(noting(), { roles: ['scheduler'] });
    await process(noting());
    await world.until(request.taskId, 'done');
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 1, crashes: 0, lease: 1 });
  });

  it('gives back what it gets while it stops', async () => {
    const request = asked(randomUUID());
    const asking = await process(noting(), { roles: ['api'] });
    await ask(asking, request);
    // The lease is asked for before the stop and granted after it.
    const [locked, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const lock = asking.database.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM tasks.tasks WHERE task_id = $1 FOR UPDATE', [request.taskId]);
      locked.resolve();
      await free.promise;
    });
    await locked.promise;
    let runs = 0;
    const leaving = await process(noting({ run: async (task) => (runs++, note(task.subjectId, 'by the one that leaves')) }));
    leaving.runtime.announce([dispatchOf(request.taskId, 'script', 9)]);
    const stopped = leaving.runtime.stop();
    await world.quiet();
    free.resolve();
    await Promise.all([lock, stopped]);
    expect(runs).toBe(0);
    expect(await world.row(request.taskId)).toMatchObject({ state: 'runnable', attempt: 1, crashes: 0, lease: 1 });
    await process(noting());
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
  });

  describe('faults D1: while it pays', () => {
    /** Pays until the gate opens, then does what comes after it. */
    const paying = async (then: (signal: AbortSignal) => Promise<void> = () => Promise.resolve()) => {
      const [sent, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const seen: string[] = [];
      const leaving = await process(
        noting({
          run: async (task, { run, signal }) => {
            signal.addEventListener('abort', () => seen.push('aborted'));
            await run.whilePaying(async () => {
              sent.resolve();
              await Promise.race([gate.promise, new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))]);
              seen.push('answered');
            });
            await then(signal);
            return note(task.subjectId, 'by the one that leaves');
          },
        }),
      );
      const request = asked(randomUUID());
      await ask(leaving, request);
      await sent.promise;
      return { leaving, request, gate, seen };
    };

    it('is not broken off, and gives the task back only then', async () => {
      const { leaving, request, gate, seen } = await paying((signal) => Promise.reject(signal.reason as Error));
      await process(noting());
      const stopped = leaving.runtime.stop();
      await world.quiet();
      expect(seen).toEqual([]);
      expect(await world.row(request.taskId)).toMatchObject({ state: 'leased', lease: 1 });
      gate.resolve();
      await stopped;
      expect(seen).toEqual(['answered', 'aborted']);
      await world.until(request.taskId, 'done');
      expect(await world.notes(request.subjectId)).toEqual(['done']);
      expect(await world.row(request.taskId)).toMatchObject({ attempt: 1, crashes: 0, lease: 2 });
    });

    it('begins to pay for nothing else', async () => {
      const [sent, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const paid: string[] = [];
      const leaving = await process(
        noting({
          run: async (task, { run: { whilePaying, stopping } }) => {
            const first = whilePaying(async () => (sent.resolve(), await gate.promise, void paid.push('first')));
            await new Promise((resolve) => stopping.addEventListener('abort', resolve));
            await expect(whilePaying(async () => void paid.push('second'))).rejects.toThrow('shutdown');
            gate.resolve();
            await first;
            return note(task.subjectId, 'ended');
          },
        }),
      );
      await ask(leaving, asked(randomUUID()));
      await sent.promise;
      await leaving.runtime.stop();
      expect(paid).toEqual(['first']);
    });

    it('is broken off by a lost lease all the same', async () => {
      const { leaving, request, seen } = await paying();
      const stopped = leaving.runtime.stop();
      await world.sql(`UPDATE tasks.tasks SET lease = lease + 1 WHERE task_id = $1`, [request.taskId]);
      await leaving.runtime.heartbeat();
      await stopped;
      expect(seen).toEqual(['aborted']);
      expect(await world.notes(request.subjectId)).toEqual([]);
    });
  });

  it('still records a result that it has', async () => {
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const leaving = await process(noting(), { beforeDecide: async () => (reached.resolve(), gate.promise) });
    const request = asked(randomUUID());
    await ask(leaving, request);
    await reached.promise;
    const stopped = leaving.runtime.stop();
    gate.resolve();
    await stopped;
    expect(await world.row(request.taskId)).toMatchObject({ state: 'done', lease: 1 });
  });
});

describe('Redis', () => {
  it('may forget everything', async () => {
    const worker = await process(noting(), { roles: ['api'] });
    const requests = Array.from({ length: 20 }, () => asked(randomUUID()));
    await ask(worker, ...requests);
    await world.forgetDispatches();
    // As if ten seconds had gone by.
    await world.sql(`UPDATE tasks.tasks SET enqueued_at = now() - interval '11 seconds' WHERE task_id = ANY($1::uuid[])`, [
      requests.map((r) => r.taskId),
    ]);
    await process(noting(), { roles: ['scheduler'] });
    await process(noting());
    for (const { taskId, subjectId } of requests) {
      await world.until(taskId, 'done');
      expect(await world.notes(subjectId)).toEqual(['done']);
    }
  });

  it('may carry a dispatch whose result was not committed: the task gets a new dispatch', async () => {
    const worker = await process(noting(), { roles: ['worker', 'scheduler'] });
    worker.failDecisions = true;
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'leased');
    await world.sql(`UPDATE tasks.tasks SET lease_until = now() - interval '1 second' WHERE task_id = $1`, [request.taskId]);
    worker.failDecisions = false;
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
  });

  it('may be away when the process starts: what is announced here is done here, the rest waits', async () => {
    const worker = await process(noting(), { redisUrl: 'redis://127.0.0.1:1', roles: ['worker'] });
    const [here, elsewhere] = [asked(randomUUID()), asked(randomUUID(), { queue: 'render' })];
    await ask(worker, here, elsewhere);
    expect(await worker.runtime.health()).toMatchObject({ isUp: false, reason: expect.stringContaining('Redis cannot be reached') });
    await world.until(here.taskId, 'done');
    expect(await world.row(elsewhere.taskId)).toMatchObject({ state: 'runnable' });
  });

  it('may be missing altogether: Postgres carries the dispatches', async () => {
    await process(noting(), { redisUrl: null });
    const asking = await process(noting(), { redisUrl: null, roles: ['api'] });
    const request = asked(randomUUID());
    await ask(asking, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
  });
});
