import { describe, expect, it } from '@jest/globals';
import { DiskSpace } from './disk-space.js';

const diskWith = (usedShare: number, fullPercent = 90) => new DiskSpace('/', fullPercent, () => Promise.resolve(usedShare));

describe('faults A11: a disk', () => {
  it.each([
    [0.899, 90, false],
    [0.9, 90, true],
    [0.999, 100, false],
    [0.5, 50, true],
  ])('of which %d is used is full from %d percent on: %s', async (used, percent, isFull) => {
    expect(await diskWith(used, percent).isFull()).toBe(isFull);
  });

  it('is looked at, at most every two seconds', async () => {
    let looks = 0;
    const disk = new DiskSpace('/', 90, async () => ((looks += 1), 1));
    expect([await disk.isFull(), await disk.isFull()]).toEqual([true, true]);
    expect(looks).toBe(1);
  });

  it('that is not there, or cannot be asked, is not full', async () => {
    expect(await new DiskSpace('/nowhere/at/all', 1).isFull()).toBe(false);
  });

  it('is asked of the system', async () => {
    expect(await new DiskSpace('/', 1).isFull()).toBe(true);
  });
});
