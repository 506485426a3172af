import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Database } from '#platform';
import { type TaskRequest } from './contracts/tasks.js';
import { Suspended } from './execution/suspended.js';
import { FairClaims } from './table/fair-claims.js';
import { ask, asked, note, noting, TaskSpecs } from './testing/task-specs.js';
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

// The greedy one would come first in any order of ids or of time.
const [GREEDY, MODEST] = ['00000000-0000-4000-8000-000000000001', 'ffffffff-ffff-4fff-8fff-ffffffffffff'];

const of = (orgId: string, count: number, over: Partial<TaskRequest> = {}): TaskRequest[] =>
  Array.from({ length: count }, () => asked(randomUUID(), { orgId, ...over }));

const claimsOf = (on: TaskProcess) => new FairClaims(on.database, () => 7, 30_000);
const wanting = (limit: number, secondsOf: Record<string, number> = {}) => ({
  queue: 'script' as const,
  limit,
  orgPlaces: null,
  earlyMs: 0,
  secondsOf,
});

/** Does its work only when it is let go on. */
function gated() {
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  const handler = noting({
    run: async (task) => {
      begun.push(task.orgId);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return note(task.subjectId, 'done');
    },
  });
  return { handler, begun, letGo: () => waiting.shift()?.() };
}

describe('a claim among very many', () => {
  it('looks at as many rows as it takes, whatever the database believes of the table', async () => {
    const { database } = await process(noting({}));
    // Statistics of a time in which nothing waited: as after a quiet hour, until the next analysis.
    await world.sql(
      `INSERT INTO tasks.tasks (task_id, kind, queue, org_id, subject_id, correlation_id, payload, max_attempts, state, finished_at)
       SELECT gen_random_uuid(), 'note', 'script', $1, gen_random_uuid(), '-', '{}', 1, 'done', now() FROM generate_series(1, 3000)`,
      [GREEDY],
    );
    await world.sql('ANALYZE tasks.tasks');
    await world.sql(
      `INSERT INTO tasks.tasks (task_id, kind, queue, org_id, subject_id, correlation_id, payload, max_attempts)
       SELECT gen_random_uuid(), 'note', 'script', $1, gen_random_uuid(), '-', '{}', 1 FROM generate_series(1, 3000)`,
      [GREEDY],
    );
    await database.transaction(async (tx) => {
      // A table this small may be read as a whole once; that is not what grows.
      await tx.query('SET LOCAL enable_seqscan = off');
      const { tasks, isMore } = await new FairClaims(tx as unknown as Database, () => 7, 30_000).claim(wanting(100));
      expect([tasks.length, isMore]).toEqual([100, true]);
      const [row] = await tx.query<{ read: number }>(
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables WHERE relid = 'tasks.tasks'::regclass`,
      );
      expect(row?.read).toBeGreaterThan(0);
      expect(row?.read).toBeLessThan(1000);
    });
  });
});

describe('faults A8: a queue that one organisation has filled', () => {
  it.each(['script', 'conform'] as const)('serves another one next, in each queue: %s', async (queue) => {
    const { handler, begun, letGo } = gated();
    const worker = await process(handler, { concurrency: 1 });
    const many = of(GREEDY, 12, { queue });
    await ask(worker, ...many);
    await world.eventually(() => begun.length === 1);
    const few = of(MODEST, 3, { queue });
    await ask(worker, ...few);
    for (let ended = 1; ended <= 15; ended += 1) {
      letGo();
      await world.eventually(() => begun.length === Math.min(15, ended + 1));
    }
    // Each of its tasks waits for one of the other's at most.
    expect(begun.slice(0, 7).filter((orgId) => orgId === MODEST)).toHaveLength(3);
    for (const { taskId } of [...many, ...few]) await world.until(taskId, 'done');
  });

  it('is shared by two processes as by one', async () => {
    const { handler, begun, letGo } = gated();
    const [first] = await Promise.all([process(handler, { concurrency: 1 }), process(handler, { concurrency: 1 })]);
    const many = of(GREEDY, 10);
    await ask(first, ...many);
    await world.eventually(() => begun.length === 2);
    const few = of(MODEST, 2);
    await ask(first, ...few);
    for (let ended = 1; ended <= 12; ended += 1) {
      letGo();
      await world.eventually(() => begun.length === Math.min(12, ended + 2));
    }
    // A share is measured in seconds, and each process knows by itself how long these waited: one turn may count as two. In the order of their
    // asking they would be the last.
    expect(begun.slice(0, 8).filter((orgId) => orgId === MODEST)).toHaveLength(2);
    for (const { taskId } of [...many, ...few]) await world.until(taskId, 'done');
  });
});

describe('faults A8: places that one organisation holds for long', () => {
  const GUESTS = 2;
  it.each(['conform', 'script'] as const)(
    'keep nobody waiting who holds fewer, and nobody gets more than a few beside: %s',
    async (queue) => {
      const { handler, begun, letGo } = gated();
      const worker = await process(handler, { concurrency: 2, guestPlaces: GUESTS });
      const many = of(GREEDY, 12, { queue });
      await ask(worker, ...many);
      await world.eventually(() => begun.length === 2);
      await world.quiet();
      expect(begun).toHaveLength(2);
      const few = of(MODEST, 5, { queue });
      await ask(worker, ...few);
      // None of the greedy one's tasks ends meanwhile.
      await world.eventually(() => begun.length === 2 + GUESTS);
      await world.quiet();
      expect(begun.slice(2)).toEqual([MODEST, MODEST]);
      const ended = async (): Promise<number> =>
        (await world.sql(`SELECT 1 FROM tasks.tasks WHERE state = 'done' AND queue = '${queue}'`)).length;
      await world.eventually(async () => (letGo(), (await ended()) >= 17));
      for (const { taskId } of [...many, ...few]) await world.until(taskId, 'done');
    },
  );

  it('are all there are where nobody else waits, and where guests are switched off', async () => {
    const { handler, begun, letGo } = gated();
    const worker = await process(handler, { concurrency: 2, guestPlaces: 0 });
    const all = [...of(GREEDY, 4, { queue: 'conform' }), ...of(MODEST, 1, { queue: 'conform' })];
    await ask(worker, ...all.slice(0, 4));
    await world.eventually(() => begun.length === 2);
    await ask(worker, ...all.slice(4));
    await world.quiet();
    expect(begun).toEqual([GREEDY, GREEDY]);
    for (let ended = 1; ended <= 5; ended += 1) {
      await world.eventually(() => begun.length >= Math.min(5, ended + 1));
      letGo();
    }
    for (const { taskId } of all) await world.until(taskId, 'done');
  });
});

describe('a fair claim', () => {
  it('gives each organisation the same share of time, not of tasks', async () => {
    const asking = await process(noting(), { roles: ['api'] });
    await ask(asking, ...of(GREEDY, 40, { kind: 'specs.slow' }), ...of(MODEST, 40, { kind: 'specs.quick' }));
    const claims = claimsOf(asking);
    const counts = { [GREEDY]: 0, [MODEST]: 0 };
    for (let index = 0; index < 20; index += 1) {
      const { tasks, isMore } = await claims.claim(wanting(1, { 'specs.slow': 4, 'specs.quick': 1 }));
      expect({ tasks: tasks.length, isMore }).toEqual({ tasks: 1, isMore: true });
      for (const { orgId } of tasks) counts[orgId] = (counts[orgId] ?? 0) + 1;
    }
    expect(counts).toEqual({ [GREEDY]: 4, [MODEST]: 16 });
  });

  it('of many at once is as fair as many claims', async () => {
    const asking = await process(noting(), { roles: ['api'] });
    await ask(asking, ...of(GREEDY, 30), ...of(MODEST, 4));
    const { tasks } = await claimsOf(asking).claim(wanting(8));
    expect(tasks.filter(({ orgId }) => orgId === MODEST)).toHaveLength(4);
  });

  it('gives nobody credit for the time in which it asked for nothing', async () => {
    const asking = await process(noting(), { roles: ['api'] });
    const claims = claimsOf(asking);
    await ask(asking, ...of(GREEDY, 60));
    await claims.claim(wanting(40));
    await ask(asking, ...of(MODEST, 20));
    const { tasks } = await claims.claim(wanting(20));
    expect(tasks.filter(({ orgId }) => orgId === GREEDY).length).toBeGreaterThanOrEqual(9);
  });

  it('takes the oldest of an organisation first, leaves what is not due, and says when nothing is left', async () => {
    const asking = await process(noting(), { roles: ['api'] });
    const wanted = [];
    for (let index = 0; index < 3; index += 1) {
      const [request] = of(MODEST, 1) as [TaskRequest];
      wanted.push(request.taskId);
      await ask(asking, request);
    }
    await ask(asking, ...of(MODEST, 1, { notBefore: new Date(Date.now() + 60_000).toISOString() }));
    const claims = claimsOf(asking);
    const first = await claims.claim(wanting(2));
    expect(first.tasks.map(({ taskId }) => taskId).sort()).toEqual(wanted.slice(0, 2).sort());
    expect(first.isMore).toBe(true);
    expect(await claims.claim(wanting(2))).toMatchObject({ tasks: [{ taskId: wanted[2] }], isMore: false });
    expect(await claims.claim(wanting(2))).toEqual({ tasks: [], isMore: false });
  });

  it('by many at the same time gives each task once, and none is left', async () => {
    const asking = await process(noting(), { roles: ['api'] });
    await ask(asking, ...of(GREEDY, 30), ...of(MODEST, 30));
    const claims = claimsOf(asking);
    const taken: string[] = [];
    const taking = async (): Promise<void> => {
      for (let isMore = true; isMore;) {
        const claimed = await claims.claim(wanting(3));
        taken.push(...claimed.tasks.map(({ taskId }) => taskId));
        ({ isMore } = claimed);
      }
    };
    await Promise.all([taking(), taking(), taking(), taking()]);
    expect([taken.length, new Set(taken).size]).toEqual([60, 60]);
  });
});

describe('faults A7: imports that do not end', () => {
  it('hold a few places of their own organisation, in all processes together', async () => {
    const { handler, begun, letGo } = gated();
    const [first] = await Promise.all([process(handler, { concurrency: 8 }), process(handler, { concurrency: 8 })]);
    const many = of(GREEDY, 40, { queue: 'import' });
    await ask(first, ...many);
    await world.eventually(() => begun.length >= 4);
    await world.quiet();
    const few = of(MODEST, 1, { queue: 'import' });
    await ask(first, ...few);
    await world.eventually(() => begun.includes(MODEST));
    expect(begun.filter((orgId) => orgId === GREEDY).length).toBeLessThanOrEqual(4);
    // One that ends makes room for one, without any news from outside.
    for (let ended = 1; ended <= 41; ended += 1) {
      await world.eventually(() => begun.length >= Math.min(41, ended + 3));
      letGo();
    }
    for (const { taskId } of [...many, ...few]) await world.until(taskId, 'done');
  });
});

describe('a process with a free place', () => {
  it('goes on with what is due although all news of it was lost', async () => {
    const { handler, begun, letGo } = gated();
    const worker = await process(handler, { concurrency: 2 });
    const requests = of(MODEST, 30);
    await ask(worker, ...requests);
    await world.eventually(() => begun.length === 2);
    await world.forgetDispatches();
    for (let ended = 1; ended <= 30; ended += 1) {
      letGo();
      await world.eventually(() => begun.length === Math.min(30, ended + 2));
    }
    for (const { taskId } of requests) await world.until(taskId, 'done');
  });

  it('gives back what it has claimed ahead while it was being stopped', async () => {
    const leaving = await process(noting(), { concurrency: 1 });
    const quick = of(MODEST, 30);
    await ask(leaving, ...quick);
    for (const { taskId } of quick) await world.until(taskId, 'done');
    // News of them may still be on its way.
    await world.quiet();
    const asking = await process(noting(), { roles: ['api'] });
    const [locked, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const lock = asking.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE tasks.turns IN EXCLUSIVE MODE');
      locked.resolve();
      await free.promise;
    });
    await locked.promise;
    const late = of(MODEST, 20);
    await ask(asking, ...late);
    const claiming = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%tasks.turns%'`;
    await world.eventually(async () => (await world.sql(claiming)).length > 0);
    const stopped = leaving.runtime.stop();
    await world.quiet();
    free.resolve();
    await Promise.all([lock, stopped]);
    expect(leaving.runtime.running.size).toBe(0);
    const rows = await Promise.all(late.map(({ taskId }) => world.row(taskId)));
    expect(rows.map(({ state }) => state)).toEqual(late.map(() => 'runnable'));
    expect(rows.filter(({ lease }) => lease === 1).length).toBeGreaterThan(1);
  });

  it('claims ahead what takes milliseconds, and gives it back untouched when it stops', async () => {
    const [slow, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let runs = 0;
    const leaving = await process(
      noting({
        run: async (task, { signal }) => {
          runs += 1;
          if (runs > 30) {
            begun.resolve();
            signal.addEventListener('abort', () => slow.reject(signal.reason));
            await slow.promise;
          }
          return note(task.subjectId, 'done');
        },
      }),
      { concurrency: 1 },
    );
    const requests = of(MODEST, 60);
    await ask(leaving, ...requests);
    await begun.promise;
    const count = async (where: string): Promise<number> => (await world.sql(`SELECT 1 FROM tasks.tasks WHERE ${where}`)).length;
    expect(await count(`state = 'leased'`)).toBeGreaterThan(10);
    await leaving.runtime.stop();
    expect(await count(`state = 'leased'`)).toBe(0);
    expect(await count(`state = 'runnable' AND (attempt > 1 OR crashes > 0)`)).toBe(0);
    await process(noting());
    for (const { taskId, subjectId } of requests) {
      await world.until(taskId, 'done');
      expect(await world.notes(subjectId)).toEqual(['done']);
    }
  });

  it('has the beginning of what it claims ahead recorded before there is a place for it', async () => {
    const [slow, isSlow] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const run: string[] = [];
    const worker = await process(
      noting({
        begin: (task) => note(task.subjectId, 'begun'),
        run: async (task) => {
          run.push(task.taskId);
          if (run.length > 30) {
            isSlow.resolve();
            await slow.promise;
          }
          return note(task.subjectId, 'done');
        },
      }),
      { concurrency: 1 },
    );
    const requests = of(MODEST, 60);
    await ask(worker, ...requests);
    await isSlow.promise;
    let waiting: { task_id: string; subject_id: string } | undefined;
    await world.eventually(async () => {
      [waiting] = await world.sql<{ task_id: string; subject_id: string }>(
        `SELECT task_id, subject_id FROM tasks.tasks WHERE state = 'leased' AND NOT task_id = ANY($1::uuid[])`,
        [run],
      );
      return waiting !== undefined;
    });
    await world.eventually(async () => (await world.notes(waiting?.subject_id ?? '')).includes('begun'));
    expect(run).not.toContain(waiting?.task_id);
    slow.resolve();
    for (const { taskId, subjectId } of requests) {
      await world.until(taskId, 'done');
      expect(await world.notes(subjectId)).toEqual(['begun', 'done']);
    }
  });

  it('is one where work waits for somebody else, also while that is being written down', async () => {
    const [waits, goesOn] = of(MODEST, 2);
    const [locked, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let lock: Promise<void> | undefined;
    const worker: TaskProcess = await process(
      noting({
        run: async (task) => {
          if (task.taskId !== waits?.taskId || lock) return note(task.subjectId, 'done');
          lock = worker.database.transaction(async (tx) => {
            await tx.query('SELECT 1 FROM tasks.tasks WHERE task_id = $1 FOR UPDATE', [task.taskId]);
            locked.resolve();
            await free.promise;
          });
          await locked.promise;
          throw new Suspended(0, new Date(), 'for the spec');
        },
      }),
      { concurrency: 1 },
    );
    if (!waits || !goesOn) throw new Error('two were asked for');
    await ask(worker, waits);
    await locked.promise;
    await ask(worker, goesOn);
    await world.until(goesOn.taskId, 'done');
    expect(await world.row(waits.taskId)).toMatchObject({ state: 'leased' });
    free.resolve();
    await lock;
    await world.until(waits.taskId, 'done');
  });
});
