import { describe, expect, it } from '@jest/globals';
import { type Event } from './event.js';
import { sharedEvolve } from './shared-evolve.js';

type Added = Event<'Added', { by: number }>;
interface Sum {
  readonly total: number;
}

const added = (by: number): Added => ({ type: 'Added', data: { by } });
/** @returns the fold, and how often it was asked for anew */
function counted(remembered?: number) {
  let asked = 0;
  const evolve = sharedEvolve((sum: Sum, { data }: Added): Sum => {
    asked += 1;
    return { total: sum.total + data.by };
  }, remembered);
  return { evolve, asked: () => asked };
}

describe('a fold that several share', () => {
  it('gives the very same states to whoever folds the same events from the same beginning, and folds each once', () => {
    const { evolve, asked } = counted();
    const none: Sum = { total: 0 };
    const events = [1, 2, 3].map(added);
    const [first, second] = [events.reduce(evolve, none), events.map((event) => ({ ...event })).reduce(evolve, none)];
    expect(second).toBe(first);
    expect([first.total, asked()]).toEqual([6, 3]);
  });

  it('folds what stands on another state, or is another event, by itself', () => {
    const { evolve, asked } = counted();
    const event = added(5);
    expect([evolve({ total: 0 }, event), evolve({ total: 1 }, event), evolve({ total: 1 }, added(5))].map(({ total }) => total)).toEqual([
      5, 6, 6,
    ]);
    expect(asked()).toBe(3);
  });

  it('remembers so many steps, the latest', () => {
    const { evolve, asked } = counted(2);
    const none: Sum = { total: 0 };
    const events = [1, 2, 3].map(added);
    for (const event of events) evolve(none, event);
    for (const event of events.slice(1)) evolve(none, event);
    expect(asked()).toBe(3);
    evolve(none, events[0] as Added);
    expect(asked()).toBe(4);
  });
});
