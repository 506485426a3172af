import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AsyncCall } from '../contracts/provider-calls.js';
import { ask, asked, note, ORG, type TaskWorld } from '#tasks/testing';
import { calling, type CallingHandler, type CallProcess, type CallProcessOptions, CallSpecs } from '../testing/call-specs.js';
import { wireCall, type WireProvider, type WireResult } from '../testing/wire-provider.js';

let specs: CallSpecs;
let world: TaskWorld;
let wire: WireProvider;

beforeAll(async () => {
  specs = await CallSpecs.begin();
  ({ world, wire } = specs);
});
afterEach(() => specs.afterEach());
afterAll(() => specs.end());

const request = (orgId: string = ORG) => asked(randomUUID(), { queue: 'remote', orgId });

const making = (over: Partial<CallingHandler> = {}, call: Partial<AsyncCall<WireResult>> = {}) =>
  calling({
    run: async (task, context) => {
      await context.calls.submitAndWait(wireCall(wire, call));
      return note(task.subjectId, 'made');
    },
    ...over,
  });

/** With a keeper of its own, as the module gives it. */
async function process(handler: CallingHandler, options: CallProcessOptions = {}): Promise<CallProcess> {
  const made = await specs.process(handler, options);
  made.calls.sweeper.start();
  return made;
}

const states = () => world.sql<Record<string, unknown>>('SELECT state, owner FROM integrations.provider_states');

describe('a rate', () => {
  it('is kept by all processes together, and used', async () => {
    const [count, seconds, tasks] = [10, 2, 50];
    wire.startsAs = 'succeeded';
    const providers = wire.settings({ rate: { count, seconds } });
    const workers = await Promise.all([1, 2, 3, 4].map(() => process(making(), { providers })));
    const wanted = Array.from({ length: tasks }, () => request());
    await ask(workers[0] as CallProcess, ...wanted);
    for (const { taskId } of wanted) await world.until(taskId, 'done');
    expect(wire.tasks).toHaveLength(tasks);
    // When they left: how long each is under way is the machine's affair.
    const left = await world.sql<{ ms: number }>(
      'SELECT extract(epoch FROM submitting_at)::float8 * 1000 AS ms FROM integrations.provider_attempts ORDER BY submitting_at',
    );
    const sent = left.map(({ ms }) => ms);
    expect(sent).toHaveLength(tasks);
    expect(sent.filter((ms, place) => place >= count && ms - (sent[place - count] ?? 0) < seconds * 1000)).toEqual([]);
    // The first ten need no time. A busy machine may leave some of the rate unused, but not most of it.
    expect(((sent.at(-1) ?? 0) - (sent[0] ?? 0)) / 1000).toBeLessThan(10 * (tasks - count) * (seconds / count));
    // Waiting for a turn uses up no attempt.
    expect(await world.sql('SELECT attempt, last_error FROM tasks.tasks WHERE attempt > 1')).toEqual([]);
  });
});

describe('places', () => {
  it('are so many, and go to the organisation that has the fewest', async () => {
    // The greedy one would come first in any order of ids or of time.
    const [greedy, modest] = ['00000000-0000-4000-8000-000000000001', 'ffffffff-ffff-4fff-8fff-ffffffffffff'];
    let most = 0;
    wire.beforeAnswer = () => {
      most = Math.max(most, wire.tasks.filter(({ state }) => state === 'pending').length);
      return Promise.resolve();
    };
    const worker = await process(making(), { concurrency: 16, providers: wire.settings({ concurrency: 4 }) });
    const many = Array.from({ length: 12 }, () => request(greedy));
    await ask(worker, ...many);
    await world.eventually(() => wire.tasks.length === 4);
    const few = [request(modest), request(modest)];
    await ask(worker, ...few);
    await world.eventually(
      async () => (await world.sql('SELECT 1 FROM integrations.provider_attempts')).length === 14,
      'all are written down',
    );
    for (const task of wire.tasks.slice(0, 2)) task.state = 'succeeded';
    await world.eventually(() => wire.tasks.length === 6);
    wire.startsAs = 'succeeded';
    // The provider has them a moment before that is written down.
    for (const { taskId } of few) {
      const submitted = 'SELECT 1 FROM integrations.provider_attempts WHERE task_id = $1 AND submitted_at IS NOT NULL';
      await world.eventually(async () => (await world.sql(submitted, [taskId])).length === 1, 'the modest one is next');
    }
    for (const task of wire.tasks) task.state = 'succeeded';
    for (const { taskId } of [...many, ...few]) await world.until(taskId, 'done');
    expect(most).toBe(4);
  });

  it('of one organisation are fewer', async () => {
    const worker = await process(making(), { providers: wire.settings({}, { orgConcurrency: 2 }) });
    const wanted = Array.from({ length: 5 }, () => request());
    await ask(worker, ...wanted);
    await world.eventually(() => wire.tasks.length === 2);
    await world.quiet();
    expect(wire.tasks).toHaveLength(2);
    wire.startsAs = 'succeeded';
    for (const task of wire.tasks) task.state = 'succeeded';
    for (const { taskId } of wanted) await world.until(taskId, 'done');
  });
});

describe('a provider without credit', () => {
  it('is waited for, probed by one at a time, and used again by itself', async () => {
    let hasCredit = false;
    wire.react = () => (hasCredit ? 'take' : 402);
    wire.startsAs = 'succeeded';
    const worker = await process(making(), { concurrency: 1 });
    const wanted = Array.from({ length: 20 }, () => request());
    await ask(worker, ...wanted);
    await world.eventually(() => wire.refused.length >= 3, 'it was probed twice');
    expect(await states()).toMatchObject([{ state: 'no_credit' }]);
    // One that found out, and one for each interval.
    expect(wire.refused.length).toBeLessThanOrEqual(4);
    expect((await world.sql(`SELECT 1 FROM tasks.tasks WHERE state = 'runnable' AND attempt = 1`)).length).toBeGreaterThanOrEqual(19);
    hasCredit = true;
    for (const { taskId } of wanted) await world.until(taskId, 'done');
    expect(await states()).toMatchObject([{ state: 'open' }]);
    expect(wire.tasks).toHaveLength(20);
  });

  it('is left to others by work that may not wait', async () => {
    wire.react = () => 402;
    const worker = await process(making({ mayWait: () => false }));
    const [first, second] = [request(), request()];
    await ask(worker, first);
    await world.until(first.taskId, 'failed');
    await ask(worker, second);
    await world.until(second.taskId, 'failed');
    expect([...(await world.notes(first.subjectId)), ...(await world.notes(second.subjectId))]).toEqual([
      'gave up: provider_unavailable after 1',
      'gave up: provider_unavailable after 1',
    ]);
  });

  it('is used with an organisation’s own key all the same', async () => {
    wire.react = () => (wire.submitted === 1 ? 402 : 'take');
    wire.startsAs = 'succeeded';
    const worker = await process(making(), { providers: wire.settings({}, { probeMs: 60_000 }) });
    const wanted = request();
    await ask(worker, wanted);
    await world.eventually(async () => (await states()).some(({ state }) => state === 'no_credit'));
    await worker.calls.keys.set(ORG, 'wire', 'a key of our own');
    await worker.calls.admission.reconsiderAll('wire', ORG);
    await world.until(wanted.taskId, 'done');
    expect(await states()).toEqual(
      expect.arrayContaining([expect.objectContaining({ state: 'no_credit' }), expect.objectContaining({ state: 'open', owner: ORG })]),
    );
    await worker.calls.keys.remove(ORG, 'wire');
  });
});

describe('a provider that breaks down', () => {
  it('is left alone for a while, and used again when it answers', async () => {
    let isBroken = true;
    wire.react = () => (isBroken ? 500 : 'take');
    wire.startsAs = 'succeeded';
    const worker = await process(making(), { providers: wire.settings({}, { breakerMs: 300 }) });
    const wanted = Array.from({ length: 12 }, () => ({ ...request(), maxAttempts: 50 }));
    await ask(worker, ...wanted);
    await world.eventually(async () => (await states()).some(({ state }) => state === 'breaker'), 'the breaker opens');
    isBroken = false;
    for (const { taskId } of wanted) await world.until(taskId, 'done');
    expect(await states()).toMatchObject([{ state: 'open' }]);
  });

  it('without a key is left to others', async () => {
    const worker = await process(making({ mayWait: () => false }), { providers: wire.settings({ apiKey: null }) });
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'failed');
    expect(await world.notes(wanted.subjectId)).toEqual(['gave up: provider_unavailable after 1']);
    expect(wire.submitted).toBe(0);
  });
});

describe('a call that answers at once', () => {
  const asking = (over: () => Promise<void> = () => Promise.resolve()) =>
    calling({
      run: async (task, { calls }) => {
        const call = wireCall(wire);
        const answer = await calls.once({
          ...{ provider: call.provider, model: call.model, name: 'ask', expectedMicros: 5 },
          request: async (submission) => (await call.submit(submission)).providerTaskId,
        });
        await over();
        return note(task.subjectId, answer);
      },
    });

  it('is remembered: what fails after it does not pay again', async () => {
    let failures = 2;
    const worker = await process(asking(() => (failures-- > 0 ? Promise.reject(new Error('the disk is full')) : Promise.resolve())));
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await world.notes(wanted.subjectId)).toEqual([wire.tasks[0]?.id]);
  });

  it('whose answer got lost is asked once more, and that is recorded', async () => {
    wire.react = (count) => (count === 0 ? 'take-and-reset' : 'take');
    const worker = await process(asking());
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(2);
    const rows = await world.sql('SELECT possible_duplicate FROM integrations.provider_attempts ORDER BY number');
    expect(rows).toEqual([{ possible_duplicate: true }, { possible_duplicate: false }]);
  });
});

describe('a local task', () => {
  it('costs no statement more than without providers', async () => {
    const worker = await specs.process(calling({}), { roles: ['worker'] });
    const wanted = asked(randomUUID());
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'done');
    expect(worker.statements.filter((sql) => /provider_/.test(sql))).toEqual([]);
  });
});
