import { describe, expect, it } from '@jest/globals';
import { Places } from './semaphore.js';

describe('places for tasks', () => {
  it('are as many as there are', () => {
    const places = new Places(2);
    expect([places.tryTake(), places.tryTake(), places.tryTake()]).toEqual([true, true, false]);
    places.giveBack();
    expect(places.tryTake()).toBe(true);
    expect(places.inUse).toBe(2);
  });

  it('go to those who wait, in their order, before anybody new', async () => {
    const places = new Places(1);
    const order: string[] = [];
    await places.take();
    const first = places.take().then(() => order.push('first'));
    const second = places.take().then(() => order.push('second'));
    places.giveBack();
    expect(places.tryTake()).toBe(false);
    await first;
    places.giveBack();
    await second;
    expect(order).toEqual(['first', 'second']);
    expect(places.inUse).toBe(1);
  });
});
