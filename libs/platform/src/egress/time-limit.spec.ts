import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TimeLimit } from './time-limit.js';

describe('a time limit', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('ends when the time is up', () => {
    const { signal } = new TimeLimit(undefined, 1_000);
    jest.advanceTimersByTime(999);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('ends when whoever asked gives up, before it begins too, for the same reason', () => {
    const [asked, reason] = [new AbortController(), new Error('the process stops')];
    const { signal } = new TimeLimit(asked.signal, 1_000);
    expect(signal.aborted).toBe(false);
    asked.abort(reason);
    expect(signal.reason).toBe(reason);
    expect(new TimeLimit(asked.signal, 1_000).signal.reason).toBe(reason);
  });

  it('leaves nothing behind when it is released, and never ends then', () => {
    const asked = new AbortController();
    const limit = new TimeLimit(asked.signal, 1_000);
    limit.release();
    limit.release();
    expect([getEventListeners(asked.signal, 'abort'), jest.getTimerCount()]).toEqual([[], 0]);
    asked.abort();
    jest.advanceTimersByTime(2_000);
    expect(limit.signal.aborted).toBe(false);
  });
});
