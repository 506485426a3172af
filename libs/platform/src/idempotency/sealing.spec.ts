import { describe, expect, it } from '@jest/globals';
import { seal, unseal } from './sealing.js';

describe('a sealed answer', () => {
  it('opens for who sealed it and for nobody else, and never looks the same', () => {
    const sealed = seal('{"key":"kadr_x"}', 'Bearer one');
    expect(unseal(sealed, 'Bearer one')).toBe('{"key":"kadr_x"}');
    expect(unseal(sealed, 'Bearer two')).toBeNull();
    expect(sealed.includes('kadr_x')).toBe(false);
    expect(sealed.equals(seal('{"key":"kadr_x"}', 'Bearer one'))).toBe(false);
  });
});
