import { describe, expect, it } from '@jest/globals';
import { Wakeup } from './wakeup.js';

describe('who may wait before it is woken', () => {
  const IN_VAIN_MS = 60_000;

  it('is woken once for all that comes meanwhile', async () => {
    const wakeup = new Wakeup();
    for (let n = 0; n < 50; n += 1) wakeup.signalWithin(20);
    const early = await Promise.race([
      wakeup.wait(IN_VAIN_MS).then(() => 'woken'),
      new Promise((resolve) => setImmediate(resolve, 'asleep')),
    ]);
    expect(early).toBe('asleep');
    wakeup.signalWithin(1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    // The one signal has been used up.
    const again = await Promise.race([
      wakeup.wait(IN_VAIN_MS).then(() => 'woken'),
      new Promise((resolve) => setTimeout(resolve, 60, 'asleep')),
    ]);
    expect(again).toBe('asleep');
    wakeup.signal();
  });

  it('is woken at once by what cannot wait', async () => {
    const wakeup = new Wakeup();
    wakeup.signalWithin(IN_VAIN_MS);
    wakeup.signalWithin(0);
    await wakeup.wait(IN_VAIN_MS);
    expect(true).toBe(true);
  });
});
