import { describe, expect, it } from '@jest/globals';
import { russianIn } from './cases.js';

describe('Russian numbers in their cases', () => {
  it.each([
    ['dative', '1', 'одному'],
    ['dative', '40', 'сорока'],
    ['dative', '58', 'пятидесяти восьми'],
    ['dative', '200', 'двумстам'],
    ['dative', '1000', 'тысяче'],
    ['instrumental', '8', 'восемью'],
    ['instrumental', '50', 'пятьюдесятью'],
    ['instrumental', '90', 'девяноста'],
    ['instrumental', '345', 'тремястами сорока пятью'],
    ['instrumental', '2000', 'двумя тысячами'],
    ['prepositional', '21', 'двадцати одном'],
    ['prepositional', '600', 'шестистах'],
    ['prepositional', '21000', 'двадцати одной тысяче'],
    ['prepositional', '0', 'ноле'],
  ] as const)('%s of %s is "%s"', (wanted, digits, spoken) => expect(russianIn(wanted, digits)).toBe(spoken));

  it('say every number below a million in words that there are, and leave the others', () => {
    for (let value = 0; value < 1_000_000; value += 997)
      for (const wanted of ['dative', 'instrumental', 'prepositional'] as const)
        expect(russianIn(wanted, String(value))).toMatch(/^[а-яё]{2,}(?: [а-яё]{2,})*$/u);
    expect(russianIn('dative', '1000000')).toBeUndefined();
    expect(russianIn('dative', '1,5')).toBeUndefined();
  });
});
