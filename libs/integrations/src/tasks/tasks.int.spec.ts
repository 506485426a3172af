import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { ProviderError } from '../contracts/errors.js';
import { taskDecision, type TaskEffect, type TaskHandler, type TaskRequest } from '../contracts/tasks.js';
import { Close, Note, notebook } from '../testing/notebook.js';
import { type TaskProcess, TaskWorld } from '../testing/task-world.js';
import { rideOf } from './leased-task.js';
import { TaskSink } from './task-sink.js';

const ORG = randomUUID();
const CAUSE = {
  eventId: randomUUID(),
  metadata: { orgId: ORG, correlationId: randomUUID(), causationId: null, actor: 'system', traceparent: null },
} as Recorded;

type Payload = { text: string };

/** A handler that notes its payload's text in the subject's notebook; what it does first is the spec's. */
function noting(over: Partial<TaskHandler<Payload>> = {}): TaskHandler<Payload> {
  return {
    kind: 'specs.note',
    run: async (task) => note(task.subjectId, task.payload.text),
    giveUp: (task, failure) => note(task.subjectId, `gave up: ${failure.code} after ${failure.attempts}`),
    ...over,
  };
}

const note = (id: string, text: string) => taskDecision(notebook, id, new Note({ id, text }, new Date().toISOString()));

const asked = (subjectId: string, over: Partial<TaskRequest> = {}): TaskRequest => ({
  taskId: randomUUID(),
  kind: 'specs.note',
  queue: 'script',
  orgId: ORG,
  subjectId,
  payload: { text: 'done' },
  ...over,
});

let world: TaskWorld;
const open: TaskProcess[] = [];

beforeAll(async () => {
  world = await TaskWorld.create();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((process) => process.stop()));
  await world.clear();
});
afterAll(() => world.destroy());

async function process(handler: TaskHandler<Payload>, over: Parameters<TaskWorld['process']>[0] = {}): Promise<TaskProcess> {
  const made = await world.process(over);
  made.handlers.register(handler);
  made.runtime.start();
  open.push(made);
  return made;
}

/** As a process manager would: stored in a transaction, announced after it. */
async function give(process: TaskProcess, ...effects: TaskEffect[]): Promise<void> {
  const sink = new TaskSink(process.runtime);
  const caused = effects.map((effect) => ({ effect, cause: CAUSE }));
  await process.database.transaction((tx) => sink.store(tx, caused));
  sink.announce(caused);
}

const ask = (process: TaskProcess, ...requests: TaskRequest[]) => give(process, ...requests.map((request) => ({ request })));

describe('a task', () => {
  it('is done once, and its aggregate hears of it in the transaction that ends it', async () => {
    const worker = await process(noting());
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
    expect(await world.row(request.taskId)).toMatchObject({
      attempt: 1,
      lease: 1,
      org_id: ORG,
      correlation_id: CAUSE.metadata.correlationId,
    });
  });

  it('may be asked for in one process and done in another', async () => {
    await process(noting());
    const asking = await process(noting(), { roles: ['api'] });
    const requests = Array.from({ length: 30 }, () => asked(randomUUID()));
    await ask(asking, ...requests);
    for (const { taskId, subjectId } of requests) {
      await world.until(taskId, 'done');
      expect(await world.notes(subjectId)).toEqual(['done']);
    }
  });

  it('is one of so many at a time, whether it came by a ride or not', async () => {
    let [atOnce, most] = [0, 0];
    const busy = noting({
      run: async (task) => {
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setTimeout(resolve, 20));
        atOnce -= 1;
        return note(task.subjectId, 'done');
      },
    });
    const worker = await process(busy, { concurrency: 3 });
    const requests = Array.from({ length: 20 }, () => asked(randomUUID()));
    await ask(worker, ...requests);
    for (const { taskId } of requests) await world.until(taskId, 'done');
    expect(most).toBe(3);
  });

  it('stays one when it is asked for and announced again', async () => {
    const worker = await process(noting());
    const request = asked(randomUUID());
    await ask(worker, request);
    await ask(worker, request);
    worker.runtime.announce([rideOf(request.taskId, 'script', 7), rideOf(request.taskId, 'script', 8)]);
    await world.until(request.taskId, 'done');
    await ask(worker, request);
    await world.quiet();
    expect(await world.notes(request.subjectId)).toEqual(['done']);
  });

  it('gets a folder of its own, gone afterwards', async () => {
    let folder = '';
    const worker = await process(
      noting({
        run: async (task, { workDir }) => {
          folder = workDir;
          await writeFile(path.join(workDir, 'x'), 'x');
          return note(task.subjectId, String(existsSync(folder)));
        },
      }),
    );
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['true']);
    await world.eventually(() => !existsSync(folder));
  });

  it('does not begin before its time', async () => {
    const worker = await process(noting());
    const request = asked(randomUUID(), { notBefore: new Date(Date.now() + 600).toISOString() });
    await ask(worker, request);
    await world.quiet();
    expect(await world.row(request.taskId)).toMatchObject({ state: 'runnable', lease: 0 });
    await world.until(request.taskId, 'done');
  });

  it('is announced to those who serve its queue only', async () => {
    const renderer = await process(noting(), { roles: ['renderer'] });
    const [forWorkers, forRenderers] = [asked(randomUUID()), asked(randomUUID(), { queue: 'conform' })];
    await ask(renderer, forWorkers, forRenderers);
    await world.until(forRenderers.taskId, 'done');
    expect(await world.row(forWorkers.taskId)).toMatchObject({ state: 'runnable' });
  });
});

describe('claims', () => {
  it('that come together are one statement', async () => {
    const worker = await process(noting(), { roles: [] });
    const requests = Array.from({ length: 200 }, () => asked(randomUUID()));
    await ask(worker, ...requests);
    const before = worker.statements.length;
    const claimed = await Promise.all(requests.map(({ taskId }) => worker.runtime.table.claim(taskId)));
    expect(claimed.every((task, index) => task?.taskId === requests[index]?.taskId && task?.lease === 1)).toBe(true);
    expect(worker.statements.length - before).toBeLessThanOrEqual(3);
  });

  it('of one task that come together do not both succeed', async () => {
    const worker = await process(noting(), { roles: [] });
    const { taskId, ...request } = asked(randomUUID());
    await ask(worker, { taskId, ...request });
    const claimed = await Promise.all([worker.runtime.table.claim(taskId), worker.runtime.table.claim(taskId)]);
    expect(claimed.filter((task) => task !== null)).toHaveLength(1);
  });

  it('of two processes never both succeed', async () => {
    const [a, b] = [await process(noting(), { roles: [] }), await process(noting(), { roles: [] })];
    const requests = Array.from({ length: 50 }, () => asked(randomUUID()));
    await ask(a, ...requests);
    const all = await Promise.all(requests.flatMap(({ taskId }) => [a.runtime.table.claim(taskId), b.runtime.table.claim(taskId)]));
    expect(all.filter((task) => task !== null)).toHaveLength(50);
  });
});

describe('a failure', () => {
  it('is tried again after a growing wait', async () => {
    const startedAt: number[] = [];
    const worker = await process(
      noting({
        run: async (task) => {
          startedAt.push(Date.now());
          if (task.attempt < 3) throw new ProviderError('rate_limited', 'slow down', true);
          return note(task.subjectId, `attempt ${task.attempt}`);
        },
      }),
      { retryBaseMs: 200 },
    );
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['attempt 3']);
    const [first = 0, second = 0, third = 0] = startedAt;
    expect(second - first).toBeGreaterThanOrEqual(120);
    expect(third - second).toBeGreaterThanOrEqual(270);
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 3, last_error: { code: 'rate_limited' } });
  });

  it('ends the task when all attempts are used up', async () => {
    const worker = await process(noting({ run: () => Promise.reject(new Error('broken')) }));
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'failed');
    expect(await world.notes(request.subjectId)).toEqual(['gave up: task_failed after 4']);
  });

  it('that says it is final ends the task at once', async () => {
    const worker = await process(noting({ run: () => Promise.reject(new ProviderError('content_refused', 'no', false)) }));
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'failed');
    expect(await world.notes(request.subjectId)).toEqual(['gave up: content_refused after 1']);
  });

  it('of a kind that nobody knows waits for a process that does', async () => {
    const worker = await process(noting());
    const request = asked(randomUUID(), { kind: 'specs.unknown' });
    await ask(worker, request);
    await world.eventually(async () => (await world.row(request.taskId))['attempt'] === 2);
    expect(await world.row(request.taskId)).toMatchObject({ state: 'runnable', last_error: { code: 'unknown_kind' } });
  });
});

describe('an aggregate that has moved on', () => {
  async function closed(): Promise<string> {
    const id = randomUUID();
    await world.tell(taskDecision(notebook, id, new Close({ id }, new Date().toISOString())));
    return id;
  }

  it('ends the task before any work', async () => {
    let runs = 0;
    const worker = await process(
      noting({ begin: (task) => note(task.subjectId, 'begun'), run: async (task) => note(task.subjectId, String(++runs)) }),
    );
    const request = asked(await closed());
    await ask(worker, request);
    await world.until(request.taskId, 'cancelled');
    expect(runs).toBe(0);
  });

  it('ends the task when it does not want the result', async () => {
    const worker = await process(noting());
    const request = asked(await closed());
    await ask(worker, request);
    await world.until(request.taskId, 'cancelled');
    expect(await world.row(request.taskId)).toMatchObject({ last_error: { code: 'notebook_closed' } });
  });
});

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
    await world.sql(`UPDATE integrations.tasks SET lease_until = now() - interval '1 second' WHERE task_id = $1`, [request.taskId]);
    await process(noting({ run: async (task) => note(task.subjectId, 'successor') }), { roles: ['worker', 'scheduler'] });
    await zombie.runtime.transport.stopTaking();
    await world.until(request.taskId, 'done');
    gate.resolve();
    await world.eventually(() => zombie.runtime.running.size === 0);
    expect(await world.notes(request.subjectId)).toEqual(['successor']);
    expect(await world.row(request.taskId)).toMatchObject({ lease: 2, deaths: 1, attempt: 2 });
  });
});

describe('a process that dies', () => {
  it('leaves its tasks to the others at once', async () => {
    const dead = await process(noting({ run: () => new Promise(() => undefined) }));
    const request = asked(randomUUID());
    await ask(dead, request);
    await world.until(request.taskId, 'leased');
    await dead.die();
    const diedAt = Date.now();
    await process(noting(), { roles: ['worker', 'scheduler'] });
    await world.until(request.taskId, 'done');
    expect(Date.now() - diedAt).toBeLessThan(2000);
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 2, deaths: 1, last_error: { code: 'process_lost' } });
  });

  it('six times over one task ends that task', async () => {
    const worker = await process(noting(), { roles: [] });
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.sql(`UPDATE integrations.tasks SET deaths = 6, attempt = 7 WHERE task_id = $1`, [request.taskId]);
    await process(noting());
    worker.runtime.announce([rideOf(request.taskId, 'script', 9)]);
    await world.until(request.taskId, 'failed');
    expect(await world.notes(request.subjectId)).toEqual(['gave up: attempts_exhausted after 6']);
  });

  it('does not use up attempts that are meant for failures', async () => {
    const worker = await process(noting(), { roles: [] });
    const request = asked(randomUUID(), { maxAttempts: 2 });
    await ask(worker, request);
    await world.sql(`UPDATE integrations.tasks SET deaths = 3, attempt = 4 WHERE task_id = $1`, [request.taskId]);
    let runs = 0;
    await process(noting({ run: async (task) => (runs++ === 0 ? Promise.reject(new Error('once')) : note(task.subjectId, 'second')) }));
    worker.runtime.announce([rideOf(request.taskId, 'script', 9)]);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['second']);
  });
});

describe('a process that is stopped', () => {
  it('gives its tasks back at once, without using up an attempt', async () => {
    const aborted: string[] = [];
    const leaving = await process(
      noting({
        run: (task, { signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => (aborted.push(task.taskId), reject(signal.reason)))),
      }),
    );
    const request = asked(randomUUID());
    await ask(leaving, request);
    await world.until(request.taskId, 'leased');
    const staying = process(noting());
    const stoppedAt = Date.now();
    await leaving.runtime.stop();
    expect(aborted).toEqual([request.taskId]);
    await staying;
    await world.until(request.taskId, 'done');
    expect(Date.now() - stoppedAt).toBeLessThan(2000);
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 1, deaths: 0, lease: 2 });
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
    await world.forgetRides();
    // As if ten seconds had gone by.
    await world.sql(`UPDATE integrations.tasks SET enqueued_at = now() - interval '11 seconds' WHERE task_id = ANY($1::uuid[])`, [
      requests.map((r) => r.taskId),
    ]);
    await process(noting(), { roles: ['worker', 'scheduler'] });
    for (const { taskId, subjectId } of requests) {
      await world.until(taskId, 'done');
      expect(await world.notes(subjectId)).toEqual(['done']);
    }
  });

  it('may carry a ride whose result was not committed: the task gets a new ride', async () => {
    const worker = await process(noting(), { roles: ['worker', 'scheduler'] });
    worker.failDecisions = true;
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'leased');
    await world.sql(`UPDATE integrations.tasks SET lease_until = now() - interval '1 second' WHERE task_id = $1`, [request.taskId]);
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

  it('may be missing altogether: Postgres carries the rides', async () => {
    await process(noting(), { redisUrl: null });
    const asking = await process(noting(), { redisUrl: null, roles: ['api'] });
    const request = asked(randomUUID());
    await ask(asking, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
  });
});
