import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type LongCall } from '../contracts/provider-calls.js';
import { type TaskContext, type TaskHandler } from '../contracts/tasks.js';
import { ask, asked, give, note, noting, type Payload, TaskSpecs } from '../testing/task-specs.js';
import { type ProcessOptions, type TaskProcess, type TaskWorld } from '../testing/task-world.js';
import { wireCall, WireProvider, type WireResult } from '../testing/wire-provider.js';
import { type Callback } from './callbacks.js';

let specs: TaskSpecs;
let world: TaskWorld;
let wire: WireProvider;

beforeAll(async () => {
  specs = await TaskSpecs.begin();
  world = specs.world;
  wire = await WireProvider.start();
});
afterEach(async () => {
  await specs.afterEach();
  wire.reset();
});
afterAll(async () => {
  await world.destroy();
  await wire.stop();
});

const never = new Promise<never>(() => undefined);
const request = (subjectId: string = randomUUID()) => asked(subjectId, { queue: 'remote' });

/** A handler that has the provider make something, and notes what came of it. */
function making(over: Partial<LongCall<WireResult>> = {}, canFind = false, then?: (context: TaskContext) => Promise<unknown>) {
  return noting({
    run: async (task, context) => {
      const { costMicros } = await context.calls.submitAndWait(wireCall(wire, over, canFind));
      await then?.(context);
      return note(task.subjectId, `made for ${costMicros}`);
    },
  });
}

const process = (handler: TaskHandler<Payload>, options: ProcessOptions = {}): Promise<TaskProcess> =>
  specs.process(handler, { roles: ['worker', 'scheduler'], providers: wire.settings(), ...options });

const attempts = (taskId: string) =>
  world.sql<Record<string, unknown>>('SELECT * FROM integrations.provider_attempts WHERE task_id = $1 ORDER BY number', [taskId]);

/** As the provider would call. */
function callback(attemptId: string, token: string | null, body: unknown = { state: 'success' }): Callback {
  const bytes = Buffer.from(JSON.stringify(body));
  return { provider: 'wire', attemptId, token, timestamp: null, signature: null, body, bytes };
}
function callbackTo(url: string | null, body?: unknown): Callback {
  const address = new URL(url ?? '');
  return callback(address.pathname.split('/').at(-1) ?? '', address.searchParams.get('token'), body);
}

describe('a call that takes its time', () => {
  it('is submitted once, looked at until there is a result, and uses up no attempt meanwhile', async () => {
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    await world.eventually(() => (wire.tasks[0]?.looks ?? 0) >= 3, 'it was looked at three times');
    for (const task of wire.tasks) task.state = 'succeeded';
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await world.notes(wanted.subjectId)).toEqual(['made for 650']);
    expect(await world.row(wanted.taskId)).toMatchObject({ attempt: 1, deaths: 0 });
    expect(await attempts(wanted.taskId)).toMatchObject([
      { state: 'succeeded', number: 1, cost_micros: '650', expected_micros: '700', provider_task_id: wire.tasks[0]?.id },
    ]);
  });

  it('holds no place while it waits', async () => {
    const worker = await process(making(), { concurrency: 2 });
    const wanted = Array.from({ length: 200 }, () => request());
    await ask(worker, ...wanted);
    await world.eventually(() => wire.tasks.length === 200, 'all are submitted, two at a time');
    await world.eventually(() => worker.runtime.running.size === 0, 'nothing runs');
    for (const task of wire.tasks) task.state = 'succeeded';
    for (const { taskId } of wanted) await world.until(taskId, 'done');
    expect(wire.submitted).toBe(200);
  });

  it('that failed and may succeed is a new attempt, and is told of', async () => {
    wire.startsAs = 'failed';
    const handler = {
      ...making(),
      retrying: (task: { subjectId: string }, { code, attempts: n }: { code: string; attempts: number }) =>
        note(task.subjectId, `${n}: ${code}`),
    };
    const worker = await process(handler);
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'failed');
    expect(await world.notes(wanted.subjectId)).toEqual([
      ...['1: content_refused', '2: content_refused', '3: content_refused'],
      'gave up: content_refused after 4',
    ]);
    expect(new Set(wire.tasks.map(({ attemptId }) => attemptId)).size).toBe(4);
  });

  it('that is refused for good is submitted once', async () => {
    wire.react = () => 400;
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'failed');
    expect(wire.submitted).toBe(1);
    expect(await world.notes(wanted.subjectId)).toEqual(['gave up: content_refused after 1']);
  });

  it('that never ends is given up at its deadline, and cancelled', async () => {
    const worker = await process(making({ deadlineSeconds: 1 }));
    const wanted = request();
    await ask(worker, wanted);
    await world.until(wanted.taskId, 'failed');
    expect(await world.notes(wanted.subjectId)).toEqual(['gave up: provider_timeout after 1']);
    expect(wire.tasks).toMatchObject([{ isCancelled: true }]);
  });

  it('whose task is cancelled is cancelled at the provider, its place given back', async () => {
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    await world.eventually(() => wire.tasks.length === 1);
    await give(worker, { cancel: { cancelSubjectId: wanted.subjectId } });
    await world.eventually(async () => {
      await worker.calls.keeper.keep();
      return wire.tasks[0]?.isCancelled === true;
    }, 'it is cancelled there');
    expect(await attempts(wanted.taskId)).toMatchObject([{ state: 'cancelled', cost_micros: null }]);
    // It succeeds all the same, and says so.
    for (const task of wire.tasks) task.state = 'succeeded';
    await worker.calls.callbacks.receive(callbackTo(wire.tasks[0]?.callbackUrl ?? null));
    await worker.calls.keeper.keep();
    expect(await attempts(wanted.taskId)).toMatchObject([{ state: 'cancelled', cost_micros: '650' }]);
    expect(await world.notes(wanted.subjectId)).toEqual([]);
  });
});

describe('a process that is killed', () => {
  const killed = async (handler: (isFirst: boolean, stop: () => Promise<never>) => TaskHandler<Payload>) => {
    let reached = (): void => undefined;
    const isThere = new Promise<void>((resolve) => (reached = resolve));
    const stop = (): Promise<never> => (reached(), never);
    const first = await process(handler(true, stop), { roles: ['worker'] });
    const wanted = request();
    await ask(first, wanted);
    await isThere;
    await first.die();
    wire.startsAs = 'succeeded';
    for (const task of wire.tasks) task.state = 'succeeded';
    await process(handler(false, stop));
    await world.until(wanted.taskId, 'done');
    expect(await world.notes(wanted.subjectId)).toEqual(['made for 650']);
    expect((await world.row(wanted.taskId))['deaths']).toBe(1);
    return wanted;
  };

  it('before the request leaves nothing paid, and the next one pays', async () => {
    const { taskId } = await killed((isFirst, stop) => making(isFirst ? { submit: stop } : {}, true));
    expect(wire.submitted).toBe(1);
    expect(await attempts(taskId)).toMatchObject([{ state: 'lost', possible_duplicate: false }, { state: 'succeeded' }]);
  });

  it('after the request, before its answer is kept, is followed by one who asks the provider', async () => {
    const call = wireCall(wire);
    const submit = async (...given: Parameters<typeof call.submit>) => (await call.submit(...given), never);
    let isThere = (): void => undefined;
    wire.beforeAnswer = () => (isThere(), Promise.resolve());
    await killed((isFirst, stop) => {
      isThere = () => void stop();
      return making(isFirst ? { submit } : {}, true);
    });
    expect(wire.submitted).toBe(1);
  });

  it('after its answer is kept is followed by one who waits for the result', async () => {
    await killed((isFirst, stop) => making(isFirst ? { look: stop } : {}));
    expect(wire.submitted).toBe(1);
  });

  it('after the success, before the download, is followed by one who neither pays nor looks', async () => {
    wire.startsAs = 'succeeded';
    await killed((isFirst, stop) => making({}, false, isFirst ? stop : undefined));
    expect([wire.submitted, wire.tasks[0]?.looks]).toEqual([1, 1]);
  });

  it('after the download, before it is recorded, is followed by one who fetches again', async () => {
    wire.startsAs = 'succeeded';
    const fetching = async ({ calls, workDir }: TaskContext) => {
      await calls.download(`${wire.url}/files/1`, { path: path.join(workDir, 'film') }, { kind: 'video' });
    };
    await killed((isFirst, stop) =>
      making({}, false, async (context) => {
        await fetching(context);
        if (isFirst) await stop();
      }),
    );
    expect([wire.submitted, wire.filesServed]).toEqual([1, 2]);
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
  const slow = { providers: {} };
  /** A provider that is looked at in a minute, so that only a callback brings the result now. */
  const waiting = async (handler = making()) => {
    const worker = await process(handler, { ...slow, providers: wire.settings({}, { pollIntervalMs: 60_000 }) });
    const wanted = request();
    await ask(worker, wanted);
    await world.eventually(() => wire.tasks.length === 1);
    return { worker, wanted, task: wire.tasks[0] };
  };

  it('brings the result at once, and ten of them bring one', async () => {
    const { worker, wanted, task } = await waiting();
    for (const one of wire.tasks) one.state = 'succeeded';
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
    const calling: { worker?: TaskProcess } = {};
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
    await world.eventually(() => task?.looks === 1, 'the provider was asked');
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

  it('can be done without: whoever asks makes us look', async () => {
    const { worker, wanted } = await waiting();
    for (const one of wire.tasks) one.state = 'succeeded';
    await world.eventually(async () => (await world.row(wanted.taskId))['state'] === 'runnable');
    await worker.runtime.wake(wanted.subjectId);
    await world.until(wanted.taskId, 'done');
  });
});
