import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { taskDecision, type TaskHandler } from './contracts/tasks.js';
import { LATE_MS } from './execution/late-beginning.js';
import { Close, notebook } from './testing/notebook.js';
import { ask, asked, note, noting, type Payload, TaskSpecs } from './testing/task-specs.js';
import { type TaskWorld } from './testing/task-world.js';

let specs: TaskSpecs;
let world: TaskWorld;

beforeAll(async () => {
  specs = await TaskSpecs.begin();
  world = specs.world;
});
afterEach(async () => {
  jest.restoreAllMocks();
  await specs.afterEach();
});
afterAll(() => world.destroy());

const beginning = (over: Partial<TaskHandler<Payload>>): TaskHandler<Payload> =>
  noting({ begin: (task) => note(task.subjectId, 'begun'), mayBeginLate: () => true, ...over });

/** However busy the machine is, no work is said to go on. */
function noMomentPasses(): void {
  const later = globalThis.setTimeout as (work: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => NodeJS.Timeout;
  const stopped = (...[work, ms, ...given]: Parameters<typeof later>): NodeJS.Timeout =>
    later(work, ms === LATE_MS ? 2 ** 30 : ms, ...given);
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(stopped as typeof globalThis.setTimeout);
}

describe('work whose end says that it has begun', () => {
  it('has nothing recorded but its end where it takes a moment', async () => {
    noMomentPasses();
    const worker = await specs.process(beginning({}));
    const requests = Array.from({ length: 10 }, () => asked(randomUUID()));
    await ask(worker, ...requests);
    for (const { taskId, subjectId } of requests) {
      await world.until(taskId, 'done');
      expect(await world.notes(subjectId)).toEqual(['done']);
    }
  });

  it('is seen to go on where it takes longer', async () => {
    const run: TaskHandler<Payload>['run'] = async ({ subjectId }) => {
      await world.eventually(async () => (await world.notes(subjectId)).includes('begun'));
      return note(subjectId, 'done');
    };
    const worker = await specs.process(beginning({ run }));
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['begun', 'done']);
  });

  it('is said to have begun before it fails', async () => {
    noMomentPasses();
    const run: TaskHandler<Payload>['run'] = async ({ subjectId, attempt }) => {
      if (attempt === 1) throw new Error('once more');
      return note(subjectId, 'done');
    };
    const worker = await specs.process(beginning({ run, retrying: ({ subjectId }) => note(subjectId, 'failed') }));
    const request = asked(randomUUID());
    await ask(worker, request);
    await world.until(request.taskId, 'done');
    expect(await world.notes(request.subjectId)).toEqual(['begun', 'failed', 'done']);
  });

  it('is broken off where its subject wants no more of it', async () => {
    let isAborted = false;
    const run: TaskHandler<Payload>['run'] = async ({ subjectId }, { signal }) => {
      await world.eventually(() => signal.aborted);
      isAborted = true;
      return note(subjectId, 'done');
    };
    const worker = await specs.process(beginning({ run }));
    const request = asked(randomUUID());
    await world.tell(taskDecision(notebook, request.subjectId, new Close({ id: request.subjectId }, new Date().toISOString())));
    await ask(worker, request);
    await world.until(request.taskId, 'cancelled');
    await world.eventually(() => isAborted);
    expect(await world.notes(request.subjectId)).toEqual([]);
  });
});
