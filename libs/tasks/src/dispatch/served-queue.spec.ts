import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type LeasedTask } from '../contracts/tasks.js';
import { type Running } from '../execution/running-tasks.js';
import { type FairClaim } from '../table/fair-claims.js';
import { type NextClaimed } from './queue-work.js';
import { ServedQueue } from './served-queue.js';

const running = (n: number): Running =>
  ({ task: { taskId: `t${n}`, lease: 1, kind: 'k', queue: 'script' } as LeasedTask, interruption: null }) as unknown as Running;

/** A queue of two places over a store in which so many tasks are due. */
function served(due: number, isLight = true) {
  const claims: FairClaim[] = [];
  const offers: number[] = [];
  const givenBack: Running[] = [];
  const store = { due, done: 0 };
  const claimNext = async (wanted: FairClaim): Promise<NextClaimed> => {
    claims.push(wanted);
    await new Promise(setImmediate);
    const taken = Array.from({ length: Math.min(wanted.limit, store.due) }, (_, n) => running(n));
    store.due -= taken.length;
    return { taken, isMore: store.due > 0 };
  };
  const gate = { open: Promise.resolve() };
  const carryOut = async (_running: Running, worked: () => void): Promise<void> => {
    await new Promise(setImmediate);
    await gate.open;
    store.done += 1;
    worked();
  };
  const giveBack = (held: readonly Running[]): void => void givenBack.push(...held);
  const work = { claimThis: async () => null, claimNext, carryOut, beginAhead: () => undefined, drop: () => undefined, giveBack };
  const queue = new ServedQueue('script', { concurrency: 2, isLight, orgPlaces: null, guests: 0, stuckMs: 100 }, work);
  /** As BullMQ does: what is offered comes back, here or elsewhere. */
  const hear = (count: number): Promise<void> => queue.receive(count, (rest) => void offers.push(rest));
  return { queue, claims, offers, store, hear, gate, givenBack };
}

/** The other place may still be at its last task. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
}

/** Until the queue knows that its tasks take no time. */
async function warm(given: ReturnType<typeof served>): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    given.store.due += 1;
    await given.hear(1);
  }
  given.claims.length = 0;
  given.offers.length = 0;
  given.store.done = 0;
}

describe('news of many small tasks', () => {
  it('makes one claim for all of them, and tells nobody who would look in vain', async () => {
    const given = served(0);
    await warm(given);
    given.store.due = 25;
    await given.hear(25);
    await quiet();
    expect([given.store.done, given.offers]).toEqual([25, []]);
    expect(given.claims.filter(({ limit }) => limit > 0).length).toBeLessThan(4);
  });

  it('is told on when more is due than was taken', async () => {
    const given = served(0);
    await given.queue.receive(1, () => undefined);
    given.store.due = 25;
    await given.hear(25);
    await quiet();
    expect(given.offers).toEqual([23]);
    expect(given.store.done).toBe(25);
  });

  it('that this process has sent itself, of what it has taken since, is claimed by nobody again', async () => {
    const given = served(0);
    await warm(given);
    given.store.due = 25;
    const sentAtMs = performance.now();
    await given.hear(25);
    await quiet();
    given.claims.length = 0;
    await given.queue.receive(25, () => undefined, null, sentAtMs);
    expect(given.claims).toEqual([]);
    await given.queue.receive(25, () => undefined);
    expect(given.claims.length).toBeGreaterThan(0);
    given.claims.length = 0;
    given.store.due = 1;
    await given.queue.receive(1, () => undefined, null, performance.now());
    await quiet();
    expect([given.claims.length > 0, given.store.due]).toEqual([true, 0]);
  });

  it('makes one claim for all of them in a heavy queue too, where its tasks have turned out to take a moment', async () => {
    const given = served(0, false);
    await warm(given);
    given.store.due = 25;
    await given.hear(25);
    await quiet();
    expect([given.store.done, given.offers]).toEqual([25, []]);
    expect(given.claims.length).toBeLessThan(4);
    expect(given.queue.reserve()).not.toBeNull();
  });

  it('gives back what it holds ahead when all places turn out to be held for long', async () => {
    const given = served(0, false);
    await warm(given);
    const opened = Promise.withResolvers<void>();
    given.gate.open = opened.promise;
    given.store.due = 25;
    const heard = given.hear(25);
    for (let tries = 0; given.givenBack.length === 0 && tries < 500; tries += 1) await sleep(10);
    expect(given.givenBack).toHaveLength(23);
    opened.resolve();
    await heard;
    expect(given.store.done).toBe(2);
  });

  it('is told on at once where work is heavy', async () => {
    const given = served(5, false);
    await given.hear(5);
    expect(given.offers).toEqual([3]);
  });

  it.each([1, 10])('of %i tasks that came after the last claim is not forgotten while some are held here ahead', async (late) => {
    const given = served(0);
    await warm(given);
    given.store.due = 25;
    const first = given.hear(1);
    while (given.store.due > 0) await new Promise(setImmediate);
    // Others have stored these meanwhile, and what was claimed ahead is still being done.
    given.store.due = late;
    await Promise.all([first, given.hear(late)]);
    await quiet();
    expect([given.store.due, given.store.done]).toEqual([0, 25 + late]);
  });
});

describe('news of one task', () => {
  const of = (lease: number) => ({ taskId: 't0', lease });
  const ignore = () => undefined;

  it('is nothing new when that task was taken before it came, once', async () => {
    const { queue, claims, store } = served(1, false);
    await queue.receive(1, ignore, { taskId: 't9', lease: 0 });
    expect([store.done, claims.length]).toEqual([1, 1]);
    await queue.receive(1, ignore, of(0));
    expect(claims).toHaveLength(1);
    // Sent again by somebody who knows nothing of the first time.
    store.due = 1;
    await queue.receive(1, ignore, of(0));
    expect(store.done).toBe(2);
  });

  it('is news when it was sent after that task was taken, as before another attempt', async () => {
    const { queue, store } = served(1, false);
    await queue.receive(1, ignore, of(0));
    store.due = 1;
    await queue.receive(1, ignore, of(1));
    expect(store.done).toBe(2);
  });

  it('stands for whatever else is due: nothing waits for a place that is free', async () => {
    const { queue, store, gate } = served(2, false);
    const opened = Promise.withResolvers<void>();
    gate.open = opened.promise;
    // Another one's turn came first, which is the task that the second news is of.
    const first = queue.receive(1, ignore, { taskId: 't9', lease: 0 });
    await quiet();
    expect(store.due).toBe(1);
    const second = queue.receive(1, ignore, of(0));
    await quiet();
    expect(store.due).toBe(0);
    opened.resolve();
    await Promise.all([first, second]);
    expect(store.done).toBe(2);
  });
});

describe('results on their way to the database', () => {
  it('hold no place until four hundred of them are', async () => {
    const recorded: (() => void)[] = [];
    let done = 0;
    const carryOut = (_running: Running, worked: () => void): Promise<void> => {
      done += 1;
      worked();
      return new Promise((resolve) => recorded.push(resolve));
    };
    const claimNext = async ({ limit }: FairClaim): Promise<NextClaimed> => {
      await new Promise(setImmediate);
      return { taken: Array.from({ length: limit }, (_, n) => running(n)), isMore: true };
    };
    const work = {
      claimThis: async () => null,
      claimNext,
      carryOut,
      beginAhead: () => undefined,
      drop: () => undefined,
      giveBack: () => undefined,
    };
    const queue = new ServedQueue('script', { concurrency: 2, isLight: true, orgPlaces: null, guests: 0 }, work);
    void queue.receive(2, () => undefined);
    for (let turn = 0; turn < 1_000; turn += 1) await new Promise(setImmediate);
    // And the one that each place waits with.
    expect(done).toBe(404);
    for (const end of recorded.splice(0)) end();
    for (let turn = 0; turn < 1_000; turn += 1) await new Promise(setImmediate);
    expect(done).toBe(808);
    queue.stop();
  });
});

describe('a task that is born with its lease while all places are kept for others', () => {
  it('is begun as soon as one of them is given up', async () => {
    const given = served(0);
    await warm(given);
    const kept = [given.queue.reserve(), given.queue.reserve()];
    const ahead = given.queue.reserve();
    ahead?.begin(running(1));
    await quiet();
    expect(given.store.done).toBe(0);
    // What these were kept for was there before, or was rolled back.
    kept[0]?.giveUp();
    await quiet();
    expect(given.store.done).toBe(1);
    kept[1]?.giveUp();
  });
});
