import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type BornTasks } from './born-tasks.js';
import { type TaskRequest } from './contracts/tasks.js';
import { ask, asked, CAUSE, note, noting, TaskSpecs } from './testing/task-specs.js';
import { type TaskProcess, type TaskWorld } from './testing/task-world.js';

let specs: TaskSpecs;
let world: TaskWorld;
const process: TaskSpecs['process'] = (...given) => specs.process(...given);

beforeAll(async () => {
  specs = await TaskSpecs.begin();
  world = specs.world;
});
afterEach(() => specs.afterEach());
afterAll(() => world.destroy());

const bearing = ({ runtime }: TaskProcess, ...requests: TaskRequest[]): BornTasks =>
  runtime.bear(requests.map((request) => ({ request, correlationId: randomUUID(), causationId: CAUSE.eventId, traceparent: null })));
const stored = ({ database }: TaskProcess, born: BornTasks): Promise<void> => database.transaction((tx) => born.store(tx));

/** As the unit of work does with events that are appended. */
async function bear(on: TaskProcess, ...requests: TaskRequest[]): Promise<void> {
  const born = bearing(on, ...requests);
  await stored(on, born);
  born.committed();
}
const leases = async (requests: readonly TaskRequest[]) =>
  Promise.all(requests.map(async ({ taskId }) => (({ state, lease }) => `${String(state)} ${String(lease)}`)(await world.row(taskId))));
const some = (count: number, over: Partial<TaskRequest> = {}) => Array.from({ length: count }, () => asked(randomUUID(), over));
const claims = (on: TaskProcess) => on.statements.filter((sql) => sql.includes('lease + 1'));

/** Does its work only when it is let go on. */
function gated() {
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  const handler = noting({
    run: async (task, { signal }) => {
      begun.push(task.orgId);
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
      return note(task.subjectId, task.payload.text);
    },
  });
  return { handler, begun, letGo: () => waiting.shift()?.() };
}
const doneOnce = async (...requests: TaskRequest[]): Promise<void> => {
  for (const { taskId, subjectId } of requests) {
    await world.until(taskId, 'done');
    expect(await world.notes(subjectId)).toEqual(['done']);
  }
};

describe('a task that is stored with the event it follows from', () => {
  it('is born with its lease where a place is free, and begins without a claim', async () => {
    const worker = await process(noting());
    const requests = some(3);
    const born = bearing(worker, ...requests);
    await stored(worker, born);
    expect(await leases(requests)).toEqual(['leased 1', 'leased 1', 'leased 1']);
    await world.quiet();
    expect(await world.notes(requests[0]?.subjectId ?? '')).toEqual([]);
    born.committed();
    await doneOnce(...requests);
    expect(claims(worker)).toEqual([]);
    expect(await leases(requests)).toEqual(['done 1', 'done 1', 'done 1']);
  });

  it('is stored as it was asked for, with what is known of its cause and nothing else', async () => {
    const on = await process(noting());
    const [first, second] = [some(1, { maxAttempts: 7, payload: { text: 'é "quoted" \\ {1,2}\u001e' } })[0], some(1)[0]] as [
      TaskRequest,
      TaskRequest,
    ];
    const notBefore = '2031-05-06T07:08:09.123Z';
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const born = on.runtime.bear([
      { request: { ...first, notBefore }, correlationId: 'c1', causationId: null, traceparent: null },
      { request: { ...second, notBefore }, correlationId: 'c2', causationId: CAUSE.eventId, traceparent: trace },
    ]);
    await stored(on, born);
    born.rolledBack();
    const [one, other] = [await world.row(first.taskId), await world.row(second.taskId)];
    expect(one).toMatchObject({ kind: first.kind, queue: first.queue, org_id: first.orgId, subject_id: first.subjectId, max_attempts: 7 });
    expect(one).toMatchObject({ payload: first.payload, correlation_id: 'c1', causation_id: null, traceparent: null, lease_owner: null });
    expect(other).toMatchObject({ payload: second.payload, correlation_id: 'c2', causation_id: CAUSE.eventId, traceparent: trace });
    expect([one, other].map(({ not_before }) => (not_before as Date).toISOString())).toEqual([notBefore, notBefore]);
  });

  it('is born once where two events of one transaction ask for it: one attempt, which ends, and nothing whose lease is prolonged for ever', async () => {
    const worker = await process(noting());
    const [one, other] = some(2) as [TaskRequest, TaskRequest];
    await bear(worker, one, other, one, { ...one });
    await doneOnce(one, other);
    await world.eventually(() => worker.runtime.running.size === 0);
    expect(await leases([one, other])).toEqual(['done 1', 'done 1']);
  });

  it('has no lease without a place: it waits, and takes its turn', async () => {
    const { handler, begun, letGo } = gated();
    const worker = await process(handler, { concurrency: 2 });
    const requests = some(5);
    await bear(worker, ...requests);
    await world.eventually(() => begun.length === 2);
    await world.quiet();
    expect(begun).toHaveLength(2);
    expect((await leases(requests)).toSorted()).toEqual(['leased 1', 'leased 1', 'runnable 0', 'runnable 0', 'runnable 0']);
    for (let ended = 1; ended <= 5; ended += 1) {
      letGo();
      await world.eventually(() => begun.length === Math.min(5, ended + 2));
    }
    await doneOnce(...requests);
  });

  it('waits like any other where it is not to run yet, is heavy, or is of a queue in which organisations have places of their own', async () => {
    const worker = await process(noting(), { concurrency: 1 });
    const notBefore = new Date(Date.now() + 600).toISOString();
    const requests = [
      asked(randomUUID(), { notBefore }),
      asked(randomUUID(), { queue: 'conform' }),
      asked(randomUUID(), { queue: 'import' }),
    ];
    const born = bearing(worker, ...requests);
    await stored(worker, born);
    expect(await leases(requests)).toEqual(['runnable 0', 'runnable 0', 'runnable 0']);
    born.committed();
    await doneOnce(...requests);
    const { created_at, finished_at } = await world.row(requests[0]?.taskId ?? '');
    expect((finished_at as Date).getTime() - (created_at as Date).getTime()).toBeGreaterThan(300);
  });

  it('gives its place back when nothing was committed, or when it was there before', async () => {
    const { handler, begun, letGo } = gated();
    const worker = await process(handler, { concurrency: 1 });
    const [lost, known, next] = some(3) as [TaskRequest, TaskRequest, TaskRequest];
    const born = bearing(worker, lost);
    born.rolledBack();
    born.rolledBack();
    await bear(worker, known);
    letGo();
    await world.eventually(() => begun.length === 1);
    letGo();
    await doneOnce(known);
    await bear(worker, known);
    await bear(worker, next);
    expect(await leases([next])).toEqual(['leased 1']);
    await world.eventually(() => begun.length === 2);
    letGo();
    await doneOnce(known, next);
    expect(worker.runtime.running.size).toBe(0);
  });

  it('that cannot be stored takes nothing with it', async () => {
    const worker = await process(noting(), { concurrency: 1 });
    const [bad, good] = [asked(randomUUID(), { payload: { text: '\u0000' } }), asked(randomUUID())];
    const born = bearing(worker, bad);
    await expect(stored(worker, born)).rejects.toMatchObject({ code: '22P05' });
    born.rolledBack();
    await bear(worker, good);
    expect((await leases([good]))[0]).toMatch(/ 1$/);
    await doneOnce(good);
  });

  it('begins when the commit is found although its answer was lost, once', async () => {
    const worker = await process(noting());
    const [request, waits] = [asked(randomUUID()), asked(randomUUID(), { queue: 'conform' })];
    const born = bearing(worker, request, waits);
    await stored(worker, born);
    born.rolledBack();
    await born.recovered();
    await doneOnce(request, waits);
    expect(await leases([request])).toEqual(['done 1']);
  });

  it('is given back when its place is taken by the time the commit is found', async () => {
    const { handler, begun, letGo } = gated();
    const worker = await process(handler, { concurrency: 1 });
    const [first, second] = some(2) as [TaskRequest, TaskRequest];
    const born = bearing(worker, first);
    await stored(worker, born);
    born.rolledBack();
    await bear(worker, second);
    await born.recovered();
    expect(await leases([first])).toEqual(['runnable 1']);
    for (const count of [1, 2]) {
      await world.eventually(() => begun.length === count);
      letGo();
    }
    await doneOnce(first, second);
    expect(await leases([first])).toEqual(['done 2']);
  });

  it('is given back untouched when its process is stopped before the commit is heard of, and the stop waits for that', async () => {
    const leaving = await process(noting());
    const request = asked(randomUUID());
    const born = bearing(leaving, request);
    await stored(leaving, born);
    const stopped = leaving.runtime.stop().then(() => 'stopped');
    expect(await Promise.race([stopped, world.quiet().then(() => 'waits')])).toBe('waits');
    born.committed();
    await stopped;
    expect(await world.row(request.taskId)).toMatchObject({ state: 'runnable', attempt: 1, crashes: 0 });
    await process(noting());
    await world.forgetDispatches();
    await process(noting(), { roles: ['scheduler'] });
    await doneOnce(request);
  });

  it('is taken over when its process was killed right after the commit', async () => {
    const killed = await process(noting());
    const request = asked(randomUUID());
    await stored(killed, bearing(killed, request));
    await killed.die();
    await process(noting(), { roles: ['worker', 'scheduler'] });
    await doneOnce(request);
    expect(await leases([request])).toEqual(['done 2']);
  });
});

describe('faults A8: tasks that are born with a lease', () => {
  const [GREEDY, MODEST] = ['00000000-0000-4000-8000-000000000001', 'ffffffff-ffff-4fff-8fff-ffffffffffff'];

  it('pass nobody by: while somebody waits they wait as well, and the other organisation is served next', async () => {
    const { handler, begun, letGo } = gated();
    const worker = await process(handler, { concurrency: 1 });
    const all = some(1, { orgId: GREEDY });
    await bear(worker, ...all);
    await world.eventually(() => begun.length === 1);
    const modest = some(1, { orgId: MODEST });
    await ask(worker, ...modest);
    for (let n = 0; n < 5; n += 1) {
      const more = some(1, { orgId: GREEDY });
      await bear(worker, ...more);
      expect(await leases(more)).toEqual(['runnable 0']);
      all.push(...more);
    }
    for (let ended = 1; ended <= 7; ended += 1) {
      letGo();
      await world.eventually(() => begun.length === Math.min(7, ended + 1));
    }
    expect(begun.slice(0, 3)).toContain(MODEST);
    await doneOnce(...all, ...modest);
  });

  it('pass nobody by on the way ahead either, where tasks take milliseconds', async () => {
    const { handler, begun, letGo } = gated();
    const worker = await process(
      noting({ run: (task, context) => (task.payload.text === 'quick' ? noting().run(task, context) : handler.run(task, context)) }),
      { concurrency: 1 },
    );
    const quick = some(30, { payload: { text: 'quick' } });
    await ask(worker, ...quick);
    for (const { taskId } of quick) await world.until(taskId, 'done');
    await world.quiet();
    const all = some(1, { orgId: GREEDY });
    await bear(worker, ...all);
    await world.eventually(() => begun.length === 1);
    const modest = some(1, { orgId: MODEST });
    await ask(worker, ...modest);
    const more = some(5, { orgId: GREEDY });
    await bear(worker, ...more);
    expect(new Set(await leases(more))).toEqual(new Set(['runnable 0']));
    for (let ended = 1; ended <= 7; ended += 1) {
      letGo();
      await world.eventually(() => begun.length === Math.min(7, ended + 1));
    }
    await doneOnce(...all, ...modest, ...more);
  });

  it('take no more room ahead than a claim would', async () => {
    const worker = await process(noting(), { concurrency: 1 });
    const quick = some(30);
    await ask(worker, ...quick);
    await doneOnce(...quick);
    await world.quiet();
    const many = some(600);
    const count = async (state: string) => (await world.sql(`SELECT 1 FROM tasks.tasks WHERE state = $1`, [state])).length;
    const born = bearing(worker, ...many);
    await stored(worker, born);
    expect(await count('leased')).toBeLessThanOrEqual(401);
    born.committed();
    await world.eventually(async () => (await count('done')) === quick.length + many.length);
    expect(await world.sql('SELECT 1 FROM public.notes')).toHaveLength(quick.length + many.length);
  });
});
