import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, note, type TaskWorld } from '#tasks/testing';
import { calling, type CallingHandler, CallSpecs, remote } from '../testing/call-specs.js';
import { wireCall, type WireProvider } from '../testing/wire-provider.js';

let specs: CallSpecs;
let world: TaskWorld;
let wire: WireProvider;
beforeAll(async () => {
  specs = await CallSpecs.begin();
  ({ world, wire } = specs);
});
afterEach(() => specs.afterEach());
afterAll(() => specs.end());

/** A call that answers at once, over the same wire. */
const asking = (): CallingHandler =>
  calling({
    run: async (task, { calls }) => {
      const call = wireCall(wire);
      await calls.once({
        ...{ provider: call.provider, model: call.model, name: 'ask', expectedMicros: 650 },
        request: async (submission) => (await call.submit(submission)).providerTaskId,
      });
      return note(task.subjectId, 'made for 650');
    },
  });
const kinds: readonly (readonly [string, () => CallingHandler])[] = [
  ['long', () => specs.making()],
  ['short', asking],
];
const patient = () => ({ providers: wire.settings({}, { submitGraceMs: 60_000, pollIntervalMs: 100 }) });
const journal = async () => {
  const names = await readdir(path.join(world.folder, 'run', 'answers')).catch(() => []);
  return names.filter((name) => name.endsWith('.json'));
};

describe.each(kinds)('faults A10: Postgres goes away right after the answer to a %s call', (_kind, handler) => {
  const away = async () => {
    wire.startsAs = 'succeeded';
    const outage = { isOn: false };
    // From the moment the provider takes it on.
    wire.beforeAnswer = () => Promise.resolve(void (outage.isOn = true));
    const worker = await specs.process(handler(), { ...patient(), roles: ['worker'], isAway: () => outage.isOn });
    const wanted = remote();
    await ask(worker, wanted);
    await world.eventually(async () => (await journal()).length === 1, 'the answer is in the journal');
    return { outage, worker, wanted };
  };

  it('and comes back: the answer is recorded, nothing is paid twice', async () => {
    const { outage, wanted } = await away();
    outage.isOn = false;
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await specs.attempts(wanted.taskId)).toMatchObject([{ state: 'succeeded', possible_duplicate: false }]);
    expect(await journal()).toEqual([]);
  });

  it.each(['stop', 'die'] as const)('and the process ends (%s): the next one reads the journal before it runs the task', async (how) => {
    const { worker, wanted } = await away();
    await worker[how]();
    await world.sql(`UPDATE tasks.tasks SET lease_until = now() - interval '1 s' WHERE task_id = $1`, [wanted.taskId]);
    await specs.process(handler(), patient());
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await world.notes(wanted.subjectId)).toEqual(['made for 650']);
    expect(await journal()).toEqual([]);
  });
});

describe('faults A10: an answer that comes after its submission was given up', () => {
  const given = async (...later: readonly string[]) => {
    const worker = await specs.process(specs.making(), { roles: ['worker'] });
    const [taskId, attemptId] = [randomUUID(), randomUUID()];
    for (const [index, state] of ['lost', ...later].entries()) {
      await world.sql(
        `INSERT INTO integrations.provider_attempts (attempt_id, task_id, org_id, provider, owner, model, call_name, number, round, expected_micros,
                                                     state, possible_duplicate, finished_at)
         VALUES ($1, $2, $2, 'wire', $2, 'wire:model', 'task', $3, 1, 700, $4, $4 = 'lost', CASE WHEN $4 = 'lost' THEN now() END)`,
        [index === 0 ? attemptId : randomUUID(), taskId, index + 1, state],
      );
    }
    return { worker, taskId, attemptId };
  };
  const run = { signal: new AbortController().signal, stopping: new AbortController().signal };
  const submitted = (attemptId: string) =>
    ({ kind: 'submitted', attemptId, providerTaskId: 'late', nextPollMs: 1000, deadlineMs: 60_000 }) as const;
  const bought = (attemptId: string) => ({ kind: 'succeeded', attemptId, value: 'bought', costMicros: 5 }) as const;

  it('wins where nobody has begun another one', async () => {
    for (const answer of [submitted, bought]) {
      const { worker, taskId, attemptId } = await given();
      await worker.calls.answers.record(answer(attemptId), run);
      const [row] = await specs.attempts(taskId);
      expect(row).toMatchObject({ state: answer === bought ? 'succeeded' : 'submitted', possible_duplicate: false });
    }
  });

  it('is marked where somebody has, and what it cost is kept', async () => {
    const first = await given('submitting');
    await first.worker.calls.answers.record(submitted(first.attemptId), run);
    expect(await specs.attempts(first.taskId)).toMatchObject([
      { state: 'lost', possible_duplicate: true, provider_task_id: 'late' },
      { state: 'submitting' },
    ]);
    const second = await given('submitting');
    await second.worker.calls.answers.record(bought(second.attemptId), run);
    expect(await specs.attempts(second.taskId)).toMatchObject([{ state: 'lost', possible_duplicate: true, cost_micros: '5' }, {}]);
  });

  it('is kept with a task that was cancelled: the provider can be asked what it cost', async () => {
    const { worker, taskId, attemptId } = await given();
    await world.sql(`UPDATE integrations.provider_attempts SET state = 'cancelled', possible_duplicate = false WHERE attempt_id = $1`, [
      attemptId,
    ]);
    await worker.calls.answers.record(submitted(attemptId), run);
    expect(await specs.attempts(taskId)).toMatchObject([{ state: 'cancelled', provider_task_id: 'late', possible_duplicate: false }]);
  });
});

describe('faults D1: a process that is stopped while it pays', () => {
  it.each(kinds)('waits for the answer to a %s call and records it; the next one goes on from there', async (_kind, handler) => {
    wire.startsAs = 'succeeded';
    const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    wire.beforeAnswer = () => (reached.resolve(), gate.promise);
    const leaving = await specs.process(handler(), { ...patient(), roles: ['worker'] });
    const wanted = remote();
    await ask(leaving, wanted);
    await reached.promise;
    const stopped = leaving.stop();
    await world.quiet();
    gate.resolve();
    await stopped;
    await specs.process(handler(), patient());
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await world.row(wanted.taskId)).toMatchObject({ attempt: 1, crashes: 0 });
  });
});

describe('faults C36: a process that stands still between its record and its request', () => {
  it.each(kinds)('sends nothing for a %s call when somebody else has the task by then', async (_kind, handler) => {
    wire.startsAs = 'succeeded';
    const [frozen, thaw] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let isFirst = true;
    const zombie = await specs.process(
      calling({
        ...handler(),
        run: async (task, context) => {
          const { calls } = context;
          const freeze = async <S extends { mustBeHeld?: (() => Promise<void>) | undefined }>(submission: S): Promise<S> => {
            if (!isFirst) return submission;
            isFirst = false;
            frozen.resolve();
            await thaw.promise;
            // More than a moment has gone by since the lease was last proven.
            await new Promise((resolve) => setTimeout(resolve, 1100));
            return submission;
          };
          const slow = Object.create(context, {
            calls: {
              value: {
                ...calls,
                submitAndWait: (call: Parameters<typeof calls.submitAndWait>[0]) =>
                  calls.submitAndWait({ ...call, submit: async (submission) => call.submit(await freeze(submission)) }),
                once: (call: Parameters<typeof calls.once>[0]) =>
                  calls.once({ ...call, request: async (submission) => call.request(await freeze(submission)) }),
              },
            },
          }) as typeof context;
          return handler().run(task, slow);
        },
      }),
      { ...patient(), roles: ['worker'] },
    );
    const wanted = remote();
    await ask(zombie, wanted);
    await frozen.promise;
    await world.sql(`UPDATE tasks.tasks SET lease_until = now() - interval '1 s' WHERE task_id = $1`, [wanted.taskId]);
    await specs.process(handler(), patient());
    await world.eventually(async () => Number((await world.row(wanted.taskId))['lease']) >= 2, 'somebody else takes it');
    thaw.resolve();
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await specs.attempts(wanted.taskId)).toMatchObject([{ state: 'succeeded', number: 1 }]);
  });
});
