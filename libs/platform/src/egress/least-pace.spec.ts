import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { leastPace } from './least-pace.js';

const drain = async (source: AsyncIterable<unknown>): Promise<void> => {
  for await (const chunk of source) void chunk;
};

describe('faults A7: a least pace', () => {
  it('ends what sends nothing, and what sends too little', async () => {
    await expect(pipeline(new PassThrough(), leastPace({ bytes: 10, withinMs: 20 }), drain)).rejects.toMatchObject({ code: 'timeout' });
    const trickling = new PassThrough();
    const timer = setInterval(() => trickling.write('x'), 5);
    await expect(pipeline(trickling, leastPace({ bytes: 1000, withinMs: 40 }), drain)).rejects.toMatchObject({ code: 'timeout' });
    clearInterval(timer);
  });

  it('lets pass what is short or quick', async () => {
    const quick = new PassThrough();
    quick.end('short');
    await pipeline(quick, leastPace({ bytes: 1000, withinMs: 20 }), drain);
  });

  it('that is never used fails nowhere', async () => {
    let failures = 0;
    const unused = leastPace({ bytes: 10, withinMs: 5 });
    unused.on('error', () => (failures += 1));
    await sleep(50);
    expect(failures).toBe(0);
  });
});
