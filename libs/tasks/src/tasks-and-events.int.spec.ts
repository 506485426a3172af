import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProcessManager } from '#eventing/domain';
import { createTestEventing, eventually, type TestEventing } from '#eventing/testing';
import { SessionLocks } from '#platform';
import { taskDecision, type TaskEffect, type TaskRequest } from './contracts/tasks.js';
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

const MANY = 10_000;
const LATER = '2999-01-01T00:00:00.000Z';
/** What a process manager may come up with, by the note: rows that Postgres refuses, as many as nobody wants, or no end. */
const POISON = new Map<string, (request: TaskRequest) => TaskEffect[]>([
  ['do a payload of NUL', (request) => [{ request: { ...request, payload: { text: '\u0000' } } }]],
  ['do it for nobody', (request) => [{ request: { ...request, orgId: 'nobody' } }]],
  ['do it under no id', (request) => [{ request: { ...request, taskId: 'first' } }]],
  ['do it without an end', (request) => [{ request: { ...request, payload: cyclic() } }]],
  ['do it in no year', (request) => [{ request: { ...request, notBefore: 'in no year' } }]],
  ['do one right and one wrong', (request) => [{ request }, { request: { ...request, taskId: randomUUID(), subjectId: 'nothing' } }]],
  ['do cancel nothing', () => [{ cancel: { cancelSubjectId: 'nothing' } }]],
  ['do throw', () => raise()],
  ['do many', (request) => Array.from({ length: MANY }, () => ({ request: { ...request, taskId: randomUUID(), notBefore: LATER } }))],
]);
function cyclic(): object {
  const knot: Record<string, unknown> = {};
  knot['itself'] = knot;
  return knot;
}
function raise(): never {
  throw new Error('poisoned');
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
    const request = {
      taskId: taskIdOf(last),
      kind: 'specs.echo',
      queue: 'script' as const,
      orgId: ORG,
      subjectId: id,
      payload: { text: last },
    };
    return POISON.get(last)?.(request) ?? [{ request }];
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

describe('bad input: what a process manager asks for', () => {
  const letters = async (id: string) =>
    (await eventing.deadLetters.list({ consumer: echo.name })).filter(({ streamId }) => streamId === `notebook-${id}`);
  const rowsOf = (id: string) => eventing.database.query('SELECT 1 FROM tasks.tasks WHERE subject_id = $1', [id]);

  it.each([...POISON.keys()].filter((text) => text !== 'do many'))(
    'that cannot be stored fails no append and nobody else; why is in the dead letters: %s',
    async (text) => {
      const [bad, good] = [randomUUID(), randomUUID()];
      const [{ events }] = await Promise.all([write(bad, text), write(good, `do beside ${text}`)]);
      expect(events.map(({ type }) => type)).toEqual(['Noted']);
      await eventually(async () => (await texts(good)).length === 2);
      await eventually(async () => (await letters(bad)).length === 1);
      expect(await letters(bad)).toEqual([expect.objectContaining({ reason: 'failed', error: expect.stringMatching(/./) })]);
      // Nothing of it: one of two would be half of what was wanted.
      expect(await rowsOf(bad)).toEqual([]);
      // And what its stream does next is appended, and waits in order.
      await write(bad, `do after ${text}`);
      await eventually(async () => (await letters(bad)).length === 2);
      expect((await letters(bad))[1]).toMatchObject({ status: 'waiting', reason: 'behind_another' });
      expect(await texts(bad)).toEqual([text, `do after ${text}`]);
    },
  );

  it('ten thousand tasks in one event are all stored, and nobody waits for them', async () => {
    const [many, good] = [randomUUID(), randomUUID()];
    await Promise.all([write(many, 'do many'), write(good, 'do beside many')]);
    await eventually(async () => (await texts(good)).length === 2);
    await eventually(async () => (await rowsOf(many)).length === MANY);
    expect(await letters(many)).toEqual([]);
  });
});
