import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { seconds } from './console.mjs';
import { diesWithParent } from './processes.mjs';
import { repositoryRoot } from '../services.mjs';

const inRoot = (...names) => path.join(repositoryRoot, ...names);
const bin = (name) => inRoot('node_modules', name);
const present = (names) => names.filter((name) => fs.existsSync(inRoot(name)));

/** Runs Node on a file. `quiet`: the output is kept and given back instead of shown. */
export function runNode(args, { quiet = false, env = {} } = {}) {
  const [command, ...rest] = [...diesWithParent('TERM'), process.execPath, ...args];
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      cwd: repositoryRoot,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of quiet ? [child.stdout, child.stderr] : []) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }));
  });
}

/** The checks that read the sources only. Each counts as one test. */
export function staticSteps() {
  const code = present(['apps', 'libs', 'packages', 'test', 'bench', 'scripts']);
  const steps = [
    { name: 'format', args: [bin('oxfmt/bin/oxfmt'), '--check', '.'], mend: 'npx oxfmt' },
    { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', ...code] },
    { name: 'imports of types, colours', args: [inRoot('scripts/lib/type-imports.mjs')] },
    { name: 'types', args: [bin('typescript-7/bin/tsc'), '-p', 'tsconfig.json', '--noEmit'] },
    { name: 'types of the studio', args: [bin('typescript-7/bin/tsc'), '-p', 'apps/web/tsconfig.json', '--noEmit'] },
    { name: "types of the studio's stories", args: [bin('typescript-7/bin/tsc'), '-p', 'apps/web/e2e/tsconfig.json', '--noEmit'] },
    { name: 'the studio is built, within its bytes', args: [inRoot('scripts/lib/studio-bytes.mjs')] },
    {
      name: 'architecture',
      args: [
        bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
        '--config',
        '.dependency-cruiser.cjs',
        ...code.filter((name) => name !== 'scripts'),
      ],
    },
  ];
  if (fs.existsSync(inRoot('scripts/generate.mjs'))) {
    steps.push({ name: 'generated files', args: [inRoot('scripts/generate.mjs'), '--check'], mend: 'npm run generate' });
  }
  if (fs.existsSync(inRoot('docs/openapi.json'))) {
    steps.push({ name: 'API description (Redocly, Spectral)', args: [inRoot('scripts/lib/openapi-lint.mjs')] });
  }
  return steps;
}

async function runStaticStep({ name, args, mend }) {
  const from = Date.now();
  const { code, output } = await runNode(args, { quiet: true });
  const passed = code === 0;
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds(Date.now() - from)})`);
  if (!passed) console.log(`${output.trimEnd().replace(/^/gm, '    ')}${mend ? `\n    To mend it: ${mend}` : ''}`);
  return { name, passed };
}

/** Two at a time: each is one process that waits for its disk now and then. Lines come out whole, one a step. @returns {Promise<{ name: string, passed: boolean }[]>} */
export async function runStaticSteps(steps) {
  const waiting = [...steps];
  const results = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStaticStep(step));
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** Jest on some of the specs. @returns what passed and what failed; a run that ends without a report is one failure */
export async function runJest(args, env = {}) {
  const reportDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kadr-jest-'));
  const report = path.join(reportDir, 'report.json');
  try {
    const { code } = await runNode([bin('jest/bin/jest.js'), '--json', `--outputFile=${report}`, ...args], {
      env: { NODE_ENV: 'test', ...env },
    });
    return countsOf(report, code);
  } finally {
    fs.rmSync(reportDir, { recursive: true, force: true });
  }
}

const MESSAGE_LINES = 25;

/** What a failed spec says, without colours and frames of the stack that are not ours. */
function saidBy(messages) {
  const lines = util.stripVTControlCharacters(messages.join('\n')).split('\n');
  const kept = lines.filter((line) => line.trim() !== '' && !/^\s+at .*(node_modules|node:)/.test(line));
  const shown = kept.slice(0, MESSAGE_LINES).map((line) => `      ${line.slice(0, 300)}`);
  return [...shown, ...(kept.length > MESSAGE_LINES ? [`      … ${kept.length - MESSAGE_LINES} lines more`] : [])].join('\n');
}

/** @returns `failures`: what failed, by name and with its message, for whoever reads only the end of a long output */
function countsOf(report, code) {
  let result;
  try {
    result = JSON.parse(fs.readFileSync(report, 'utf8'));
  } catch {
    // --listTests and the like write none
    return { passed: 0, failures: code === 0 ? [] : [`Jest ended with code ${code}, without a report`] };
  }
  const failures = result.testResults.flatMap(({ name, status, assertionResults, message }) => {
    const file = path.relative(repositoryRoot, name);
    const failed = assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${saidBy(failureMessages)}`);
    // A file that cannot be loaded has no tests to fail, and one that fails around its tests has none that did.
    return status === 'failed' && failed.length === 0 ? [`${file}:\n${saidBy([message])}`] : failed;
  });
  const counted = result.numFailedTests + result.numRuntimeErrorTestSuites;
  while (failures.length < counted)
    failures.push('something around the specs of one of the files above, which Jest counts and does not name');
  // Open handles or a broken set-up fail a run whose tests passed.
  if (code !== 0 && failures.length === 0) failures.push(`Jest ended with code ${code}, though every test passed`);
  return { passed: result.numPassedTests, failures };
}
