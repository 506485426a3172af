import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, asked, give, note, noting, TaskSpecs } from './testing/task-specs.js';
import { type TaskWorld } from './testing/task-world.js';

let specs: TaskSpecs;
let world: TaskWorld;
const process: TaskSpecs['process'] = (...given) => specs.process(...given);

beforeAll(async () => {
  specs = await TaskSpecs.begin();
  world = specs.world;
});
/** A process that is stopped waits for what it pays for. */
const gates: (() => void)[] = [];
afterEach(() => {
  for (const open of gates.splice(0)) open();
  return specs.afterEach();
});
afterAll(() => world.destroy());

describe('what is being paid for when its task is broken off', () => {
  /** Pays until the gate opens, whatever becomes of its task. */
  const paying = async (comesOf: () => Promise<void> = () => Promise.resolve()) => {
    const [sent, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    gates.push(gate.resolve);
    const seen: string[] = [];
    let folder = '';
    const worker = await process(
      noting({
        run: async (task, { run, workDir }) => {
          if (task.payload.text === 'next') return note(task.subjectId, 'had the place');
          folder = workDir;
          const paid = run.whilePaying(async () => {
            sent.resolve();
            await gate.promise;
            seen.push('answered');
            await comesOf();
          });
          await paid.catch((error: Error) => {
            seen.push(error.message.replace(/.*: /, ''));
            throw error;
          });
          return note(task.subjectId, 'paid');
        },
      }),
      { concurrency: 1 },
    );
    const request = asked(randomUUID());
    await ask(worker, request);
    await sent.promise;
    return { worker, request, gate, seen, folder: () => folder };
  };

  it('goes on to its end, without its place and with its folder', async () => {
    const { worker, request, gate, seen, folder } = await paying();
    await give(worker, { cancel: { cancelSubjectId: request.subjectId } });
    const next = asked(randomUUID(), { payload: { text: 'next' } });
    await ask(worker, next);
    await world.until(next.taskId, 'done');
    expect([seen, existsSync(folder())]).toEqual([['cancelled'], true]);
    gate.resolve();
    await world.eventually(() => !existsSync(folder()), 'its folder is removed');
    expect(seen).toEqual(['cancelled', 'answered']);
    expect(await world.notes(request.subjectId)).toEqual([]);
  });

  it('goes on when the lease is lost, too', async () => {
    const { worker, request, gate, seen } = await paying();
    await world.sql(`UPDATE tasks.tasks SET lease = lease + 1 WHERE task_id = $1`, [request.taskId]);
    await worker.runtime.heartbeat();
    await world.eventually(() => worker.runtime.running.size === 0, 'the place is free');
    gate.resolve();
    await world.eventually(() => seen.includes('answered'));
    expect(seen).toEqual(['lost', 'answered']);
  });

  it('is waited for by a process that stops', async () => {
    const { worker, request, gate, seen } = await paying();
    await give(worker, { cancel: { cancelSubjectId: request.subjectId } });
    await world.eventually(() => worker.runtime.running.size === 0, 'the place is free');
    let isStopped = false;
    const stopped = worker.runtime.stop().then(() => (isStopped = true));
    await world.quiet();
    expect(isStopped).toBe(false);
    gate.resolve();
    await stopped;
    expect(seen).toEqual(['cancelled', 'answered']);
  });

  it('may fail: nobody is there any more whom that could fail', async () => {
    const { worker, request, gate, folder } = await paying(() => Promise.reject(new Error('refused')));
    await give(worker, { cancel: { cancelSubjectId: request.subjectId } });
    await world.eventually(() => worker.runtime.running.size === 0, 'the place is free');
    gate.resolve();
    await world.eventually(() => !existsSync(folder()), 'its folder is removed');
    expect(await world.row(request.taskId)).toMatchObject({ state: 'cancelled', attempt: 1 });
  });
});
