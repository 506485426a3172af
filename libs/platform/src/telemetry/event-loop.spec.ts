import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as passed } from 'node:timers/promises';
import { EventLoop } from './event-loop.js';

const BLOCK_MS = 150;

/** Nobody else gets a turn. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('faults A1: the event loop, as measured', () => {
  const loop = new EventLoop();
  beforeEach(() => loop.onModuleInit());
  afterEach(() => loop.onModuleDestroy());

  it('says for how long nobody else got a turn, and how much of the time it worked', async () => {
    await passed(50);
    block(BLOCK_MS);
    await passed(50);
    const { longestBlockSeconds, utilization } = loop.read();
    expect(longestBlockSeconds).toBeGreaterThan((BLOCK_MS * 0.8) / 1000);
    expect(utilization).toBeGreaterThan(0);
    expect(utilization).toBeLessThanOrEqual(1);
    // Who reads changes nothing for who reads next.
    expect(loop.read().longestBlockSeconds).toBe(longestBlockSeconds);
  });
});
