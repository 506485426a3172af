import { describe, expect, it } from '@jest/globals';
import { titleFrom } from './draft-script.task.js';

describe('a title made from a script', () => {
  it.each([
    ['An octopus has nine brains. One sits in the head.', 'An octopus has nine brains'],
    ['Why do we dream? Nobody knows.', 'Why do we dream?'],
    ['When a hive grows too crowded, half of the bees leave with the old queen.', 'When a hive grows too crowded'],
    ['The European Central Bank kept its key rate at 2 percent on Thursday.', 'The European Central Bank kept its key rate at 2 percent'],
    [
      'The history of tea began in China nearly five thousand years before anybody in Europe drank it.',
      'The history of tea began in China nearly five thousand years',
    ],
    ['За третий квартал выручка компании выросла на 18% и достигла 4,2 млрд рублей.', 'За третий квартал выручка компании выросла на 18%'],
    ['Синий кит, который весит сто тонн и больше, чем тридцать слонов, поёт.', 'Синий кит, который весит сто тонн и больше'],
  ])('is its first sentence, or a clause of a long one: %s', (script, title) => expect(titleFrom(script)).toBe(title));

  it('says that it is cut where it must be', () => {
    const title = titleFrom('Ancient Chinese tea merchants discovered nearly five thousand delicious mountain varieties.');
    expect(title).toMatch(/^Ancient Chinese .*\w…$/);
    expect([...title].length).toBeLessThanOrEqual(61);
    expect(titleFrom('So, ancient Chinese merchants discovered five thousand delicious mountain varieties there.')).toMatch(/…$/);
  });
});
