import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { repositoryRoot as root } from '../../scripts/services.mjs';

/** A constant of a module, with members whose names are in the file: `table({ … })` is none. */
const PLAIN = /^(?:export )?const \w+: (?:Readonly<)?(?:Partial<)?Record<string,[^\n]* = \{/gm;
const isProduct = (file: string): boolean => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.includes('testing/');

it('a table that texts are looked up in has no prototype, whose members are words like others', () => {
  const files = ['libs', 'apps/api/src'].flatMap((folder) =>
    fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
  );
  const plain = files
    .filter(isProduct)
    .flatMap((file) => [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(PLAIN)].map(([line]) => `${file}: ${line}`));
  expect(plain).toEqual([]);
});
