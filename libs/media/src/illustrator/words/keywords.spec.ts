import { describe, expect, it } from '@jest/globals';
import { keywordsOf } from './keywords.js';

describe('words to search pictures by', () => {
  it('are what can be seen, not what connects it', () => {
    expect(keywordsOf('An octopus has three hearts, and two of them stop when it swims in the ocean.', 'en', 3)).toEqual(
      expect.arrayContaining(['octopus', 'ocean']),
    );
  });
  it('are found in Russian as well', () => {
    expect(keywordsOf('У осьминога три сердца, и он живёт в океане.', 'ru', 3)).toEqual(expect.arrayContaining(['осьминога', 'сердца']));
  });
  it('are each given once, and no more than asked for', () => {
    expect(keywordsOf('Bees, bees and bees: bees build hives', 'en', 2)).toHaveLength(2);
    expect(new Set(keywordsOf('Bees, BEES and bees', 'en', 5).map((word) => word.toLowerCase())).size).toBe(1);
  });
  it('are none where there are none', () => {
    expect(keywordsOf('and the of', 'en', 5)).toEqual([]);
  });
});
