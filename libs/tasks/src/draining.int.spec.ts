import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { QUEUE_NAMES, type QueueName } from './contracts/queue-name.js';
import { queuesOf } from './task-runtime.js';
import { ask, asked, note, noting, TaskSpecs } from './testing/task-specs.js';
import { type TaskWorld } from './testing/task-world.js';

let specs: TaskSpecs;
let world: TaskWorld;
const process: TaskSpecs['process'] = (...given) => specs.process(...given);

beforeAll(async () => {
  specs = await TaskSpecs.begin();
  world = specs.world;
});
afterEach(() => specs.afterEach());
afterAll(() => world.destroy());

describe('a process that is stopped and has time to drain', () => {
  /** Begins, then waits for the gate or its abort; pays first when told to. */
  const leavingWith = async (drainMs: number, pays = false) => {
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const leaving = await process(
      noting({
        run: async (task, { run, signal }) => {
          begun.resolve();
          await Promise.race([gate.promise, new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))]);
          if (pays) await run.whilePaying(() => Promise.resolve());
          return note(task.subjectId, 'by the one that leaves');
        },
      }),
      { drainMs },
    );
    const request = asked(randomUUID());
    await ask(leaving, request);
    await begun.promise;
    return { leaving, request, gate };
  };

  it('lets end what ends in time, and does it once', async () => {
    const { leaving, request, gate } = await leavingWith(60_000);
    await process(noting());
    const stopped = leaving.runtime.stop();
    await world.quiet();
    expect(await world.row(request.taskId)).toMatchObject({ state: 'leased', lease: 1 });
    gate.resolve();
    await stopped;
    expect(await world.notes(request.subjectId)).toEqual(['by the one that leaves']);
    expect(await world.row(request.taskId)).toMatchObject({ state: 'done', attempt: 1, lease: 1 });
  });

  it('gives back what does not, untouched', async () => {
    const { leaving, request } = await leavingWith(300);
    await process(noting());
    await leaving.runtime.stop();
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 1, crashes: 0, lease: 2 });
  });

  it('pays for nothing any more: what would is given back at once', async () => {
    const { leaving, request, gate } = await leavingWith(60_000, true);
    await process(noting());
    const stopped = leaving.runtime.stop();
    await world.quiet();
    gate.resolve();
    await stopped;
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['done']);
    expect(await world.row(request.taskId)).toMatchObject({ attempt: 1, crashes: 0, lease: 2 });
  });

  it('takes nothing more, and leaves what it had claimed ahead to others', async () => {
    const gate = Promise.withResolvers<void>();
    const leaving = await process(
      noting({
        run: async (task) => (
          task.payload.text === 'slow' ? await gate.promise : undefined,
          note(task.subjectId, 'by the one that leaves')
        ),
      }),
      { drainMs: 60_000, concurrency: 1 },
    );
    // Quick tasks teach it to claim ahead.
    for (let index = 0; index < 20; index += 1) {
      const quick = asked(randomUUID());
      await ask(leaving, quick);
      await world.until(quick.taskId, 'done');
    }
    const slow = asked(randomUUID(), { payload: { text: 'slow' } });
    await ask(leaving, slow);
    await world.until(slow.taskId, 'leased');
    const behind = [asked(randomUUID()), asked(randomUUID())];
    await ask(leaving, ...behind);
    const stopped = leaving.runtime.stop();
    await process(noting());
    for (const { taskId } of behind) await world.until(taskId, 'done');
    for (const { subjectId } of behind) expect(await world.notes(subjectId)).toEqual(['done']);
    gate.resolve();
    await stopped;
    expect(await world.notes(slow.subjectId)).toEqual(['by the one that leaves']);
  });
});

it('tells autoscalers of every queue what could be done now, and what only waits', async () => {
  const asking = await process(noting(), { roles: ['api'] });
  const [due, later, leased] = [asked(randomUUID()), asked(randomUUID()), asked(randomUUID(), { queue: 'render' })];
  await ask(asking, due, later, leased);
  await world.sql(`UPDATE tasks.tasks SET not_before = now() + interval '1 minute' WHERE task_id = $1`, [later.taskId]);
  await world.sql(`UPDATE tasks.tasks SET not_before = now() - interval '1 minute' WHERE task_id = $1`, [due.taskId]);
  await world.sql(`UPDATE tasks.tasks SET created_at = now() - interval '1 hour' WHERE task_id = $1`, [due.taskId]);
  await world.sql(`UPDATE tasks.tasks SET state = 'leased', lease_owner = 1, lease_until = now() + interval '1 hour' WHERE task_id = $1`, [
    leased.taskId,
  ]);
  const rows = await world.sql<{
    role: string;
    queue: QueueName;
    due: number;
    leased: number;
    waiting: number;
    oldest_due_seconds: number;
  }>('SELECT * FROM tasks.task_demand');
  for (const { role, queue } of rows) expect(queuesOf(new Set([role]))).toContain(queue);
  expect(rows.map(({ queue }) => queue).sort()).toEqual([...QUEUE_NAMES].sort());
  const of = (queue: QueueName) => rows.find((row) => row.queue === queue);
  expect(of('script')).toMatchObject({ due: 1, leased: 0, waiting: 1 });
  expect(of('script')?.oldest_due_seconds).toBeGreaterThanOrEqual(60);
  expect(of('render')).toMatchObject({ role: 'renderer', due: 0, leased: 1, waiting: 0, oldest_due_seconds: 0 });
  expect(of('voice')).toMatchObject({ due: 0, leased: 0, waiting: 0, oldest_due_seconds: 0 });
});
