import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { thinModules } from '../../scripts/thin-modules.mjs';

let root: string;
const inRoot = (file: string): string => path.join(root, file);
const write = (file: string, text: string): void => {
  fs.mkdirSync(path.dirname(inRoot(file)), { recursive: true });
  fs.writeFileSync(inRoot(file), text);
};
const json = (file: string): unknown => JSON.parse(fs.readFileSync(inRoot(file), 'utf8'));

beforeEach(() => {
  root = fs.mkdtempSync(path.join(tmpdir(), 'kadr-thin-'));
  write('libs/media/src/illustrator/catalogue/fluent-icons.generated.ts', '\nwhale 1F433 animals 0 1\n');
  for (const name of ['fluent-emoji', 'fluent-emoji-flat', 'fluent-emoji-high-contrast']) {
    write(
      `node_modules/@iconify-json/${name}/package.json`,
      JSON.stringify({ name: `@iconify-json/${name}`, version: '1.2.7', license: 'MIT' }),
    );
    write(
      `node_modules/@iconify-json/${name}/icons.json`,
      JSON.stringify({ prefix: name, icons: { whale: { body: '<g/>' }, ant: { body: '<g/>' } } }),
    );
  }
  write('node_modules/emojibase-data/package.json', JSON.stringify({ name: 'emojibase-data', version: '17.0.0', license: 'MIT' }));
  const [whale, ant] = ['1F433', '1F41C'].map((hexcode) => ({ hexcode, label: hexcode, tags: [], skins: [] }));
  write('node_modules/emojibase-data/en/data.json', JSON.stringify([whale, ant]));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

describe('the packages of the image', () => {
  it('have no types, sources and maps, and all that is run, read or said', () => {
    const kept = ['index.js', 'index.mjs', 'cjs/index.cjs', 'data.json', 'package.json', 'LICENSE.md', 'native.node', 'a.map', 'types.js'];
    const removed = [
      'index.d.ts',
      'index.d.mts',
      'cjs/index.d.cts',
      'index.js.map',
      'index.mjs.map',
      'index.d.ts.map',
      'src/index.ts',
      'style.css.map',
    ];
    for (const file of [...kept, ...removed]) write(`node_modules/pg/${file}`, '12345');
    expect(thinModules(root)).toBe(5 * removed.length);
    const left = fs.readdirSync(inRoot('node_modules/pg'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(left.map(({ parentPath, name }) => path.relative(inRoot('node_modules/pg'), path.join(parentPath, name))).sort()).toEqual(
      kept.sort(),
    );
  });

  it('have the drawings that the catalogue names, and are called as before', () => {
    thinModules(root);
    for (const name of ['fluent-emoji', 'fluent-emoji-flat', 'fluent-emoji-high-contrast']) {
      expect(json(`node_modules/@iconify-json/${name}/icons.json`)).toEqual({ prefix: name, icons: { whale: { body: '<g/>' } } });
      expect(json(`node_modules/@iconify-json/${name}/package.json`)).toMatchObject({
        name: `@iconify-json/${name}`,
        version: '1.2.7',
        license: 'MIT',
      });
    }
    expect(json('node_modules/emojibase-data/en/data.json')).toEqual([{ hexcode: '1F433', label: '1F433', tags: [] }]);
    expect(fs.readdirSync(inRoot('node_modules')).sort()).toEqual(['@iconify-json', 'emojibase-data']);
  });
});
