import { describe, expect, it } from '@jest/globals';
import { bundled, delayedBundles, healthOf } from './bullmq-dispatch-queue.js';

describe('a Redis for tasks', () => {
  it('keeps what it is given', () => expect(healthOf('used_memory:1\r\nmaxmemory_policy:noeviction\r\n')).toEqual({ isUp: true }));

  it('is not fit when it may evict, and says what to set', () => {
    expect(healthOf('used_memory:1\r\nmaxmemory_policy:allkeys-lru\r\n')).toEqual({
      isUp: false,
      reason: 'Redis may forget tasks: its maxmemory-policy is "allkeys-lru", set it to "noeviction"',
    });
  });

  it('is trusted when it does not tell, as hosted ones do not', () => expect(healthOf('used_memory:1')).toEqual({ isUp: true }));
});

describe('news of small tasks', () => {
  const news = (...counts: number[]) => counts.map((count, n) => ({ id: `id-${n}`, taskId: `task-${n}`, lease: n, count }));

  it('travels in bundles of 25 tasks at most, and none of it is lost', () => {
    for (const counts of [[1], [24, 1, 1], [20, 20, 5, 1], Array.from({ length: 60 }, () => 1), [40, 1]]) {
      const jobs = bundled(news(...counts));
      const sizes = jobs.map(({ data }) => data.count ?? 1);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(counts.reduce((sum, count) => sum + count, 0));
      expect(sizes.filter((size) => size > Math.max(25, ...counts))).toEqual([]);
      expect(new Set(jobs.map(({ opts }) => opts.jobId)).size).toBe(jobs.length);
    }
    expect(bundled(news(20, 20, 5)).map(({ data }) => data)).toEqual([
      { taskId: 'task-0', count: 20 },
      { taskId: 'task-1', count: 25 },
    ]);
    expect(bundled([])).toEqual([]);
  });

  it('says of one task how often it had been taken, and nothing of the kind of several', () => {
    expect(bundled(news(1, 25)).map(({ data }) => data)).toEqual([
      { taskId: 'task-0', count: 1, lease: 0 },
      { taskId: 'task-1', count: 25 },
    ]);
  });

  it('of what is due at the same time travels together, never before it is due', () => {
    const dispatch = (n: number, delayMs: number) =>
      ({ dispatchId: `id-${n}`, taskId: `task-${n}`, lease: 0, queue: 'script', delayMs }) as const;
    const jobs = delayedBundles([dispatch(0, 991), dispatch(1, 1000), dispatch(2, 1001), dispatch(3, 5), dispatch(4, 995)]);
    expect(jobs.map(({ data, opts }) => [data, opts.delay])).toEqual([
      [{ taskId: 'task-0', count: 3 }, 1000],
      [{ taskId: 'task-2', count: 1, lease: 0 }, 1001],
      [{ taskId: 'task-3', count: 1, lease: 0 }, 5],
    ]);
    const many = delayedBundles(Array.from({ length: 60 }, (_, n) => dispatch(n, 1000)));
    expect(many.map(({ data }) => data.count)).toEqual([25, 25, 10]);
    expect(new Set(many.map(({ opts }) => opts.jobId)).size).toBe(3);
  });
});
