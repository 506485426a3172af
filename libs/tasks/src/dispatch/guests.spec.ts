import { describe, expect, it } from '@jest/globals';
import { type Running } from '../execution/running-tasks.js';
import { Guests } from './guests.js';

/** A full queue for which so many others wait. */
function hosting(waiting: number, limit = 1) {
  const store = { waiting, looks: 0, done: 0, isFull: true };
  const guests = new Guests({
    limit,
    isFull: () => store.isFull,
    claim: async () => {
      store.looks += 1;
      await new Promise(setImmediate);
      if (store.waiting === 0) return null;
      store.waiting -= 1;
      return {} as Running;
    },
    carryOut: async () => {
      await new Promise(setImmediate);
      store.done += 1;
    },
  });
  return { guests, store };
}
async function eventually(holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 15_000;
  while (!holds() && performance.now() < deadlineMs) await new Promise(setImmediate);
  expect(holds()).toBe(true);
}

describe('guests of a full queue', () => {
  it('are taken one after the other, as long as there are any', async () => {
    const { guests, store } = hosting(5);
    guests.welcome();
    await eventually(() => store.done === 5);
  });

  it.each([1, 3])('are looked for a few times a second at most while there are none (%i places)', async (limit) => {
    const { guests, store } = hosting(0, limit);
    const startedAtMs = performance.now();
    for (let news = 0; news < 300; news += 1) {
      guests.welcome();
      await new Promise(setImmediate);
    }
    expect(store.looks).toBeLessThanOrEqual(2 + (performance.now() - startedAtMs) / 250);
  });

  it('are found after many looks in vain', async () => {
    const { guests, store } = hosting(0);
    guests.welcome();
    await eventually(() => store.looks === 1);
    store.waiting = 2;
    guests.welcome();
    await eventually(() => store.done === 2);
  });

  it('are not looked for once a place is free', async () => {
    const { guests, store } = hosting(1);
    store.isFull = false;
    guests.welcome();
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect(store.looks).toBe(0);
  });
});
