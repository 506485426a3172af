import { describe, expect, it } from '@jest/globals';
import { bundled, healthOf } from './bullmq-dispatch-queue.js';

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
});
