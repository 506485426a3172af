import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { iconSvg } from './icon-svg.js';
import { iconsByName } from './icons.js';

describe('the icon catalogue', () => {
  it('knows where each drawing lies in the installed package', () => {
    const file = readFileSync(createRequire(import.meta.url).resolve('@iconify-json/fluent-emoji/icons.json'));
    const wrong = [...iconsByName().values()].filter(({ name, hexcode, offset, length }) => {
      if (hexcode.startsWith('own-')) return false;
      const text = file.toString('utf8', offset, offset + length);
      return !text.startsWith(`"${name}": {`) || !text.endsWith('}');
    });
    expect(iconsByName().size).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  it('reads one as SVG', () => {
    expect(iconSvg('octopus', 64)).toMatch(/^<svg [^>]*width="64"[^>]*><(g|path|defs)/);
    expect(() => iconSvg('no-such-icon', 64)).toThrow('no-such-icon');
  });
});
