import { describe, expect, it } from '@jest/globals';
import { titleFrom } from './draft-script.task.js';

describe('a title made from a script', () => {
  it.each([
    ['An octopus has nine brains. One sits in the head.', 'An octopus has nine brains'],
    ['Why do we dream? Nobody knows.', 'Why do we dream?'],
    ['When a hive grows too crowded, half of the bees leave with the old queen.', 'When a hive grows too crowded'],
    ['Синий кит, который весит сто тонн и больше, чем тридцать слонов, поёт.', 'Синий кит, который весит сто тонн и больше'],
  ])('is its first sentence, or a clause of a long one: %s', (script, title) => expect(titleFrom(script)).toBe(title));

  it('says that it is cut where it must be', () => {
    const title = titleFrom('The history of tea began in China nearly five thousand years before anybody in Europe drank it.');
    expect(title).toMatch(/^The history of tea .*\w…$/);
    expect([...title].length).toBeLessThanOrEqual(61);
    expect(titleFrom('So, the history of tea began in China nearly five thousand years before us all.')).toMatch(/…$/);
  });
});
