import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CallProcess, CallSpecs, remote as request } from '../testing/call-specs.js';
import { ask, give, type TaskWorld } from '#tasks/testing';
import { type WireProvider } from '../testing/wire-provider.js';
import { AttemptCharges } from './attempt-charges.js';
import { type Callback } from './callbacks.js';
import { WakingPolling } from './poll-now.js';

let specs: CallSpecs;
let world: TaskWorld;
let wire: WireProvider;
const making: CallSpecs['making'] = (...given) => specs.making(...given);
const process: CallSpecs['process'] = (...given) => specs.process(...given);
const attempts: CallSpecs['attempts'] = (taskId) => specs.attempts(taskId);

beforeAll(async () => {
  specs = await CallSpecs.begin();
  ({ world, wire } = specs);
});
afterEach(() => specs.afterEach());
afterAll(() => specs.end());

/** As the provider would call. */
function callback(attemptId: string, token: string | null, body: unknown = { state: 'success' }): Callback {
  const bytes = Buffer.from(JSON.stringify(body));
  return { provider: 'wire', attemptId, token, timestamp: null, signature: null, body, bytes };
}
function callbackTo(url: string | null, body?: unknown): Callback {
  const address = new URL(url ?? '');
  return callback(address.pathname.split('/').at(-1) ?? '', address.searchParams.get('token'), body);
}

describe('a call whose task is cancelled', () => {
  it('is cancelled at the provider; what it cost all the same is kept', async () => {
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    // A submission that is still under way would be broken off; the provider's answer says what it is called there.
    await world.eventually(async () => (await attempts(wanted.taskId))[0]?.state === 'submitted');
    await give(worker, { cancel: { cancelSubjectId: wanted.subjectId } });
    await world.eventually(async () => {
      await worker.calls.sweeper.sweep();
      return wire.tasks[0]?.isCancelled === true;
    }, 'it is cancelled there');
    expect(await attempts(wanted.taskId)).toMatchObject([{ state: 'cancelled', cost_micros: null }]);
    // It succeeds all the same, and says so.
    specs.succeed();
    await worker.calls.callbacks.receive(callbackTo(wire.tasks[0]?.callbackUrl ?? null));
    await worker.calls.sweeper.sweep();
    expect(await attempts(wanted.taskId)).toMatchObject([{ state: 'cancelled', cost_micros: '650' }]);
    expect(await world.notes(wanted.subjectId)).toEqual([]);
  });
});

describe('faults A4: charges of a call whose task is cancelled', () => {
  it.each(['succeeded', 'failed'] as const)('may come until the provider says that it has %s, without any callback', async (outcome) => {
    const worker = await process(making());
    const charges = new AttemptCharges(worker.database);
    const wanted = request();
    const pending = async () => (await charges.pendingMicros(worker.database, [wanted.subjectId])).get(wanted.subjectId);
    await ask(worker, wanted);
    await world.eventually(() => wire.tasks.length === 1);
    await world.eventually(async () => (await attempts(wanted.taskId))[0]?.state === 'submitted');
    const expected = await pending();
    expect(expected).toBeGreaterThan(0);
    await give(worker, { cancel: { cancelSubjectId: wanted.subjectId } });
    await world.eventually(async () => {
      await worker.calls.sweeper.sweep();
      return (await attempts(wanted.taskId))[0]?.state === 'cancelled';
    });
    expect(await pending()).toBe(expected);
    if (outcome === 'succeeded') specs.succeed();
    else wire.tasks.forEach((task) => (task.state = 'failed'));
    await world.eventually(async () => {
      await worker.calls.sweeper.sweep();
      return (await pending()) === undefined;
    }, 'what became of it is known');
    const all = await charges.unaccounted({ after: null, limit: 10 });
    const found = all.filter(({ subjectId }) => subjectId === wanted.subjectId);
    expect(found.map(({ byModel }) => byModel.map(({ amountMicros }) => amountMicros))).toEqual(outcome === 'succeeded' ? [[650]] : []);
    await charges.accounted(worker.database, found);
    const left = await charges.unaccounted({ after: null, limit: 10 });
    expect(left.filter(({ subjectId }) => subjectId === wanted.subjectId)).toEqual([]);
    const settled = await charges.settled({ after: null, limit: 100 });
    expect(settled.filter(({ subjectId }) => subjectId === wanted.subjectId)).toEqual(found);
  });
});

describe('a call whose task is cancelled while it is submitted', () => {
  /** Broken off between the request and its answer; whoever looks after it has called that provider. @returns what may still be charged */
  const brokenOff = async (canFind: boolean) => {
    const dying = await process(making({}, canFind), { roles: ['worker'] });
    const wanted = request();
    await ask(dying, wanted);
    await world.eventually(async () => (await attempts(wanted.taskId))[0]?.state === 'submitting' && wire.submitted === 1);
    await dying.die();
    // Takes over nothing: the task is cancelled where its process left it.
    const worker = await process(making({}, canFind), { roles: ['worker'] });
    wire.react = () => 400;
    const other = request();
    await ask(worker, other);
    await world.until(other.taskId, 'failed');
    await give(worker, { cancel: { cancelSubjectId: wanted.subjectId } });
    const charges = new AttemptCharges(worker.database);
    const pending = async () => (await charges.pendingMicros(worker.database, [wanted.subjectId])).get(wanted.subjectId);
    const sweptUntil = (what: string, isThere: () => Promise<boolean> | boolean) =>
      world.eventually(async () => {
        await worker.calls.sweeper.sweep();
        return isThere();
      }, what);
    await sweptUntil('it is let go', async () => (await attempts(wanted.taskId))[0]?.state === 'cancelled');
    return { ...wanted, worker, pending, sweptUntil };
  };

  it('is found at the provider and cancelled there; what it cost all the same is kept', async () => {
    wire.beforeAnswer = () => new Promise(() => undefined);
    const { taskId, pending, sweptUntil } = await brokenOff(true);
    await sweptUntil('it is cancelled there', () => wire.tasks[0]?.isCancelled === true);
    expect(await pending()).toBe(700);
    specs.succeed();
    await sweptUntil('what it cost is known', async () => (await pending()) === undefined);
    expect(await attempts(taskId)).toMatchObject([{ state: 'cancelled', provider_task_id: wire.tasks[0]?.id, cost_micros: '650' }]);
  });

  it('costs nothing once the provider has had the time to show it and knows nothing of it', async () => {
    wire.react = () => new Promise(() => undefined);
    const { taskId, pending, sweptUntil } = await brokenOff(true);
    await sweptUntil('nothing may be charged any more', async () => (await pending()) === undefined);
    expect(await attempts(taskId)).toMatchObject([{ state: 'cancelled', cost_micros: '0' }]);
    const settled = `SELECT now() - submitting_at >= interval '600 milliseconds' AS "isSettled" FROM integrations.provider_attempts WHERE task_id = $1`;
    expect(await world.sql(settled, [taskId])).toEqual([{ isSettled: true }]);
  });

  it('may be charged as long as nobody can say what became of it', async () => {
    wire.beforeAnswer = () => new Promise(() => undefined);
    const { worker, pending } = await brokenOff(false);
    await world.quiet();
    await worker.calls.sweeper.sweep();
    expect(await pending()).toBe(700);
  });

  it('is asked for again when the provider turns out to have taken it after all', async () => {
    wire.react = () => new Promise(() => undefined);
    const { taskId, worker, pending, sweptUntil } = await brokenOff(true);
    await sweptUntil('nothing may be charged any more', async () => (await pending()) === undefined);
    const [row] = await attempts(taskId);
    const attemptId = String(row?.['attempt_id']);
    const late = { kind: 'submitted', attemptId, providerTaskId: 'late', nextPollMs: 0, deadlineMs: 1000 } as const;
    await worker.calls.answers.record(late, { signal: new AbortController().signal, stopping: new AbortController().signal });
    expect(await pending()).toBe(700);
  });
});

describe('a submission whose answer got lost', () => {
  it('is found by our own id', async () => {
    wire.react = (count) => (count === 0 ? 'take-and-reset' : 'take');
    wire.startsAs = 'succeeded';
    const worker = await process(making({}, true));
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await world.row(wanted.taskId)).toMatchObject({ attempt: 1 });
  });

  it('is taken up when the provider calls back', async () => {
    wire.react = (count) => (count === 0 ? 'take-and-reset' : 'take');
    wire.startsAs = 'succeeded';
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    await world.eventually(() => wire.tasks.length === 1);
    await worker.calls.callbacks.receive(callbackTo(wire.tasks[0]?.callbackUrl ?? null, { data: { taskId: wire.tasks[0]?.id } }));
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
  });

  it('is repeated once when nothing is heard in time, and that is recorded', async () => {
    wire.react = (count) => (count === 0 ? 'take-and-reset' : 'take');
    wire.startsAs = 'succeeded';
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(2);
    expect(await attempts(wanted.taskId)).toMatchObject([{ state: 'lost', possible_duplicate: true }, { state: 'succeeded' }]);
    const apart = `SELECT max(submitting_at) - min(submitting_at) >= interval '600 milliseconds' AS "hasWaited" FROM integrations.provider_attempts WHERE task_id = $1`;
    expect(await world.sql(apart, [wanted.taskId])).toEqual([{ hasWaited: true }]);
  });

  it('is not repeated for ever', async () => {
    wire.react = () => 'take-and-reset';
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'failed');
    expect(wire.submitted).toBe(2);
    expect(await world.notes(wanted.subjectId)).toEqual(['gave up: submission_lost after 1']);
  });
});

describe('a callback', () => {
  /** A provider that is polled in a minute, so that only a callback brings the result now. */
  const waiting = async (handler = making()) => {
    const worker = await process(handler, { providers: wire.settings({}, { pollIntervalMs: 60_000 }) });
    const wanted = request();
    await ask(worker, wanted);
    await world.eventually(() => wire.tasks.length === 1);
    return { worker, wanted, task: wire.tasks[0] };
  };

  it('brings the result at once, and ten of them bring one', async () => {
    const { worker, wanted, task } = await waiting();
    specs.succeed();
    await world.eventually(async () => (await world.row(wanted.taskId))['state'] === 'runnable');
    const receipts = await Promise.all(
      Array.from({ length: 10 }, () => worker.calls.callbacks.receive(callbackTo(task?.callbackUrl ?? null))),
    );
    await world.until(wanted.taskId, 'done');
    expect(receipts.filter((receipt) => receipt === 'taken')).toHaveLength(1);
    expect(receipts.filter((receipt) => receipt === 'repeated')).toHaveLength(9);
    expect(await world.notes(wanted.subjectId)).toEqual(['made for 650']);
    expect(await worker.calls.callbacks.receive(callbackTo(task?.callbackUrl ?? null, { again: true }))).toBe('taken');
  });

  it('that comes before our submission is answered is not forgotten', async () => {
    wire.startsAs = 'succeeded';
    const calling: { worker?: CallProcess } = {};
    wire.beforeAnswer = async ({ callbackUrl }) => void (await calling.worker?.calls.callbacks.receive(callbackTo(callbackUrl)));
    calling.worker = await process(making(), { providers: wire.settings({}, { pollIntervalMs: 60_000 }) });
    const wanted = request();
    await ask(calling.worker, wanted);
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
  });

  it('is not believed: the provider is asked, and what it says counts', async () => {
    const { worker, wanted, task } = await waiting();
    await world.eventually(async () => (await world.row(wanted.taskId))['state'] === 'runnable');
    const doctored = { state: 'success', url: 'http://127.0.0.1:9/evil', data: { taskId: 'another' } };
    await worker.calls.callbacks.receive(callbackTo(task?.callbackUrl ?? null, doctored));
    await world.eventually(() => task?.polls === 1, 'the provider was asked');
    await world.quiet();
    expect(await world.row(wanted.taskId)).toMatchObject({ state: 'runnable', attempt: 1 });
    expect((await attempts(wanted.taskId))[0]).toMatchObject({ state: 'submitted', provider_task_id: task?.id });
  });

  it('with a wrong token, or that of another attempt, is refused, and nothing of it is kept', async () => {
    const { worker, task } = await waiting();
    const other = request();
    await ask(worker, other);
    await world.eventually(() => wire.tasks.length === 2);
    const [one, two] = wire.tasks.map(({ callbackUrl }) => callbackTo(callbackUrl));
    const forged = [
      callback(task?.attemptId ?? '', null),
      callback(task?.attemptId ?? '', 'guess'),
      callback(one?.attemptId ?? '', two?.token ?? ''),
      callback(randomUUID(), one?.token ?? ''),
      callback('not-an-id', one?.token ?? ''),
      { ...callbackTo(task?.callbackUrl ?? null), provider: 'kie' },
      { ...callbackTo(task?.callbackUrl ?? null), attemptId: null },
    ];
    for (const one of forged) expect(await worker.calls.callbacks.receive(one)).toBe('refused');
    expect(await world.sql('SELECT 1 FROM integrations.provider_callbacks')).toEqual([]);
  });

  it('can be done without: whoever asks makes us poll', async () => {
    const { worker, wanted } = await waiting();
    specs.succeed();
    await world.eventually(async () => (await world.row(wanted.taskId))['state'] === 'runnable');
    await new WakingPolling(worker.database, worker.runtime).pollNow(wanted.subjectId);
    await world.until(wanted.taskId, 'done');
  });
});
