import { describe, expect, it } from '@jest/globals';
import { Semaphore } from './semaphore.js';

describe('a semaphore for tasks', () => {
  it('are as many as there are', () => {
    const semaphore = new Semaphore(2);
    expect([semaphore.tryAcquire(), semaphore.tryAcquire(), semaphore.tryAcquire()]).toEqual([true, true, false]);
    semaphore.release();
    expect(semaphore.tryAcquire()).toBe(true);
    expect(semaphore.inUse).toBe(2);
  });

  it('go to those who wait, in their order, before anybody new', async () => {
    const semaphore = new Semaphore(1);
    const order: string[] = [];
    await semaphore.acquireWithin(1000);
    const first = semaphore.acquireWithin(1000).then(() => order.push('first'));
    const second = semaphore.acquireWithin(1000).then(() => order.push('second'));
    semaphore.release();
    expect(semaphore.tryAcquire()).toBe(false);
    await first;
    semaphore.release();
    await second;
    expect(order).toEqual(['first', 'second']);
    expect(semaphore.inUse).toBe(1);
  });

  it('are given up by whoever has waited long enough', async () => {
    const semaphore = new Semaphore(1);
    semaphore.tryAcquire();
    expect(await semaphore.acquireWithin(5)).toBe(false);
    semaphore.release();
    expect(semaphore.tryAcquire()).toBe(true);
  });
});
