// npm test               everything; the last line is "N passed, N failed"
// npm test -- --static   what needs no spec (also: npm run check)
// npm test -- --changed [revision]   the specs that a change touches: what is not committed, or all since the revision
// npm test -- <args>     only Jest, with these arguments
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { buildStudio } from './lib/build-studio.mjs';
import { changedFiles, specsOf } from './lib/changed-specs.mjs';
import { runJest, runStaticSteps, staticSteps } from './lib/test-steps.mjs';
import { repositoryRoot } from './services.mjs';

const WITH_SERVICES = /\.(int|e2e|chaos|web)\.spec\.ts$|^test\/(chaos|e2e)\//;
const GIB = 2 ** 30;

/**
 * Of the specs with services: while some wait for a start, a poll or a lease, others work. None of them may count on a core of its own. An app
 * with its services, and whoever watches it, take about a gigabyte.
 */
const TOGETHER = Math.max(3, Math.min(5, Math.floor(os.totalmem() / (2 * GIB))));

/** Kinds of specs, in order: what answers in milliseconds first. */
const KINDS = [
  {
    name: 'unit',
    matches: (file) => !WITH_SERVICES.test(file),
    args: ['--maxWorkers=100%'],
    env: { KADR_TEST_SERVICES: '0' },
  },
  {
    // One run, the longest first: the short ones fill what the long ones leave, and none of these ends alone.
    name: 'integration, end to end and chaos',
    matches: (file) => WITH_SERVICES.test(file),
    args: [`--maxWorkers=${TOGETHER}`],
    env: { KADR_TEST_SERVICES: '1' },
    // Two apps that start at once would both compile.
    before: () => Promise.all([build(repositoryRoot), buildStudio(repositoryRoot)]),
  },
];

const passThrough = process.argv.slice(2);
const onlyStatic = passThrough.includes('--static');
/** A revision; null: everything. */
const changedSince = passThrough[0] === '--changed' ? (passThrough[1] ?? 'HEAD') : null;
const onlyJest = !onlyStatic && changedSince === null && passThrough.length > 0;
const totals = { passed: 0, failures: [] };

function add({ passed, failures }) {
  totals.passed += passed;
  totals.failures.push(...failures);
}

/** What failed by name, and the counts as the last line. */
function conclude() {
  if (totals.failures.length > 0) console.log(`\nFailed:\n${totals.failures.map((name) => `  ✗ ${name}`).join('\n')}`);
  console.log(`\n${totals.passed} passed, ${totals.failures.length} failed`);
}

function specFiles() {
  const specs = ['apps', 'libs', 'packages', 'test'].flatMap((folder) => fs.globSync(`${folder}/**/*.spec.ts`, { cwd: repositoryRoot }));
  return specs.map((file) => file.split(path.sep).join('/')).filter((file) => !file.startsWith('test/architecture/violations/'));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    totals.failures.push(`what ran when it was ended by ${signal}`);
    conclude();
    process.exit(1); // what runs now ends with this process
  });
}

/** Specs that start the app as a process of its own, from dist/. Several that find it stale would each build, and one would start what another one is replacing. */
const STARTS_APPS = /\.(e2e|chaos|web)\.spec\.ts$|^test\/(chaos|e2e)\//;
const startsApps = (args) =>
  specFiles().some((file) => STARTS_APPS.test(file) && args.some((arg) => !arg.startsWith('-') && file.includes(arg)));

if (onlyJest) {
  if (startsApps(passThrough)) await build(repositoryRoot);
  add(await runJest(passThrough));
} else {
  const specs = changedSince === null ? specFiles() : await specsOf(changedFiles(changedSince));
  const steps = changedSince === null ? staticSteps() : [];
  for (const { name, passed } of await runStaticSteps(steps)) add(passed ? { passed: 1, failures: [] } : { passed: 0, failures: [name] });
  for (const { name, matches, args, env, before } of onlyStatic ? [] : KINDS) {
    const files = specs.filter(matches);
    if (files.length === 0) continue;
    console.log(`\n── ${name}: ${files.length} files`);
    await before?.();
    add(await runJest([...args, '--runTestsByPath', ...files], env));
  }
}

if (totals.failures.length > 0) process.exitCode = 1;
conclude();
