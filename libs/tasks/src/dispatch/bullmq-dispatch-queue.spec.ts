import { describe, expect, it } from '@jest/globals';
import { healthOf } from './bullmq-dispatch-queue.js';

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
