import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProcessManager } from '#eventing/domain';
import { createTestEventing, eventually, type TestEventing } from '#eventing/testing';
import { SessionLocks } from '#platform';
import { taskDecision, type TaskEffect } from './contracts/tasks.js';
import { tasksMigrations } from './migrations/index.js';
import { tasksConfig } from './tasks.config.js';
import { Close, type Closed, Note, notebook, type Noted } from './testing/notebook.js';
import { assembleTasks } from './assemble-tasks.js';
import { TaskHandlers } from './execution/task-handlers.js';
import { type TaskRuntime } from './task-runtime.js';
import { TaskSink } from './task-sink.js';

const ORG = randomUUID();
/** Of the task that `echo` asks for when this note is written, by its text. */
const taskIds = new Map<string, string>();

function taskIdOf(text: string): string {
  const known = taskIds.get(text) ?? randomUUID();
  taskIds.set(text, known);
  return known;
}

/** Asks for a task for every note that begins with `do `; a note `stop` cancels what is unfinished. */
const echo: ProcessManager<Noted | Closed, { last: string }, TaskEffect> = {
  name: 'specs.echo',
  follows: 'notebook',
  reactsTo: ['Noted'],
  initialState: { last: '' },
  evolve: (state, event) => (event.type === 'Noted' ? { last: event.data.text } : state),
  react({ last }, event) {
    const { id } = event.data;
    if (last === 'stop') return [{ cancel: { cancelSubjectId: id } }];
    if (!last.startsWith('do ')) return [];
    return [
      { request: { taskId: taskIdOf(last), kind: 'specs.echo', queue: 'script', orgId: ORG, subjectId: id, payload: { text: last } } },
    ];
  },
};

let eventing: TestEventing;
let locks: SessionLocks;
let runtime: TaskRuntime;
let folder: string;
/** What `run` waits for, by text. */
const gates = new Map<string, Promise<void>>();
/** Texts whose handler stands at its gate. */
const atGate = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-tasks-'));
  const handlers = new TaskHandlers();
  handlers.register<{ text: string }>({
    kind: 'specs.echo',
    begin: ({ subjectId, payload }) => (payload.text.startsWith('do begin') ? note(subjectId, 'begun') : null),
    run: async ({ subjectId, payload }) => {
      const gate = gates.get(payload.text);
      if (gate) atGate.add(payload.text);
      await gate;
      if (payload.text === 'do fail') throw Object.assign(new Error('no'), { code: 'refused', retryable: false });
      return payload.text === 'do nothing' ? taskDecision(notebook, subjectId, close(subjectId)) : note(subjectId, `done: ${payload.text}`);
    },
    giveUp: ({ subjectId }, { code }) => note(subjectId, `gave up: ${code}`),
  });
  eventing = await createTestEventing({
    migrations: tasksMigrations,
    register: (registry) => {
      registry.aggregate(notebook).processManager(echo, {
        store: (tx, effects) => new TaskSink(runtime).store(tx, effects),
        announce: (effects) => new TaskSink(runtime).announce(effects),
        inline: {
          isRepeatable: (effect) => new TaskSink(runtime).inline.isRepeatable(effect),
          open: (effects) => new TaskSink(runtime).inline.open(effects),
        },
      });
    },
  });
  const { database, unitOfWork } = eventing;
  locks = new SessionLocks(database);
  await locks.start();
  const redisUrl = process.env['KADR_TEST_REDIS_URL'] ?? null;
  const settings = tasksConfig({ KADR_DATA_DIR: folder, KADR_NAMESPACE: `spec-${randomUUID()}`, KADR_RECONCILE_INTERVAL_MS: '50' });
  runtime = assembleTasks({
    ...{ config: { ...settings, redisUrl }, roles: new Set(['worker', 'scheduler']), database, locks, unitOfWork, handlers },
    onStuck: () => undefined,
  });
  runtime.start();
});
afterAll(async () => {
  await runtime?.stop();
  await locks?.stop();
  await eventing?.close();
  await rm(folder, { recursive: true, force: true });
});

const at = () => new Date().toISOString();
const close = (id: string) => new Close({ id }, at());
const note = (id: string, text: string) => taskDecision(notebook, id, new Note({ id, text }, at()));
const write = (id: string, text: string) =>
  eventing.unitOfWork.decide(notebook, id, new Note({ id, text }, at()), { orgId: ORG, actor: 'spec' });
const texts = async (id: string) => (await eventing.store.load(notebook, id)).state.texts;

async function stateOf(text: string): Promise<string | undefined> {
  const sql = 'SELECT state FROM tasks.tasks WHERE task_id = $1';
  const [row] = await eventing.database.query<{ state: string }>(sql, [taskIdOf(text)]);
  return row?.state;
}

describe('an event that asks for work', () => {
  it('leads to the work, and the work to an event of the same correlation', async () => {
    const id = randomUUID();
    const { events } = await write(id, 'do this');
    await eventually(async () => (await texts(id)).length === 2);
    expect(await texts(id)).toEqual(['do this', 'done: do this']);
    expect(await stateOf('do this')).toBe('done');
    const [first, second] = await eventing.store.readStream(`notebook-${id}`);
    expect(first?.eventId).toBe(events[0]?.eventId);
    expect(second?.metadata).toMatchObject({
      ...{ orgId: ORG, correlationId: first?.metadata.correlationId, causationId: taskIdOf('do this') },
      actor: `task:${taskIdOf('do this')}`,
    });
  });

  it('is told when the work begins', async () => {
    const id = randomUUID();
    await write(id, 'do begin');
    await eventually(async () => (await texts(id)).length === 3);
    expect(await texts(id)).toEqual(['do begin', 'begun', 'done: do begin']);
  });

  it('is told when the work is given up', async () => {
    const id = randomUUID();
    await write(id, 'do fail');
    await eventually(async () => (await stateOf('do fail')) === 'failed');
    expect(await texts(id)).toEqual(['do fail', 'gave up: refused']);
  });

  it('may find that the result changes nothing; the work is done all the same', async () => {
    const id = randomUUID();
    const gate = Promise.withResolvers<void>();
    gates.set('do nothing', gate.promise);
    await write(id, 'do nothing');
    await eventually(async () => (await stateOf('do nothing')) === 'leased');
    await eventing.unitOfWork.decide(notebook, id, close(id), { orgId: ORG, actor: 'spec' });
    gate.resolve();
    await eventually(async () => (await stateOf('do nothing')) === 'done');
  });

  it('may be followed by one that takes it back', async () => {
    const id = randomUUID();
    const gate = Promise.withResolvers<void>();
    gates.set('do slowly', gate.promise);
    await write(id, 'do slowly');
    await eventually(async () => (await stateOf('do slowly')) === 'leased');
    await write(id, 'stop');
    await eventually(async () => (await stateOf('do slowly')) === 'cancelled');
    gate.resolve();
    await eventually(() => runtime.running.size === 0);
    expect(await texts(id)).toEqual(['do slowly', 'stop']);
  });

  it('gets one result, whoever comes back from the dead', async () => {
    const id = randomUUID();
    const gate = Promise.withResolvers<void>();
    gates.set('do begin late', gate.promise);
    await write(id, 'do begin late');
    await eventually(() => atGate.has('do begin late'));
    gates.delete('do begin late');
    // The lease runs out while the first attempt hangs; a second one is made, and then the first goes on.
    const expire = `UPDATE tasks.tasks SET lease_until = now() - interval '1 second' WHERE task_id = $1`;
    await eventing.database.query(expire, [taskIdOf('do begin late')]);
    await eventually(async () => (await stateOf('do begin late')) === 'done');
    gate.resolve();
    await eventually(() => runtime.running.size === 0);
    expect(await texts(id)).toEqual(['do begin late', 'begun', 'begun', 'done: do begin late']);
  });

  it('may come with hundreds of others', async () => {
    const ids = Array.from({ length: 300 }, () => randomUUID());
    await Promise.all(ids.map((id, index) => write(id, `do ${index}`)));
    await eventually(async () => {
      const [row] = await eventing.database.query<{ left: number }>(
        'SELECT count(*)::int AS left FROM tasks.tasks WHERE finished_at IS NULL',
      );
      return row?.left === 0 && (await texts(ids.at(-1) ?? '')).length === 2;
    }, 20_000);
    for (const [index, id] of ids.entries()) expect(await texts(id)).toEqual([`do ${index}`, `done: do ${index}`]);
  });
});
