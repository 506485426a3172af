import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CallLimit, TimeLimit } from './time-limit.js';

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

describe('a limit that tells by a call', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('tells once when the time is up, or at once when whoever asked has given up', () => {
    const limit = new CallLimit(undefined, 1_000);
    const told: unknown[] = [];
    limit.onOver = (reason) => told.push(reason);
    jest.advanceTimersByTime(999);
    expect([limit.isOver, told]).toEqual([false, []]);
    jest.advanceTimersByTime(2_000);
    expect([limit.isOver, told]).toEqual([true, [expect.objectContaining({ name: 'TimeoutError' })]]);
    expect(() => limit.throwIfOver()).toThrow('The time is up.');
    const [asked, reason] = [new AbortController(), new Error('the process stops')];
    const open = new CallLimit(asked.signal, 1_000);
    open.onOver = (why) => told.push(why);
    asked.abort(reason);
    expect(told[1]).toBe(reason);
    expect(() => new CallLimit(asked.signal, 1_000).throwIfOver()).toThrow(reason);
  });

  it('is told with all others of a signal that hears of it once, unless it is released', () => {
    const [asked, reason] = [new AbortController(), new Error('the process stops')];
    const limits = Array.from({ length: 3 }, () => new CallLimit(asked.signal, 1_000));
    expect(getEventListeners(asked.signal, 'abort')).toHaveLength(1);
    limits[1]?.release();
    asked.abort(reason);
    expect(limits.map((limit) => limit.isOver)).toEqual([true, false, true]);
    for (const limit of limits) limit.release();
    const other = new AbortController();
    new CallLimit(other.signal, 1_000).release();
    expect(getEventListeners(other.signal, 'abort')).toEqual([]);
    const again = new CallLimit(other.signal, 1_000);
    other.abort(reason);
    expect(() => again.throwIfOver()).toThrow(reason);
    again.release();
  });

  it('waits for work no longer than that', async () => {
    const limit = new CallLimit(undefined, 1_000);
    expect(await limit.within(Promise.resolve('done'))).toBe('done');
    await expect(limit.within(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    const waiting = limit.within(new Promise(() => undefined));
    jest.advanceTimersByTime(1_000);
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(limit.within(Promise.resolve('late'))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('leaves nothing behind when it is released, and tells nobody then', () => {
    const asked = new AbortController();
    const limit = new CallLimit(asked.signal, 1_000);
    limit.onOver = () => expect(true).toBe(false);
    limit.release();
    limit.release();
    expect([getEventListeners(asked.signal, 'abort'), jest.getTimerCount()]).toEqual([[], 0]);
    asked.abort();
    jest.advanceTimersByTime(2_000);
    expect(limit.isOver).toBe(false);
  });
});
