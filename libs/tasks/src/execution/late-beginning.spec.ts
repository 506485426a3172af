import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type TaskOutcome } from '../task-telemetry.js';
import { LATE_MS, LateBeginning } from './late-beginning.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a beginning that may be said with the end', () => {
  const begun = (answer: () => Promise<TaskOutcome | null> = async () => null) => {
    const record = jest.fn(answer);
    const refused = jest.fn<(outcome: TaskOutcome) => void>();
    return { record, refused, late: new LateBeginning(record, refused) };
  };

  it('is not recorded where the work is over a moment later', async () => {
    const { record, late } = begun();
    jest.advanceTimersByTime(LATE_MS - 1);
    expect(await late.over()).toBeNull();
    jest.advanceTimersByTime(10 * LATE_MS);
    expect(record).toHaveBeenCalledTimes(0);
  });

  it('is recorded once where the work goes on, and waited for by its end', async () => {
    const answer = Promise.withResolvers<null>();
    const { record, late } = begun(() => answer.promise);
    jest.advanceTimersByTime(LATE_MS);
    expect(record).toHaveBeenCalledTimes(1);
    let isOver = false;
    const over = late.over().then(() => (isOver = true));
    await Promise.resolve();
    expect(isOver).toBe(false);
    answer.resolve(null);
    await over;
    expect(record).toHaveBeenCalledTimes(1);
  });

  it('is recorded at once before what is no end, and not again', async () => {
    const { record, late } = begun();
    await late.told();
    await late.told();
    jest.advanceTimersByTime(10 * LATE_MS);
    expect(record).toHaveBeenCalledTimes(1);
  });

  it('that is refused is told while the work goes on, and to its end', async () => {
    const { refused, late } = begun(async () => 'cancelled');
    await jest.advanceTimersByTimeAsync(LATE_MS);
    expect(refused).toHaveBeenCalledWith('cancelled');
    expect(await late.over()).toBe('cancelled');
  });

  it('that could not be recorded is said by the end', async () => {
    const { refused, late } = begun(() => Promise.reject(new Error('no database')));
    await jest.advanceTimersByTimeAsync(LATE_MS);
    expect(await late.over()).toBeNull();
    expect(refused).toHaveBeenCalledTimes(0);
  });
});
