import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProcessManager } from '#eventing/domain';
import { createTestEventing, eventually, type TestEventing } from '#eventing/testing';
import { Clock, SessionLocks } from '#platform';
import { assembleTasks } from './assemble-tasks.js';
import { taskDecision, type TaskEffect, type TaskRequest } from './contracts/tasks.js';
import { TaskHandlers } from './execution/task-handlers.js';
import { type Pursuit, type Stalled, StalledWork } from './maintenance/stalled-work.js';
import { tasksMigrations } from './migrations/index.js';
import { TaskSink } from './task-sink.js';
import { type TaskRuntime } from './task-runtime.js';
import { tasksConfig } from './tasks.config.js';
import { type Closed, Note, notebook, type Noted, type Notes } from './testing/notebook.js';

const ORG = randomUUID();
const STALLED_AFTER_MS = 200;

/** A notebook is unfinished until its work is noted; the task has the notebook's own id. */
const workOf = (id: string): TaskRequest => ({
  ...{ taskId: id, kind: 'specs.work', queue: 'script', orgId: ORG, subjectId: id, payload: {} },
});
const ask: ProcessManager<Noted | Closed, { first: boolean }, TaskEffect> = {
  name: 'specs.ask',
  follows: 'notebook',
  reactsTo: ['Noted'],
  initialState: { first: false },
  evolve: (_state, event) => ({ first: event.version === 1 }),
  react({ first }, event) {
    if (event.type === 'Noted' && event.data.text === 'poison') throw new Error('poisoned');
    return first ? [{ request: workOf(event.data.id) }] : [];
  },
};

let eventing: TestEventing;
let locks: SessionLocks;
let runtime: TaskRuntime;
let folder: string;
/** Where the work of a notebook waits. */
const gates = new Map<string, PromiseWithResolvers<void>>();
const begun: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-tasks-'));
  const handlers = new TaskHandlers();
  handlers.register({
    kind: 'specs.work',
    run: async ({ subjectId, attempt }) => {
      begun.push(subjectId);
      await gates.get(subjectId)?.promise;
      return note(subjectId, `done at attempt ${attempt}`);
    },
    giveUp: ({ subjectId }, { code }) => note(subjectId, `gave up: ${code}`),
  });
  eventing = await createTestEventing({
    migrations: tasksMigrations,
    register: (registry) =>
      registry.aggregate(notebook).processManager(ask, {
        store: (tx, effects) => new TaskSink(runtime).store(tx, effects),
        announce: (effects) => new TaskSink(runtime).announce(effects),
      }),
  });
  const { database, unitOfWork } = eventing;
  locks = new SessionLocks(database);
  await locks.start();
  const settings = tasksConfig({ KADR_DATA_DIR: folder, KADR_NAMESPACE: `spec-${randomUUID()}`, KADR_RECONCILE_INTERVAL_MS: '50' });
  const config = { ...settings, redisUrl: process.env['KADR_TEST_REDIS_URL'] ?? null };
  const roles = new Set(['worker', 'scheduler']);
  runtime = assembleTasks({ config, roles, database, locks, unitOfWork, handlers, onStuck: () => undefined });
  runtime.start();
});
const opened: StalledWork[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop();
});
afterAll(async () => {
  await runtime?.stop();
  await locks?.stop();
  await eventing?.close();
  await rm(folder, { recursive: true, force: true });
});

const note = (id: string, text: string) => taskDecision(notebook, id, new Note({ id, text }, new Date().toISOString()));
const write = (id: string, text: string) =>
  eventing.unitOfWork.decide(notebook, id, new Note({ id, text }, new Date().toISOString()), { orgId: ORG, actor: 'spec' });
const texts = async (id: string) => (await eventing.store.load(notebook, id)).state.texts;
const sql = <R extends object>(text: string, id: string): Promise<R[]> => eventing.database.query<R>(text, [id]);
const held = async (id: string): Promise<void> => {
  gates.set(id, Promise.withResolvers());
  await write(id, 'ordered');
  await eventually(() => begun.includes(id));
};
const letGo = (id: string): void => {
  gates.get(id)?.resolve();
  gates.delete(id);
};

/** Looks after these notebooks from now on; `looks` counts how often it has asked for all of them. */
function lookAfter(ids: readonly string[], over: Partial<Pursuit<Notes>> = {}): { looks: number } {
  const seen = { looks: 0 };
  const { consumerProgress: progress, store } = eventing;
  const stalled = new StalledWork({ tasks: runtime, progress, store, locks, clock: new Clock(), stalledAfterMs: STALLED_AFTER_MS });
  stalled.watch(notebook, {
    what: 'notebook',
    askedBy: ask.name,
    unfinished: async () => {
      seen.looks += 1;
      return ids.map((id) => ({ id, orgId: ORG }));
    },
    driveOn: async ({ id, state }: Stalled<Notes>) => state.texts.length < 2 && stalled.askAgain([workOf(id)]),
    ...over,
  });
  opened.push(stalled);
  stalled.start();
  return seen;
}

describe('faults C34: work that was lost', () => {
  it('is done after all; whoever still worked at it records nothing, and has another name', async () => {
    const id = randomUUID();
    await held(id);
    const [before] = await sql<{ lease: number }>('SELECT lease FROM tasks.tasks WHERE task_id = $1', id);
    await sql('DELETE FROM tasks.tasks WHERE task_id = $1', id);
    const gate = gates.get(id);
    gates.delete(id);
    lookAfter([id]);
    await eventually(async () => (await texts(id)).length === 2);
    gate?.resolve();
    await eventually(() => runtime.running.size === 0);
    expect(await texts(id)).toEqual(['ordered', 'done at attempt 1']);
    const [after] = await sql<{ lease: number; state: string }>('SELECT lease, state FROM tasks.tasks WHERE task_id = $1', id);
    expect(after?.state).toBe('done');
    expect(after?.lease).toBeGreaterThan((before?.lease ?? 0) + 1_000_000);
  });

  it('is done under its own name when it ended without a result', async () => {
    const id = randomUUID();
    await held(id);
    await sql(`UPDATE tasks.tasks SET state = 'cancelled', finished_at = now() - interval '1 hour', attempt = 3 WHERE task_id = $1`, id);
    letGo(id);
    await eventually(() => runtime.running.size === 0);
    expect(await texts(id)).toEqual(['ordered']);
    lookAfter([id]);
    await eventually(async () => (await texts(id)).length === 2);
    expect(await texts(id)).toEqual(['ordered', 'done at attempt 1']);
  });

  it('is not asked for while it is done, or may just be ending, or while its events have not all been seen', async () => {
    const [working, ending, unseen, fresh] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    for (const id of [working, ending, unseen]) await held(id);
    await write(unseen, 'poison');
    await eventually(async () => (await eventing.deadLetters.list()).length > 0);
    for (const id of [ending, unseen])
      await sql(`UPDATE tasks.tasks SET state = 'cancelled', finished_at = now() + interval '1 hour' WHERE task_id = $1`, id);
    for (const id of [ending, unseen]) letGo(id);
    await new Promise((resolve) => setTimeout(resolve, STALLED_AFTER_MS * 2));
    const drivenOn: string[] = [];
    const driveOn = async ({ id }: Stalled<Notes>) => drivenOn.push(id) > 0;
    const seen = lookAfter([working, ending, unseen, fresh], { driveOn });
    await eventually(() => seen.looks >= 2);
    expect(new Set(drivenOn)).toEqual(new Set([ending]));
    expect(await runtime.restore([workOf(ending)], STALLED_AFTER_MS)).toBe(0);
    expect(await runtime.restore([workOf(working)], STALLED_AFTER_MS)).toBe(0);
    letGo(working);
    await eventually(async () => (await texts(working)).length === 2);
  });

  it('is asked for together with what its subject says of that, or not at all', async () => {
    const id = randomUUID();
    await held(id);
    await sql('DELETE FROM tasks.tasks WHERE task_id = $1', id);
    letGo(id);
    await eventually(() => runtime.running.size === 0);
    const there: number[] = [];
    lookAfter([id], {
      driveOn: async () => {
        await eventing.unitOfWork
          .run(async (tx) => {
            await runtime.restore([workOf(id)], STALLED_AFTER_MS, tx);
            throw new Error('it cannot say so');
          })
          .catch(() => undefined);
        there.push((await sql('SELECT 1 FROM tasks.tasks WHERE task_id = $1', id)).length);
        await eventing.unitOfWork.run(async (tx) => void (await runtime.restore([workOf(id)], STALLED_AFTER_MS, tx)));
        return true;
      },
    });
    await eventually(async () => (await texts(id)).length === 2);
    expect(there).toEqual([0]);
  });

  it('holds up nothing else when it cannot be driven on', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of ids) await held(id);
    for (const id of ids) {
      await sql('DELETE FROM tasks.tasks WHERE task_id = $1', id);
      letGo(id);
    }
    const drivenOn: string[] = [];
    lookAfter(ids, {
      driveOn: async ({ id }) => {
        drivenOn.push(id);
        if (id === ids[0]) throw new Error('not this one');
        return true;
      },
    });
    await eventually(() => drivenOn.length >= 3);
    expect(drivenOn.slice(0, 3)).toEqual(ids);
  });
});
