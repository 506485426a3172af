import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, give, note, type TaskWorld } from '#tasks/testing';
import { calling, type CallingHandler, type CallProcess, type CallProcessOptions, CallSpecs, remote } from '../testing/call-specs.js';
import { wireCall, type WireProvider } from '../testing/wire-provider.js';
import { AttemptCharges } from './attempt-charges.js';

let specs: CallSpecs;
let world: TaskWorld;
let wire: WireProvider;
beforeAll(async () => {
  specs = await CallSpecs.begin();
  ({ world, wire } = specs);
});
/** A process that is stopped waits for what it has paid for. */
const gates: (() => void)[] = [];
afterEach(() => {
  for (const open of gates.splice(0)) open();
  return specs.afterEach();
});
afterAll(() => specs.end());

type Wanted = ReturnType<typeof remote>;

/** A call that answers at once, over the same wire. */
const asking = (): CallingHandler =>
  calling({
    run: async (task, { calls }) => {
      const call = wireCall(wire);
      await calls.once({
        ...{ provider: call.provider, model: call.model, name: 'ask', expectedMicros: 700 },
        request: async (submission) => ({ id: (await call.submit(submission)).providerTaskId, costMicros: 650 }),
      });
      return note(task.subjectId, 'made for 650');
    },
  });

/** An answer is waited for long enough for any of these specs. */
const patient = (): CallProcessOptions => ({ providers: wire.settings({}, { submitGraceMs: 60_000 }), roles: ['worker'] });
/** An answer is waited for no longer than that of a lost submission: 600 ms. */
const hasty = (): CallProcessOptions => ({ roles: ['worker'] });

/** The provider has taken it, and answers when the gate opens. */
async function underWay(handler: CallingHandler, options = patient()) {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  wire.beforeAnswer = () => (reached.resolve(), gate.promise);
  gates.push(gate.resolve);
  const worker = await specs.process(handler, options);
  const wanted = remote();
  await ask(worker, wanted);
  await reached.promise;
  return { worker, wanted, gate };
}
const cancel = (by: CallProcess, { subjectId }: Wanted) => give(by, { cancel: { cancelSubjectId: subjectId } });
const attemptOf = async ({ taskId }: Wanted) => (await specs.attempts(taskId))[0] ?? {};
const sweptUntil = (by: CallProcess, what: string, isThere: () => Promise<boolean> | boolean) =>
  world.eventually(async () => {
    await by.calls.sweeper.sweep();
    return isThere();
  }, what);
const pending = async (by: CallProcess, { subjectId }: Wanted) =>
  (await new AttemptCharges(by.database).pendingMicros(by.database, [subjectId])).get(subjectId);
/** What was charged for a subject, each time that it would be booked. */
async function charged(by: CallProcess, { subjectId }: Wanted): Promise<number[]> {
  const all = await new AttemptCharges(by.database).unaccounted({ after: null, limit: 100 });
  const byModel = all.filter((one) => one.subjectId === subjectId).flatMap((one) => one.byModel);
  return byModel.map(({ amountMicros }) => amountMicros);
}

describe('a submission whose task is cancelled while it is under way', () => {
  it('is answered, cancelled at the provider at once, and its cost followed: once each', async () => {
    const { worker, wanted, gate } = await underWay(specs.making());
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0, 'the place is free');
    expect(await world.row(wanted.taskId)).toMatchObject({ state: 'cancelled' });
    await worker.calls.sweeper.sweep();
    expect(await attemptOf(wanted)).toMatchObject({ state: 'submitting' });
    expect(await pending(worker, wanted)).toBe(700);
    gate.resolve();
    // Nobody sweeps: who has submitted it sees to it.
    await world.eventually(() => wire.tasks[0]?.isCancelled === true, 'it is cancelled there');
    expect(await attemptOf(wanted)).toMatchObject({ state: 'cancelled', provider_task_id: wire.tasks[0]?.id, cost_micros: null });
    expect(await pending(worker, wanted)).toBe(700);
    specs.succeed();
    await sweptUntil(worker, 'what it cost is known', async () => (await pending(worker, wanted)) === undefined);
    await worker.calls.sweeper.sweep();
    expect(await charged(worker, wanted)).toEqual([650]);
    expect([wire.submitted, wire.tasks.map(({ cancellations }) => cancellations)]).toEqual([1, [1]]);
    expect(await world.notes(wanted.subjectId)).toEqual([]);
  });

  it('that answers with its result costs what it cost', async () => {
    const { worker, wanted, gate } = await underWay(asking());
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0, 'the place is free');
    gate.resolve();
    await world.eventually(async () => (await attemptOf(wanted))['cost_micros'] === '650', 'its cost is written down');
    await worker.calls.sweeper.sweep();
    expect([await charged(worker, wanted), await pending(worker, wanted), wire.submitted]).toEqual([[650], undefined, 1]);
    expect(await world.notes(wanted.subjectId)).toEqual([]);
  });

  it('is seen to in the same way when another process was told of the cancellation', async () => {
    const { worker, wanted, gate } = await underWay(specs.making());
    const other = await specs.process(specs.making(), { ...patient(), roles: ['api'] });
    await cancel(other, wanted);
    await worker.runtime.heartbeat();
    await world.eventually(() => worker.runtime.running.size === 0, 'the place is free');
    gate.resolve();
    await world.eventually(() => wire.tasks[0]?.isCancelled === true, 'it is cancelled there');
    expect(await attemptOf(wanted)).toMatchObject({ state: 'cancelled', provider_task_id: wire.tasks[0]?.id });
  });

  it('costs nothing when it is refused', async () => {
    const [reached, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()];
    wire.react = () => (reached.resolve(), answer.promise);
    const worker = await specs.process(specs.making(), patient());
    const wanted = remote();
    await ask(worker, wanted);
    await reached.promise;
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0);
    expect(await pending(worker, wanted)).toBe(700);
    answer.resolve(400);
    await world.eventually(async () => (await attemptOf(wanted))['state'] === 'failed', 'it has ended');
    expect([await pending(worker, wanted), await charged(worker, wanted)]).toEqual([undefined, []]);
  });

  it('may be charged when its answer is lost, as long as nobody can say what became of it', async () => {
    const { worker, wanted } = await underWay(specs.making());
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0);
    wire.dropConnections();
    await world.eventually(async () => (await attemptOf(wanted))['state'] === 'cancelled', 'nobody waits for it any more');
    await worker.calls.sweeper.sweep();
    expect([await pending(worker, wanted), wire.submitted]).toEqual([700, 1]);
  });

  it('is not sent when it has not left yet', async () => {
    const [reached, uploaded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const call = wireCall(wire);
    const submit: typeof call.submit = async (submission) => {
      reached.resolve();
      // A picture that goes first; nothing of it ends with the task here.
      await uploaded.promise;
      return call.submit(submission);
    };
    const worker = await specs.process(specs.making({ submit }), patient());
    const wanted = remote();
    await ask(worker, wanted);
    await reached.promise;
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0);
    uploaded.resolve();
    await world.eventually(async () => (await attemptOf(wanted))['state'] === 'cancelled', 'it is let go');
    expect([wire.submitted, await pending(worker, wanted)]).toEqual([0, undefined]);
  });

  it('has what leads to it broken off', async () => {
    const reached = Promise.withResolvers<void>();
    const ended: unknown[] = [];
    const submit = ({ signal }: { signal: AbortSignal }): Promise<never> => {
      reached.resolve();
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => (ended.push(signal.reason), reject(signal.reason as Error)), { once: true }),
      );
    };
    const worker = await specs.process(specs.making({ submit }), patient());
    const wanted = remote();
    await ask(worker, wanted);
    await reached.promise;
    await cancel(worker, wanted);
    await world.eventually(async () => (await attemptOf(wanted))['state'] === 'cancelled', 'it is let go');
    expect([ended.length, wire.submitted, await pending(worker, wanted)]).toEqual([1, 0, undefined]);
  });

  it('keeps its place at the provider until it is answered, and no longer', async () => {
    const one = wire.settings({ concurrency: 1 }, { submitGraceMs: 60_000 });
    const { worker, wanted, gate } = await underWay(specs.making(), { ...patient(), providers: one });
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0);
    const next = remote();
    await ask(worker, next);
    await world.eventually(async () => (await attemptOf(next))['state'] === 'waiting');
    await worker.calls.sweeper.sweep();
    await world.quiet();
    expect([wire.submitted, (await attemptOf(next))['turn_at']]).toEqual([1, null]);
    wire.beforeAnswer = () => Promise.resolve();
    gate.resolve();
    await world.eventually(() => wire.submitted === 2, 'the next one is submitted');
  });
});

describe('a submission that is under way when the lease is lost', () => {
  it('is answered, and whoever has the task goes on with it', async () => {
    const { worker, wanted, gate } = await underWay(specs.making());
    wire.startsAs = 'succeeded';
    await world.sql(`UPDATE tasks.tasks SET lease_until = now() - interval '1 s' WHERE task_id = $1`, [wanted.taskId]);
    await specs.process(specs.making(), { ...patient(), roles: ['worker', 'scheduler'] });
    await world.eventually(async () => Number((await world.row(wanted.taskId))['lease']) >= 2, 'somebody else takes it');
    await worker.runtime.heartbeat();
    specs.succeed();
    gate.resolve();
    await world.until(wanted.taskId, 'done');
    expect([wire.submitted, wire.tasks.map(({ cancellations }) => cancellations)]).toEqual([1, [0]]);
    expect(await specs.attempts(wanted.taskId)).toMatchObject([{ state: 'succeeded', number: 1 }]);
  });
});

describe('a process that ends while the submission of a cancelled task is under way', () => {
  it('waits for the answer when it is stopped; another one cancels it at the provider if it cannot', async () => {
    const { worker, wanted, gate } = await underWay(specs.making());
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0);
    const stopped = worker.stop();
    await world.quiet();
    gate.resolve();
    await stopped;
    expect(await attemptOf(wanted)).toMatchObject({ state: 'cancelled', provider_task_id: wire.tasks[0]?.id });
    const next = await specs.process(specs.making(), patient());
    await knowsTheModel(next);
    await world.sql('UPDATE integrations.provider_attempts SET next_look_at = now() WHERE attempt_id = $1', [
      (await attemptOf(wanted))['attempt_id'],
    ]);
    await sweptUntil(next, 'it is cancelled there', () => wire.tasks[0]?.isCancelled === true);
  });

  /** Whoever has called a model knows how to look after what was begun with it. */
  async function knowsTheModel(worker: CallProcess): Promise<void> {
    wire.react = () => 400;
    const other = remote();
    await ask(worker, other);
    await world.until(other.taskId, 'failed');
  }

  it.each(['before the answer is recorded', 'before it is cancelled there'] as const)('%s: the next one sees to it', async (when) => {
    const isAnswered = when === 'before it is cancelled there';
    const reached = Promise.withResolvers<void>();
    const stuck = (): Promise<never> => (reached.resolve(), new Promise<never>(() => undefined));
    const { worker, wanted, gate } = await underWay(specs.making(isAnswered ? { cancel: stuck } : {}), hasty());
    await cancel(worker, wanted);
    if (isAnswered) {
      gate.resolve();
      await reached.promise;
    }
    await worker.die();
    const next = await specs.process(specs.making(), hasty());
    await knowsTheModel(next);
    await sweptUntil(next, 'it is let go', async () => (await attemptOf(wanted))['state'] === 'cancelled');
    expect(await pending(next, wanted)).toBe(700);
    const [task] = wire.tasks;
    if (isAnswered) {
      // Not before its turn: who had it in his hands may be about to.
      await next.calls.sweeper.sweep();
      expect(task?.cancellations).toBe(0);
      await world.sql('UPDATE integrations.provider_attempts SET next_look_at = now() WHERE task_id = $1', [wanted.taskId]);
    } else {
      const address = new URL(task?.callbackUrl ?? '');
      const body = { data: { taskId: task?.id } };
      await next.calls.callbacks.receive({
        ...{ provider: 'wire', attemptId: address.pathname.split('/').at(-1) ?? '', token: address.searchParams.get('token') },
        ...{ timestamp: null, signature: null, body, bytes: Buffer.from(JSON.stringify(body)) },
      });
    }
    await sweptUntil(next, 'it is cancelled there', () => task?.isCancelled === true);
    specs.succeed();
    await sweptUntil(next, 'what it cost is known', async () => (await pending(next, wanted)) === undefined);
    expect([await charged(next, wanted), wire.tasks.map(({ cancellations }) => cancellations)]).toEqual([[650], [1]]);
  });

  it('leaves the answer in the journal while Postgres is away; the next one cancels it at the provider', async () => {
    const outage = { isOn: false };
    const { worker, wanted, gate } = await underWay(specs.making(), { ...patient(), isAway: () => outage.isOn });
    await cancel(worker, wanted);
    await world.eventually(() => worker.runtime.running.size === 0);
    outage.isOn = true;
    gate.resolve();
    const answers = path.join(world.folder, 'run', 'answers');
    const kept = async () => (await readdir(answers).catch(() => [])).filter((name) => name.endsWith('.json')).length;
    await world.eventually(async () => (await kept()) === 1, 'the answer is in the journal');
    await worker.die();
    const next = await specs.process(specs.making(), patient());
    await knowsTheModel(next);
    await sweptUntil(next, 'it is cancelled there', () => wire.tasks[0]?.isCancelled === true);
    expect([await kept(), wire.submitted]).toEqual([0, 2]);
  });
});

describe('a task that its provider does not cancel at once', () => {
  it('is to be cancelled again later, and by one process only', async () => {
    let refusals = 0;
    const call = wireCall(wire);
    const handler = specs.making({
      cancel: async (...given) => {
        if (refusals++ === 0) throw new Error('not now');
        await call.cancel?.(...given);
      },
    });
    const { worker, wanted, gate } = await underWay(handler);
    await cancel(worker, wanted);
    gate.resolve();
    await world.eventually(() => refusals === 1, 'it was not cancelled');
    await worker.calls.sweeper.sweep();
    expect(refusals).toBe(1);
    await world.sql('UPDATE integrations.provider_attempts SET next_look_at = now() WHERE task_id = $1', [wanted.taskId]);
    await Promise.all([worker.calls.sweeper.sweep(), worker.calls.sweeper.sweep()]);
    expect([refusals, wire.tasks[0]?.cancellations]).toEqual([2, 1]);
  });

  it('is not cancelled any more once it has ended there', async () => {
    let refusals = 0;
    const { worker, wanted, gate } = await underWay(specs.making({ cancel: () => Promise.reject(new Error(`not now ${++refusals}`)) }));
    await cancel(worker, wanted);
    gate.resolve();
    await world.eventually(() => refusals === 1, 'it was not cancelled');
    specs.succeed();
    await world.sql('UPDATE integrations.provider_attempts SET next_look_at = now() WHERE task_id = $1', [wanted.taskId]);
    await sweptUntil(worker, 'what it cost is known', async () => (await pending(worker, wanted)) === undefined);
    expect([refusals, await charged(worker, wanted)]).toEqual([1, [650]]);
  });
});
