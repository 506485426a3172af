import { describe, expect, it } from '@jest/globals';
import { v5 } from 'uuid';
import { deriveId, isUuid } from './ids.js';

describe('a derived id', () => {
  it('is the UUIDv5 of its parts, as everything stored so far was named', () => {
    const namespace = '6f0a2c1e-9d4b-5f37-8a52-1c0e7b9d3f64';
    const cases = [[], [''], ['a', 'bc'], ['ab', 'c'], ['Zweiter Versuch: über „alles“ 🎬', '\u0000'], ['x'.repeat(10_000)]];
    for (const parts of [...cases, ...Array.from({ length: 64 }, (_, n) => ['decision', String(n)])]) {
      expect(deriveId(...parts)).toBe(v5(JSON.stringify(parts), namespace));
      expect(isUuid(deriveId(...parts))).toBe(true);
    }
  });
});
