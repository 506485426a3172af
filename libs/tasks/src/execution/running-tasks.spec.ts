import { describe, expect, it } from '@jest/globals';
import { type LeasedTask } from '../contracts/tasks.js';
import { RunningTasks } from './running-tasks.js';

const leased = (taskId: string, lease: number): LeasedTask => ({ taskId, lease, queue: 'script', subjectId: 'a' }) as LeasedTask;

describe('the work of a process', () => {
  it('breaks off the earlier attempt at a task that is claimed here again', async () => {
    const running = new RunningTasks();
    const [earlier] = await running.claim(async () => [leased('t', 1)]);
    const [later] = await running.claim(async () => [leased('t', 2)]);
    expect([earlier?.interruption, later?.interruption]).toEqual(['lost', null]);
    expect(earlier?.controller.signal.aborted).toBe(true);
    expect(running.size).toBe(2);
    if (earlier) running.finish(earlier);
    const [third] = await running.claim(async () => [leased('t', 3)]);
    expect([later?.interruption, third?.interruption]).toEqual(['lost', null]);
  });

  it('is empty only when nothing is being claimed either', async () => {
    const running = new RunningTasks();
    const answer = Promise.withResolvers<LeasedTask[]>();
    const claiming = running.claim(() => answer.promise);
    expect(await running.whenEmpty(1)).toBe(false);
    const empty = running.whenEmpty(10_000);
    answer.resolve([]);
    expect(await Promise.all([claiming, empty])).toEqual([[], true]);
  });

  it('begins nothing after the stop', async () => {
    const running = new RunningTasks();
    running.interruptAll();
    expect(await running.claim(async () => [leased('t', 1)])).toMatchObject([{ interruption: 'shutdown' }]);
  });
});
