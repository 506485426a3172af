import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

describe('faults B15: the scripts', () => {
  it('change nothing of the system: packages are downloaded and unpacked, never installed, and nobody becomes root', () => {
    const files = globSync('scripts/**/*.{mjs,cjs}');
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const code = readFileSync(file, 'utf8');
      expect([file, /'sudo'|"sudo"/.test(code)]).toEqual([file, false]);
      for (const [order] of code.matchAll(/\['?install'?,[^\]]*\]|\['install'[^\]]*\]/g)) {
        // npm puts what it installs into the folder that it is given.
        const isPrivate = order.includes('--download-only') || /packages\], \{ env/.test(code) || order.includes("'--prefix', folder");
        expect([file, order, isPrivate]).toEqual([file, order, true]);
      }
    }
  });
});
