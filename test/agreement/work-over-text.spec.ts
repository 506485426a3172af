import { describe, expect, it } from '@jest/globals';
import { HOSTILE_TEXTS, hostileText, LONGEST_TEXT } from '../support/hostile-texts.js';
import { WORK_OVER_TEXT } from './work-over-text.js';

/** No request may hold the event loop for longer, on the machine that `machineFactor` calls 1. */
const BUDGET_MS = 100;
/** Sixteen times the text is sixteen times the work, and some more for caches; a square would be 256. */
const MOST_GROWTH = 64;
/** What takes less says nothing about growth. */
const TELLING_MS = BUDGET_MS / 2;

/** Processor time of this thread: a busy machine changes nothing of it, and the collector's own threads do not count. */
async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** How much slower than one in which the work below takes 25 ms this machine is now; never less than 1. */
async function machineFactor(): Promise<number> {
  const text = hostileText('every script');
  const work = () =>
    Array.from(
      { length: 4 },
      () =>
        text
          .match(/[\p{L}\p{M}]+|\S/gu)
          ?.join(' ')
          .normalize('NFD')
          .split(/\s+/u).length,
    );
  await cpuMs(work);
  return Math.max(1, (await cpuMs(work)) / 25);
}

/** The least of up to three: the first call compiles, and the collector comes when it likes. */
async function leastMs(work: () => unknown, enough: number): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 3 && least > enough; round += 1) least = Math.min(least, await cpuMs(work));
  return least;
}

/** Rising, so that what is quadratic or worse is told by a short text, and nobody waits for the whole. */
const SHARES = [1 / 16, 1];

/** @returns what speaks against `work`; null: nothing */
async function complaint(work: (text: string) => unknown, name: string, factor: number): Promise<string | null> {
  let before = Infinity;
  for (const share of SHARES) {
    const length = Math.round(LONGEST_TEXT * share);
    const text = hostileText(name, length);
    const taken = await leastMs(() => work(text), factor * (share < 1 ? 2 : TELLING_MS));
    if (taken > factor * BUDGET_MS) return `${name}: ${Math.round(taken)} ms for ${length} characters`;
    if (share === 1 && taken > factor * TELLING_MS && taken / Math.max(before, 2) > MOST_GROWTH) {
      return `${name}: ${Math.round(before)} ms for a sixteenth, ${Math.round(taken)} ms for the whole`;
    }
    before = taken;
  }
  return null;
}

describe('faults A1: work over texts of strangers', () => {
  it.each(Object.entries(WORK_OVER_TEXT))('%s takes no longer than a request may hold the loop', async (_, work) => {
    const factor = await machineFactor();
    const complaints: (string | null)[] = [];
    for (const name of HOSTILE_TEXTS) complaints.push(await complaint(work, name, factor));
    expect(complaints.filter((one) => one !== null)).toEqual([]);
  });
});
