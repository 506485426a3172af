import { describe, expect, it } from '@jest/globals';
import { firstFree } from './first-free.js';

describe('the best of what a library has', () => {
  const all = ['a', 'b', 'c'].map((id) => ({ id }));
  const best = (exclude: readonly string[]) => all.find(({ id }) => !exclude.includes(id)) ?? null;

  it('is the first that is not excluded, where nobody is asked', async () => {
    expect([await firstFree({}, {}, best), await firstFree({ exclude: ['a'] }, {}, best)]).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('is the first that nobody else has, each asked for once and in order', async () => {
    const asked: string[] = [];
    const takes = (id: string): Promise<boolean> => Promise.resolve(asked.push(id) > 1);
    expect([await firstFree({ exclude: ['a'] }, { takes }, best), asked]).toEqual([{ id: 'c' }, ['b', 'c']]);
  });

  it('is nothing where others have all of it', async () => {
    expect(await firstFree({}, { takes: () => Promise.resolve(false) }, best)).toBeNull();
  });
});
