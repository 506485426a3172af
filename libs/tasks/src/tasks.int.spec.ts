import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UnknownEvent } from '#eventing';
import { ExternalError } from '#platform';
import { taskDecision } from './contracts/tasks.js';
import { Close, notebook } from './testing/notebook.js';
import { ask, asked, CAUSE, note, noting, ORG, TaskSpecs } from './testing/task-specs.js';
import { type TaskWorld } from './testing/task-world.js';
import { dispatchOf } from './dispatch/dispatch.js';
import { TaskRetention } from './maintenance/task-retention.js';

class CallFailed extends ExternalError {}

let specs: TaskSpecs;
let world: TaskWorld;
const process: TaskSpecs['process'] = (...given) => specs.process(...given);

beforeAll(async () => {
  specs = await TaskSpecs.begin();
  world = specs.world;
});
afterEach(() => specs.afterEach());
afterAll(() => world.destroy());

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

  it('is one of so many at a time, whether it came by a dispatch or not', async () => {
    let [atOnce, most] = [0, 0];
    const busy = noting({
      run: async (task) => {
        most = Math.max(most, ++atOnce);
        // The first ones wait for each other: on a busy machine one might be over before the next is taken.
        await world.eventually(() => most >= 3);
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
    worker.runtime.announce([dispatchOf(request.taskId, 'script', 7), dispatchOf(request.taskId, 'script', 8)]);
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

describe('faults A11: a task whose files no longer fit', () => {
  it('waits without using up an attempt, until there is room', async () => {
    let runs = 0;
    const counting = noting({ run: async (task) => ((runs += 1), note(task.subjectId, 'done')) });
    // Of a disk in memory less than a hundredth may be used.
    const full = await process(counting, { diskFullPercent: 0 });
    const [heavy, light] = [asked(randomUUID(), { queue: 'image' }), asked(randomUUID())];
    await ask(full, heavy, light);
    await world.until(light.taskId, 'done');
    await world.eventually(async () => (await world.row(heavy.taskId))['lease'] === 1);
    await world.until(heavy.taskId, 'runnable');
    expect([runs, (await world.row(heavy.taskId))['attempt']]).toEqual([1, 1]);
    await full.stop();
    await world.sql('UPDATE tasks.tasks SET not_before = now() WHERE task_id = $1', [heavy.taskId]);
    const roomy = await process(counting);
    roomy.runtime.announce([dispatchOf(heavy.taskId, 'image', 9)]);
    await world.until(heavy.taskId, 'done');
    expect(await world.row(heavy.taskId)).toMatchObject({ attempt: 1, crashes: 0 });
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
          if (task.attempt < 3) throw new CallFailed('rate_limited', 'slow down', true);
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

  it.each([
    ['cut in the middle of a character', `${'x'.repeat(1_999)}\u{1f419}`],
    ['with a NUL of some program', 'moov atom\0not found'],
  ])('whose message is %s is one as every other', async (_, message) => {
    const worker = await process(
      noting({
        run: (task) =>
          task.attempt < 2
            ? Promise.reject(new CallFailed('provider_failed', message, true))
            : Promise.resolve(note(task.subjectId, 'came')),
      }),
    );
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['came']);
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 2, last_error: { code: 'provider_failed' } });
  });

  it('ends the task when all attempts are used up', async () => {
    const worker = await process(noting({ run: () => Promise.reject(new Error('broken')) }));
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'failed');
    expect(await world.notes(request.subjectId)).toEqual(['gave up: task_failed after 4']);
  });

  it('that says it is final ends the task at once', async () => {
    const worker = await process(noting({ run: () => Promise.reject(new CallFailed('content_refused', 'no', false)) }));
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'failed');
    expect(await world.notes(request.subjectId)).toEqual(['gave up: content_refused after 1']);
  });

  it('is tried no more often than the provider says', async () => {
    let runs = 0;
    const undocumented = () => (
      runs++,
      Promise.reject(Object.assign(new CallFailed('provider_failed', 'code 777', true), { maxRetries: 2 }))
    );
    const worker = await process(
      noting({ run: undocumented, retrying: (task, { attempts }) => note(task.subjectId, `failed ${attempts}`) }),
    );
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'failed');
    expect(runs).toBe(3);
    expect(await world.notes(request.subjectId)).toEqual(['failed 1', 'failed 2', 'gave up: provider_failed after 3']);
  });

  it('of a kind that nobody knows waits for a process that does', async () => {
    const worker = await process(noting());
    const request = asked(randomUUID(), { kind: 'specs.unknown' });
    await ask(worker, request);
    await world.eventually(async () => {
      const { state, lease } = await world.row(request.taskId);
      return state === 'runnable' && Number(lease) >= 1;
    });
    // Faults B16: neither an attempt nor a crash, however often it came to the wrong process.
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 1, crashes: 0, last_error: null });
    const newer = await process(noting({ kind: 'specs.unknown' }));
    await worker.stop();
    await world.sql(`UPDATE tasks.tasks SET not_before = now() WHERE task_id = $1`, [request.taskId]);
    newer.runtime.announce([dispatchOf(request.taskId, 'script', 9)]);
    await world.until(request.taskId, 'done');
  });

  it('faults B16: whose kind is not known is put aside, also over news from before', async () => {
    const worker = await process(noting());
    const request = asked(randomUUID(), { kind: 'specs.unknown' });
    await ask(worker, request);
    await world.eventually(async () => Number((await world.row(request.taskId))['lease']) === 1);
    await world.sql(`UPDATE tasks.tasks SET not_before = now(), woken_at = now() + interval '1 hour' WHERE task_id = $1`, [request.taskId]);
    worker.runtime.announce([dispatchOf(request.taskId, 'script', 9)]);
    await world.eventually(async () => Number((await world.row(request.taskId))['lease']) === 2);
    await world.quiet();
    expect(await world.row(request.taskId)).toMatchObject({ state: 'runnable', attempt: 1, lease: 2 });
  });
});

describe('deployment D2: a task of an aggregate of which a newer release has recorded more', () => {
  const strange = new UnknownEvent({ streamId: 'notebook-1', version: 2, type: 'PageTorn', schemaVersion: 1 });
  const refusing = { beforeDecide: () => Promise.reject(strange) };
  const begun: Partial<Parameters<typeof noting>[0]> = { begin: (task) => note(task.subjectId, 'begun') };

  const failing = { run: () => Promise.reject(new Error('boom')), retrying: () => note('x', 'y') };

  it.each([
    ['before its work', begun, refusing, 0],
    ['when its result is recorded', {}, refusing, 1],
    ['by its work itself', { run: () => Promise.reject(strange) }, {}, 1],
    ['when a failure is noted', failing, refusing, 1],
  ])('is left to that release, refused %s, and uses up nothing', async (_, over, options, worked) => {
    let runs = 0;
    const handler = noting(over);
    const older = await process({ ...handler, run: (task, context) => (runs++, handler.run(task, context)) }, options);
    const request = asked(randomUUID());
    await ask(older, request);
    for (let lease = 1; lease <= 6; lease += 1) {
      await world.eventually(async () => {
        const { state, lease: had } = await world.row(request.taskId);
        return state === 'runnable' && Number(had) === lease;
      }, `it is left for the ${lease}. time`);
      await world.sql('UPDATE tasks.tasks SET not_before = now() WHERE task_id = $1 AND lease < 6', [request.taskId]);
      older.runtime.announce([dispatchOf(request.taskId, 'script', 100 + lease)]);
    }
    expect(await world.row(request.taskId)).toMatchObject({ state: 'runnable', attempt: 1, crashes: 0, last_error: null });
    expect(runs).toBe(worked);
    await older.stop();
    const newer = await process(noting());
    await world.sql('UPDATE tasks.tasks SET not_before = now() WHERE task_id = $1', [request.taskId]);
    newer.runtime.announce([dispatchOf(request.taskId, 'script', 200)]);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
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

  it('ends the task when it does not want to hear of a failed attempt', async () => {
    let runs = 0;
    const worker = await process(
      noting({
        run: () => Promise.reject(new Error(`run ${++runs}`)),
        retrying: (task, { message }) => note(task.subjectId, message),
      }),
    );
    const request = asked(await closed());
    await ask(worker, request);
    await world.until(request.taskId, 'cancelled');
    await world.quiet();
    expect(runs).toBe(1);
  });

  it('ends the task when it does not want the result', async () => {
    const worker = await process(noting());
    const request = asked(await closed());
    await ask(worker, request);
    await world.until(request.taskId, 'cancelled');
    expect(await world.row(request.taskId)).toMatchObject({ last_error: { code: 'notebook_closed' } });
  });
});

describe('a task that ended long ago', () => {
  it('is forgotten; others stay', async () => {
    const worker = await process(noting(), { roles: ['worker'] });
    const [old, fresh] = [asked(randomUUID()), asked(randomUUID())];
    await ask(worker, old, fresh);
    for (const { taskId } of [old, fresh]) await world.until(taskId, 'done');
    const waiting = asked(randomUUID(), { kind: 'specs.unknown' });
    await ask(worker, waiting);
    const ages = `created_at = now() - interval '40 days'`;
    await world.sql(`UPDATE tasks.tasks SET ${ages}, finished_at = now() - interval '31 days' WHERE task_id = $1`, [old.taskId]);
    await world.sql(`UPDATE tasks.tasks SET ${ages} WHERE task_id <> $1`, [old.taskId]);
    expect(await new TaskRetention(worker.database, 30).sweep()).toBe(1);
    const left = await world.sql<{ task_id: string }>('SELECT task_id FROM tasks.tasks');
    expect(left.map((row) => row.task_id).sort()).toEqual([fresh.taskId, waiting.taskId].sort());
  });
});
