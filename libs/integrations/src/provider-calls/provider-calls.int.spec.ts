import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CallingContext, type CallingHandler, CallSpecs, remote as request } from '../testing/call-specs.js';
import { ask, note, type TaskWorld } from '#tasks/testing';
import { wireCall, type WireProvider } from '../testing/wire-provider.js';

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

const never = new Promise<never>(() => undefined);

describe('a call that takes its time', () => {
  it('is submitted once, polled until there is a result, and uses up no attempt meanwhile', async () => {
    const worker = await process(making());
    const wanted = request();
    await ask(worker, wanted);
    await world.eventually(() => (wire.tasks[0]?.polls ?? 0) >= 3, 'it was polled three times');
    specs.succeed();
    await world.until(wanted.taskId, 'done');
    expect(wire.submitted).toBe(1);
    expect(await world.notes(wanted.subjectId)).toEqual(['made for 650']);
    expect(await world.row(wanted.taskId)).toMatchObject({ attempt: 1, crashes: 0 });
    expect(await attempts(wanted.taskId)).toMatchObject([
      { state: 'succeeded', number: 1, cost_micros: '650', expected_micros: '700', provider_task_id: wire.tasks[0]?.id },
    ]);
  });

  it('holds no place while it waits', async () => {
    const worker = await process(making(), { concurrency: 2, providers: wire.settings({}, { pollIntervalMs: 3000 }) });
    const wanted = Array.from({ length: 200 }, () => request());
    await ask(worker, ...wanted);
    await world.eventually(() => wire.tasks.length === 200, 'all are submitted, two at a time');
    await world.eventually(() => worker.runtime.running.size === 0, 'nothing runs');
    specs.succeed();
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
});

describe('a process that is killed', () => {
  const killed = async (handler: (isFirst: boolean, stop: () => Promise<never>) => CallingHandler) => {
    let reached = (): void => undefined;
    const isThere = new Promise<void>((resolve) => (reached = resolve));
    const stop = (): Promise<never> => (reached(), never);
    const first = await process(handler(true, stop), { roles: ['worker'] });
    const wanted = request();
    await ask(first, wanted);
    await isThere;
    await first.die();
    wire.startsAs = 'succeeded';
    specs.succeed();
    await process(handler(false, stop));
    await world.until(wanted.taskId, 'done');
    expect(await world.notes(wanted.subjectId)).toEqual(['made for 650']);
    expect((await world.row(wanted.taskId))['crashes']).toBe(1);
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
    await killed((isFirst, stop) => making(isFirst ? { poll: stop } : {}));
    expect(wire.submitted).toBe(1);
  });

  it('after the success, before the download, is followed by one who neither pays nor polls', async () => {
    wire.startsAs = 'succeeded';
    await killed((isFirst, stop) => making({}, false, isFirst ? stop : undefined));
    expect([wire.submitted, wire.tasks[0]?.polls]).toEqual([1, 1]);
  });

  it('after the download, before it is recorded, is followed by one who fetches again', async () => {
    wire.startsAs = 'succeeded';
    const fetching = async ({ calls, workDir }: CallingContext) => {
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
