import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ProcessorShare } from './processor-share.js';
import { ProcessorTurns } from './processor-turns.js';

/** Asks for a turn. @returns whether it has it, and what gives it back */
function asking(turns: ProcessorTurns, signal?: AbortSignal) {
  const one = { has: false, over: (): void => undefined };
  const asked = turns.take(signal).then((over) => Object.assign(one, { has: true, over }));
  return Object.assign(one, { asked });
}
const HOURS_MS = 3_600_000;

describe('faults A8: those who have stepped back', () => {
  it('run a few at a time, in the order in which they came', async () => {
    const turns = new ProcessorTurns(2, HOURS_MS);
    const all = Array.from({ length: 5 }, () => asking(turns));
    await turn();
    expect(all.map(({ has }) => has)).toEqual([true, true, false, false, false]);
    all[1]?.over();
    all[1]?.over();
    await turn();
    await turn();
    expect(all.map(({ has }) => has)).toEqual([true, true, true, false, false]);
    all[0]?.over();
    all[2]?.over();
    await Promise.all(all.map(({ asked }) => asked));
    expect(all.every(({ has }) => has)).toBe(true);
    for (const { over } of all) over();
    const next = asking(turns);
    await turn();
    expect(next.has).toBe(true);
  });

  it('wait for no longer than they are patient', async () => {
    const turns = new ProcessorTurns(1, 20);
    const [first, second] = [asking(turns), asking(turns)];
    await second.asked;
    expect([first.has, second.has]).toEqual([true, true]);
  });

  it('wait no more when what they are for is stopped, also before they began', async () => {
    const turns = new ProcessorTurns(1, HOURS_MS);
    asking(turns);
    const stopping = new AbortController();
    const second = asking(turns, stopping.signal);
    await turn();
    expect(second.has).toBe(false);
    stopping.abort();
    await second.asked;
    await asking(turns, AbortSignal.abort()).asked;
  });

  it('are alone in waiting: whoever has not stepped back begins at once', async () => {
    const shares = Array.from({ length: 200 }, () => new ProcessorShare());
    const overs = await Promise.all(shares.map((share) => share.turn()));
    for (const share of shares) share.yield();
    const stopping = new AbortController();
    let begun = 0;
    const asked = shares.map(async (share) => {
      const over = await share.turn(stopping.signal);
      begun += 1;
      return over;
    });
    await turn();
    await turn();
    expect(begun).toBeGreaterThan(0);
    expect(begun).toBeLessThan(shares.length);
    stopping.abort();
    for (const over of [...overs, ...(await Promise.all(asked))]) over();
  });
});
