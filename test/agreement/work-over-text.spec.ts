import { beforeAll, describe, expect, it } from '@jest/globals';
import { HOSTILE_TEXTS, hostileText, LONGEST_TEXT } from '../support/hostile-texts.js';
import { WORK_OVER_TEXT } from './work-over-text.js';

/**
 * No call may take longer with half of the longest text, on the machine that `machineFactor` calls 1. Warm code takes a quarter of it: cold
 * code, the collector and a neighbour on the same core cost the rest, and what grows as a square is told by its growth.
 */
const BUDGET_MS = 200;
/** Eight times the text is eight times the work, and some more for caches; a square would be 64. */
const MOST_GROWTH = 32;
/** What takes less says nothing about growth. */
const TELLING_MS = 40;
/** The clock of a thread's processor time is coarse. */
const LEAST_MS = 3;

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

/** The least of `first` and of up to two calls more: the first call compiles, and the collector comes when it likes. */
async function leastMs(work: () => unknown, first: number, enough: number): Promise<number> {
  let least = first;
  for (let round = 1; round < 3 && least > enough; round += 1) least = Math.min(least, await cpuMs(work));
  return least;
}

/** Rising, so that what is quadratic or worse is told by a short text, and nobody waits for the longer one. */
const [SHORT, LONG] = [1 / 16, 1 / 2];
/** Neighbours slow a thread's own work down by bursts; what is slow by itself is slow each time. */
const LOOKS = 6;

/** @returns what speaks against `work` each time that it is looked at; null: nothing */
async function complaint(work: (text: string) => unknown, name: string, usual: number): Promise<string | null> {
  let found = await onceAgainst(work, name, usual);
  for (let look = 1; look < LOOKS && found !== null; look += 1) found = await onceAgainst(work, name, await machineFactor());
  return found;
}

async function onceAgainst(work: (text: string) => unknown, name: string, factor: number): Promise<string | null> {
  const [budget, telling, least] = [factor * BUDGET_MS, factor * TELLING_MS, factor * LEAST_MS];
  const callOf = (share: number) => {
    const text = hostileText(name, Math.round(LONGEST_TEXT * share));
    return () => work(text);
  };
  const tooLong = (ms: number, share: number) => `${name}: ${Math.round(ms)} ms for ${LONGEST_TEXT * share} characters`;
  const [short, long] = [callOf(SHORT), callOf(LONG)];
  let before = await cpuMs(short);
  if (before > budget) before = await leastMs(short, before, least);
  if (before > budget) return tooLong(before, SHORT);
  const once = await cpuMs(long);
  // Most are done: what takes so little is allowed, however it grew. The others are asked again, both the short text and the long one.
  if (once <= telling) return null;
  before = Math.max(await leastMs(short, before, least), LEAST_MS);
  const taken = await leastMs(long, once, Math.min(budget, Math.max(telling, MOST_GROWTH * before)));
  if (taken > budget) return tooLong(taken, LONG);
  if (taken > telling && taken / before > MOST_GROWTH) {
    return `${name}: ${Math.round(before)} ms for a short text, ${Math.round(taken)} ms for a long one`;
  }
  return null;
}

describe('faults A1: work over texts of strangers', () => {
  /** The strictest of three. Where it makes a complaint, the machine is measured again. */
  let usual = Infinity;
  beforeAll(async () => {
    for (let round = 0; round < 3; round += 1) usual = Math.min(usual, await machineFactor());
  });

  it.each(Object.entries(WORK_OVER_TEXT))('%s takes no longer than a request may hold the loop', async (_, work) => {
    const complaints: (string | null)[] = [];
    for (const name of HOSTILE_TEXTS) complaints.push(await complaint(work, name, usual));
    expect(complaints.filter((one) => one !== null)).toEqual([]);
  });
});
