import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
const there = (pattern: string): boolean => fs.globSync(pattern, { cwd: root }).length > 0;
const libs = fs.readdirSync(path.join(root, 'libs'));
const pages = fs
  .globSync('{README.md,docs/**/*.md,{apps,libs}/**/README.md,packages/*/README.md}', { cwd: root })
  .map((page) => page.split(path.sep).join('/'));

/** Links and names of files that a page gives and that lead nowhere. `exists` takes a path or glob from the root. */
function broken(page: string, text: string, exists: (pattern: string) => boolean = there): string[] {
  const folder = path.posix.dirname(page);
  const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
  const [lib] = /^libs\/[^/]+/.exec(page) ?? [];
  const names = [...text.matchAll(/`([\w./*@-]+)`/g)].map(([, name = '']) => name);
  return [
    ...links.filter((target) => !exists(path.posix.join(folder, target))),
    ...names.filter((name) => /^(apps|bench|docs|libs|packages|scripts|test)\/./.test(name) && !exists(name)),
    // Within a page of a lib, files of that lib go by the end of their path.
    ...names.filter((name) => lib && /^(?!(apps|bench|docs|libs|scripts|test)\/).*\.ts$/.test(name) && !exists(`${lib}/**/${name}`)),
  ];
}

it('every npm script is one that its way in lets through, and is there', () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const [, accepted = ''] = /!\/(\S+)\/\.test\(name\)/.exec(fs.readFileSync(path.join(root, 'scripts/bootstrap.cjs'), 'utf8')) ?? [];
  const names = Object.values(scripts).flatMap((command) => /bootstrap\.cjs (\S+)/.exec(command)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect([name, new RegExp(accepted).test(name), there(`scripts/${name}.mjs`)]).toEqual([name, true, true]);
});

describe('a lib', () => {
  const { imports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { imports: Record<string, object> };

  it.each(libs)('%s has one door and a page about it', (lib) => {
    expect(imports[`#${lib}`]).toMatchObject({ source: `./libs/${lib}/src/index.ts` });
    for (const file of ['src/index.ts', 'README.md']) expect([file, there(`libs/${lib}/${file}`)]).toEqual([file, true]);
  });

  it('stands in the table of ARCHITECTURE.md with what it may import', () => {
    const text = fs.readFileSync(path.join(root, 'docs/ARCHITECTURE.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `libs\/(\w+)` \|[^|]*\|([^|]*)\|$/gm)].map(([, lib = '', may = '']) => [
      lib,
      may.match(/\w+/g) ?? [],
    ]);
    const rules = fs.readFileSync(path.join(root, '.dependency-cruiser.cjs'), 'utf8');
    const arrows = [...rules.matchAll(/^ {2}(\w+): \[([^\]]*)\],$/gm)].map(
      ([, lib = '', may = '']) => [lib, may.match(/\w+/g) ?? []] as const,
    );
    const ofLibs = arrows.filter(([lib]) => libs.includes(lib)).map(([lib, may]) => [lib, may.filter((other) => libs.includes(other))]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(ofLibs));
  });
});

describe('a page', () => {
  it.each(pages)('%s names only what is there', (page) => {
    expect(broken(page, fs.readFileSync(path.join(root, page), 'utf8'))).toEqual([]);
  });

  it('is caught where it does not', () => {
    const text =
      '[a](../gone.md#x) [b](there.md) [c](https://example.com) `libs/a/src/gone.ts` `libs/a/src/there.ts` `domain/gone.ts` `task.int.spec.ts`';
    const files = ['libs/a/there.md', 'libs/a/src/there.ts', 'libs/a/**/task.int.spec.ts'];
    expect(broken('libs/a/README.md', text, (pattern) => files.includes(pattern))).toEqual([
      '../gone.md',
      'libs/a/src/gone.ts',
      'domain/gone.ts',
    ]);
  });
});
