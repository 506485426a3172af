import { describe, expect, it } from '@jest/globals';
import { OneByOne } from './one-by-one.js';

describe('work of one name', () => {
  it('is done one after another, in order, whatever fails; other names do not wait', async () => {
    const queue = new OneByOne();
    const seen: string[] = [];
    let open = 0;
    let most = 0;
    const work =
      (label: string, isFailing = false) =>
      async (): Promise<string> => {
        most = Math.max(most, (open += 1));
        await new Promise(setImmediate);
        open -= 1;
        seen.push(label);
        if (isFailing) throw new Error(label);
        return label;
      };
    const results = await Promise.allSettled([queue.run('a', work('1')), queue.run('a', work('2', true)), queue.run('a', work('3'))]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual(['1', 'failed', '3']);
    expect({ seen, most }).toEqual({ seen: ['1', '2', '3'], most: 1 });

    const held = Promise.withResolvers<void>();
    const first = queue.run('a', () => held.promise);
    expect(await queue.run('b', work('b'))).toBe('b');
    held.resolve();
    await first;
  });
});
