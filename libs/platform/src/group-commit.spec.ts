import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

const ok = <T>(value: T): PromiseSettledResult<T> => ({ status: 'fulfilled', value });

describe('a group commit', () => {
  it('flushes what came together together, and gathers what comes meanwhile for the next flush', async () => {
    const batches: number[][] = [];
    const releases: (() => void)[] = [];
    const commit = new GroupCommit<number, number>(
      async (items) => {
        batches.push(items);
        await new Promise<void>((resolve) => releases.push(resolve));
        return items.map((item) => ok(item * 10));
      },
      { maxItems: 3, concurrency: 1 },
    );
    const first = [1, 2].map((item) => commit.add(item));
    await new Promise(setImmediate);
    const later = [3, 4, 5, 6].map((item) => commit.add(item));
    await new Promise(setImmediate);
    expect(batches).toEqual([[1, 2]]);
    for (let turn = 0; turn < 3; turn += 1) {
      releases[turn]?.();
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
    expect(await Promise.all([...first, ...later])).toEqual([10, 20, 30, 40, 50, 60]);
    expect(batches).toEqual([[1, 2], [3, 4, 5], [6]]);
    expect(commit.pending).toBe(0);
  });

  it('lets one item fail alone, and all of a batch whose flush fails', async () => {
    const commit = new GroupCommit<number, number>(
      (items) => {
        if (items.includes(9)) return Promise.reject(new Error('down'));
        return Promise.resolve(items.map((item) => (item === 2 ? { status: 'rejected', reason: new Error('two') } : ok(item))));
      },
      { maxItems: 10, concurrency: 1 },
    );
    const results = await Promise.allSettled([commit.add(1), commit.add(2)]);
    expect(results).toEqual([ok(1), { status: 'rejected', reason: new Error('two') }]);
    expect((await Promise.allSettled([commit.add(8), commit.add(9)])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(commit.add(3)).resolves.toBe(3);
  });

  it('never has more flushes under way than allowed', async () => {
    let now = 0;
    let most = 0;
    const commit = new GroupCommit<number, number>(
      async (items) => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        now -= 1;
        return items.map(ok);
      },
      { maxItems: 1, concurrency: 2 },
    );
    await Promise.all(Array.from({ length: 9 }, (_, item) => commit.add(item)));
    expect(most).toBe(2);
    await commit.drained();
  });

  it('says so when a flush leaves an item without an answer', async () => {
    const commit = new GroupCommit<number, number>(() => Promise.resolve([]), { maxItems: 5, concurrency: 1 });
    await expect(commit.add(1)).rejects.toThrow('0 results for 1 items');
  });
});
