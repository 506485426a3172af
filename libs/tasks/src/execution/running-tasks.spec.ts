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
    expect(earlier?.signal.aborted).toBe(true);
    expect(() => earlier?.throwIfInterrupted()).toThrow('lost');
    expect(running.size).toBe(2);
    if (earlier) running.finish(earlier);
    const [third] = await running.claim(async () => [leased('t', 3)]);
    expect([later?.interruption, third?.interruption]).toEqual(['lost', null]);
  });

  it('tells who listens, and who asks afterwards, why it is broken off', async () => {
    const running = new RunningTasks();
    const [listening, late] = await running.claim(async () => [leased('listening', 1), leased('late', 1)]);
    const heard: unknown[] = [];
    listening?.signal.addEventListener('abort', () => heard.push(listening.signal.reason));
    listening?.throwIfInterrupted();
    running.interruptSubject('a');
    expect(heard).toEqual([new Error('task listening is broken off: cancelled')]);
    expect([late?.signal.aborted, late?.signal.reason]).toEqual([true, new Error('task late is broken off: cancelled')]);
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
