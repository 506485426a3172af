// Imports of types say that they are, and colours of the studio are tokens. ESLint alone knows that a decorator makes a value of a type, and
// takes twenty times as long: it reads the files with decorators and the studio's, oxlint all others.
import fs from 'node:fs';
import path from 'node:path';
import { runNode } from './test-steps.mjs';
import { repositoryRoot } from '../services.mjs';

const inRoot = (name) => path.join(repositoryRoot, name);
const HAS_DECORATOR = /^\s*@[A-Z]\w*\(/m;
const SET_ASIDE =
  /^(apps\/web\/src\/ui\/icons\.gen\.ts|packages\/sdk\/src\/generated\/|test\/architecture\/violations\/)|\/(dist|node_modules)\//;

const files = ['apps', 'libs', 'packages', 'test', 'bench']
  .flatMap((folder) => fs.globSync(`${folder}/**/*.{ts,tsx}`, { cwd: repositoryRoot }))
  .filter((file) => !SET_ASIDE.test(file));
const forESLint = files.filter((file) => file.startsWith('apps/web/src/') || HAS_DECORATOR.test(fs.readFileSync(inRoot(file), 'utf8')));
const forOxlint = files.filter((file) => !forESLint.includes(file));

const results = [
  await runNode([
    inRoot('node_modules/oxlint/bin/oxlint'),
    ...['--config', inRoot('scripts/lib/type-imports.oxlintrc.json'), '--deny-warnings', ...forOxlint],
  ]),
  await runNode([inRoot('node_modules/eslint/bin/eslint.js'), '--max-warnings', '0', ...forESLint]),
];
if (results.some(({ code }) => code !== 0)) process.exitCode = 1;
