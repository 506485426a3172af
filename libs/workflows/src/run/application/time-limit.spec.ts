import { describe, expect, it } from '@jest/globals';
import { type StepContext } from '#steps';
import { Suspended } from '#tasks';
import { withinTime } from './time-limit.js';

const context = (signal = new AbortController().signal): StepContext => ({ signal, workDir: 'here' }) as unknown as StepContext;
/** Goes on until somebody aborts it. */
const endless = ({ signal }: StepContext): Promise<never> =>
  new Promise((_, fail) => {
    if (signal.aborted) fail(signal.reason as Error);
    else signal.addEventListener('abort', () => fail(signal.reason as Error));
  });

describe('work within its time', () => {
  it('is aborted when its time is over, and is not begun after it', async () => {
    await expect(withinTime(context(), 5, endless)).rejects.toMatchObject({ code: 'timed_out', retryable: false });
    let begun = 0;
    await expect(withinTime(context(), 0, async () => (begun += 1))).rejects.toMatchObject({ code: 'timed_out' });
    expect(begun).toBe(0);
  });

  it('takes as long as it takes where nobody says otherwise, and keeps its surroundings', async () => {
    expect(await withinTime(context(), null, async ({ workDir }) => workDir)).toBe('here');
    expect(await withinTime(context(), 600_000, async ({ workDir }) => workDir)).toBe('here');
  });

  it('is looked at again when its time is over, if it waits for longer', async () => {
    const waiting = (delayMs: number) => () => Promise.reject(new Suspended(delayMs, new Date(0), 'nothing new'));
    await expect(withinTime(context(), 500, waiting(60_000))).rejects.toMatchObject({ delayMs: 500 });
    await expect(withinTime(context(), 90_000, waiting(60_000))).rejects.toMatchObject({ delayMs: 60_000 });
  });

  it('fails as it fails, and is nobody`s failure where others have aborted it', async () => {
    await expect(withinTime(context(), 60_000, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const others = new AbortController();
    const work = withinTime(context(others.signal), 60_000, endless);
    others.abort(new Error('the lease is lost'));
    await expect(work).rejects.toThrow('the lease is lost');
  });
});
