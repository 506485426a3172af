import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, give, type TaskWorld } from '#tasks/testing';
import { type CallProcess, CallSpecs, remote } from '../testing/call-specs.js';
import { type WireProvider } from '../testing/wire-provider.js';

let specs: CallSpecs;
let world: TaskWorld;
let wire: WireProvider;
beforeAll(async () => {
  specs = await CallSpecs.begin();
  ({ world, wire } = specs);
});
afterEach(() => specs.afterEach());
afterAll(() => specs.end());

const attemptOf = async ({ taskId }: ReturnType<typeof remote>) => (await specs.attempts(taskId))[0] ?? {};
const sweptUntil = (by: CallProcess, what: string, isThere: () => Promise<boolean> | boolean) =>
  world.eventually(async () => {
    await by.calls.sweeper.sweep();
    return isThere();
  }, what);

describe('a task that its provider cannot cancel', () => {
  /** One place there; its task was taken, and cancelled here. */
  async function letGo() {
    const worker = await specs.process(specs.making({ cancel: undefined }), {
      providers: wire.settings({ concurrency: 1 }),
      roles: ['worker'],
    });
    const wanted = remote();
    await ask(worker, wanted);
    await world.eventually(async () => (await attemptOf(wanted))['state'] === 'submitted', 'it is submitted');
    await give(worker, { cancel: { cancelSubjectId: wanted.subjectId } });
    await sweptUntil(worker, 'it is let go', async () => (await attemptOf(wanted))['state'] === 'cancelled');
    const next = remote();
    await ask(worker, next);
    await world.eventually(async () => (await attemptOf(next))['state'] === 'waiting', 'the next one waits');
    await worker.calls.sweeper.sweep();
    await world.quiet();
    expect([wire.submitted, (await attemptOf(next))['turn_at']]).toEqual([1, null]);
    return { worker, wanted };
  }

  it.each(['succeeded', 'failed'] as const)('keeps its place there until it has ended there: %s', async (state) => {
    const { worker } = await letGo();
    for (const task of wire.tasks) task.state = state;
    await sweptUntil(worker, 'the next one is submitted', () => wire.submitted === 2);
  });

  it('keeps it no longer than its result would have been waited for', async () => {
    const { worker, wanted } = await letGo();
    const attempt = await attemptOf(wanted);
    expect([attempt['held_until'], attempt['deadline']]).toEqual([attempt['deadline'], expect.any(Date)]);
    await world.sql('UPDATE integrations.provider_attempts SET held_until = now() WHERE task_id = $1', [wanted.taskId]);
    await sweptUntil(worker, 'the next one is submitted', () => wire.submitted === 2);
  });
});
