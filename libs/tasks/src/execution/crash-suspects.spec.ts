import { describe, expect, it } from '@jest/globals';
import { CrashSuspects, SUSPECTED_FROM } from './crash-suspects.js';

const task = (taskId: string, crashes: number) => ({ taskId, crashes });

describe('tasks that have lost their process often', () => {
  it('are run one at a time, beside those that have not', () => {
    const suspects = new CrashSuspects();
    const [one, other, innocent] = [task('one', SUSPECTED_FROM), task('other', SUSPECTED_FROM + 1), task('innocent', SUSPECTED_FROM - 1)];
    expect([suspects.enter(one), suspects.enter(other), suspects.enter(innocent)]).toEqual([true, false, true]);
    suspects.leave(innocent);
    suspects.leave(other);
    expect([suspects.enter(other), suspects.enter(one)]).toEqual([false, true]);
    suspects.leave(one);
    suspects.leave(one);
    expect([suspects.enter(other), suspects.enter(one)]).toEqual([true, false]);
  });
});
