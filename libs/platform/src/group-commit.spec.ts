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

  describe('with keys and more than one flush', () => {
    const flushes = () => {
      const under: { items: string[]; end: () => void }[] = [];
      const flush = async (items: string[]) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        under.push({ items, end: resolve });
        await promise;
        return items.map(ok);
      };
      return { under, flush };
    };
    const turn = async () => {
      for (let index = 0; index < 4; index += 1) await new Promise(setImmediate);
    };
    const keyOf = (item: string): string => item.slice(0, 1);

    it('has no key in two of them, keeps the order of each, and holds nothing else up for it', async () => {
      const { under, flush } = flushes();
      const commit = new GroupCommit<string, string>(flush, { maxItems: 2, concurrency: 3, keyOf });
      const all = ['a1', 'b1'].map((item) => commit.add(item));
      await turn();
      all.push(...['a2', 'c1', 'a3', 'c2', 'c3', 'd1'].map((item) => commit.add(item)));
      await turn();
      expect(under.map(({ items }) => items)).toEqual([['a1', 'b1'], ['c1', 'c2'], ['d1']]);
      under[0]?.end();
      await turn();
      expect(under[3]?.items).toEqual(['a2', 'a3']);
      under[1]?.end();
      await turn();
      expect(under[4]?.items).toEqual(['c3']);
      for (const { end } of under) end();
      expect(await Promise.all(all)).toEqual(['a1', 'b1', 'a2', 'c1', 'a3', 'c2', 'c3', 'd1']);
      await commit.drained();
    });

    it('begins another one where it is worth it, and otherwise gathers what waits with what comes back', async () => {
      const { under, flush } = flushes();
      const asked: [number, number][] = [];
      const beginsBeside = (waiting: number, underWay: number): boolean => {
        asked.push([waiting, underWay]);
        return waiting > underWay;
      };
      const commit = new GroupCommit<string, string>(flush, { maxItems: 9, concurrency: 2, keyOf, beginsBeside });
      const all = ['a', 'b'].map((item) => commit.add(item));
      await turn();
      all.push(...['c', 'd'].map((item) => commit.add(item)));
      await turn();
      expect([under.length, asked.at(-1)]).toEqual([1, [2, 2]]);
      all.push(commit.add('e'));
      await turn();
      expect(under.map(({ items }) => items)).toEqual([
        ['a', 'b'],
        ['c', 'd', 'e'],
      ]);
      for (const { end } of under) end();
      await Promise.all(all);
      // Each alone: nothing is under way.
      const last = commit.add('f');
      await turn();
      under[2]?.end();
      await last;
    });

    it('begins another one beside one that takes long, also when nothing else comes', async () => {
      const { under, flush } = flushes();
      const beginsBeside = (_: number, __: number, forMs: number): boolean => forMs > 20;
      const commit = new GroupCommit<string, string>(flush, { maxItems: 9, concurrency: 2, keyOf, beginsBeside });
      const all = [commit.add('a')];
      await turn();
      all.push(commit.add('b'));
      // Nothing else comes that it would be looked at for.
      for (let looks = 0; looks < 500 && under.length < 2; looks += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(under.map(({ items }) => items)).toEqual([['a'], ['b']]);
      for (const { end } of under) end();
      await Promise.all(all);
    });
  });

  it('says so when a flush leaves an item without an answer', async () => {
    const commit = new GroupCommit<number, number>(() => Promise.resolve([]), { maxItems: 5, concurrency: 1 });
    await expect(commit.add(1)).rejects.toThrow('0 results for 1 items');
  });
});
