import { describe, expect, it } from '@jest/globals';
import { composed, decomposed } from './decomposed.js';

describe('letters and their marks', () => {
  it.each(['plain', 'Việt Nam', 'йогурт', 'שָּׁלוֹם', 'ǭ̱́', 'ﷺ', '한글'])('come apart and together as Unicode says (%s)', (text) => {
    expect(decomposed(text)).toBe(text.normalize('NFD'));
    expect(decomposed(text, 'NFKD')).toBe(text.normalize('NFKD'));
    expect(composed(text.normalize('NFD'))).toBe(text.normalize('NFC'));
  });

  it('are eight marks at most', () => {
    expect(decomposed(`e${'\u0301'.repeat(1000)}`)).toBe(`e${'\u0301'.repeat(8)}`);
  });
});
