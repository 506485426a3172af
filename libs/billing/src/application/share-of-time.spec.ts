import { describe, expect, it } from '@jest/globals';
import { ShareOfTime } from './share-of-time.js';

describe('work that takes a share of the time', () => {
  const started = (everyMs: number) => {
    const at = { ms: 0, runs: 0, takesMs: 0 };
    const share = new ShareOfTime(everyMs, () => at.ms);
    const look = async (ms: number, takesMs = 0): Promise<number> => {
      at.ms = ms;
      await share.run(async () => {
        at.runs += 1;
        at.ms += takesMs;
      });
      return at.runs;
    };
    return { share, look };
  };

  it('is done as often as wanted while it is quick', async () => {
    const { look } = started(60_000);
    expect([await look(0, 10), await look(60_005, 10), await look(60_010, 10), await look(130_000, 10)]).toEqual([1, 1, 2, 3]);
  });

  it('is done the less often, the longer it takes', async () => {
    const { look } = started(60_000);
    expect([await look(0, 2_000), await look(60_000), await look(201_999), await look(202_000)]).toEqual([1, 1, 1, 2]);
  });

  it('is due at once again when it failed', async () => {
    const { share, look } = started(60_000);
    await expect(share.run(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await look(1)).toBe(1);
  });
});
