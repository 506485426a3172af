import { type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchPace } from './body-pace.js';

const PACE = { windowMs: 1000, minBytesPerWindow: 100, timeoutMs: 5000 };

describe('faults B26: the pace of a body', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const body = { complete: false, readableLength: 0, paused: false, bytesRead: 0 };
  const watched = (over: Partial<typeof body> = {}) => {
    const state = { ...body, ...over };
    const request = {
      get complete() {
        return state.complete;
      },
      get readableLength() {
        return state.readableLength;
      },
      isPaused: () => state.paused,
      socket: {
        get bytesRead() {
          return state.bytesRead;
        },
      },
    };
    const onSlow = jest.fn();
    const stop = watchPace(request as unknown as IncomingMessage, PACE, onSlow);
    return { state, onSlow, stop };
  };

  it('is kept by who sends enough in each window, and told once of who does not', async () => {
    const { state, onSlow } = watched();
    state.bytesRead += 100;
    await jest.advanceTimersByTimeAsync(1000);
    expect(onSlow).not.toHaveBeenCalled();
    state.bytesRead += 99;
    await jest.advanceTimersByTimeAsync(1000);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(onSlow).toHaveBeenCalledTimes(1);
  });

  it('has an end for the whole', async () => {
    const { state, onSlow } = watched();
    for (let second = 0; second < 7; second += 1) {
      state.bytesRead += 1000;
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(onSlow).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['all of it has come', { complete: true }],
    ['some of it waits for us', { readableLength: 1 }],
    ['we have asked for no more', { paused: true }],
  ])('is not the sender’s affair when %s', async (_when, over) => {
    const { onSlow, stop } = watched(over);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(onSlow).not.toHaveBeenCalled();
    stop();
  });

  it('counts what arrived during a long block of this process', async () => {
    const { state, onSlow, stop } = watched();
    jest.advanceTimersByTime(999);
    // The timer is due, and the bytes behind it in the same turn of the loop.
    setImmediate(() => (state.bytesRead += 5000));
    await jest.advanceTimersByTimeAsync(1);
    expect(onSlow).not.toHaveBeenCalled();
    stop();
  });
});
