import { describe, expect, it } from '@jest/globals';
import { FairQueue } from '../../scripts/lib/simulate/fair-queue.mjs';
import { type Job, Machine } from '../../scripts/lib/simulate/machine.mjs';

const job = (leftSeconds: number, over: Partial<Job> = {}): Job => ({ leftSeconds, threads: 1, isSteppedBack: false, ...over });

/** When each of these jobs, which begin together, is done. */
function endsOf(cores: number, jobs: readonly Job[]): number[] {
  const machine = new Machine(cores);
  for (const one of jobs) machine.add(0, one);
  const ends = new Map<Job, number>();
  for (let next = machine.next; next; next = machine.next) {
    machine.remove(next.atSeconds, next.job);
    ends.set(next.job, next.atSeconds);
  }
  return jobs.map((one) => ends.get(one) ?? NaN);
}

describe('a simulated processor', () => {
  it('gives each job its part, and what is left when one ends to the others', () => {
    expect(endsOf(2, [job(2), job(2), job(4), job(4)])).toEqual([4, 4, 6, 6]);
  });

  it('gives no job more cores than it has threads, and the rest to those that can use it', () => {
    expect(endsOf(4, [job(3), job(3, { threads: 3 })])).toEqual([3, 1]);
    expect(endsOf(2, [job(1), job(3, { threads: 3 })])).toEqual([1, 2]);
    expect(endsOf(3, [job(1), job(8, { threads: 8 })])).toEqual([1, expect.closeTo(1 + 6 / 3, 9)]);
  });

  it('lets the work that stepped back have what the others leave', () => {
    const [ordinary = NaN, back = NaN] = endsOf(1, [job(10), job(1, { isSteppedBack: true })]);
    expect(ordinary).toBeLessThan(10.5);
    expect(back).toBeCloseTo(11, 9);
    expect(endsOf(2, [job(10), job(1, { isSteppedBack: true })])).toEqual([10, 1]);
  });
});

describe('a simulated queue', () => {
  const taken = (queue: FairQueue, count: number, orgPlaces?: number): (number | undefined)[] =>
    Array.from({ length: count }, () => queue.take(orgPlaces)?.org);

  it('shares turns by seconds of work among organisations', () => {
    const queue = new FairQueue();
    for (let number = 0; number < 9; number++) queue.push({ org: 0, number, turnSeconds: 1 });
    for (let number = 9; number < 12; number++) queue.push({ org: 1, number, turnSeconds: 3 });
    expect(taken(queue, 8)).toEqual([0, 1, 0, 0, 0, 1, 0, 0]);
  });

  it('serves who comes anew next, and then by turns: nothing is made up for', () => {
    const queue = new FairQueue();
    for (let number = 0; number < 9; number++) queue.push({ org: 0, number, turnSeconds: 1 });
    taken(queue, 4);
    for (let number = 9; number < 12; number++) queue.push({ org: 1, number, turnSeconds: 1 });
    expect(taken(queue, 4)).toEqual([1, 0, 1, 0]);
    expect(queue.length).toBe(4);
  });

  it('has guests only of organisations that have little under way', () => {
    const queue = new FairQueue();
    const task = (org: number, number: number): { org: number; number: number; turnSeconds: number } => ({ org, number, turnSeconds: 1 });
    for (let number = 0; number < 4; number++) queue.push(task(0, number));
    taken(queue, 2);
    queue.push(task(1, 4));
    expect(taken(queue, 2, 2)).toEqual([1, undefined]);
    queue.release(task(0, 0));
    expect(taken(queue, 2, 2)).toEqual([0, undefined]);
  });
});
