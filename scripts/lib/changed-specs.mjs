import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { runNode } from './test-steps.mjs';
import { repositoryRoot } from '../services.mjs';

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim() || `git ${args[0]} failed`);
  return stdout.split('\n').filter((line) => line !== '');
}

/** @returns what differs from the revision, and what git does not know yet; relative to the root. Files that are gone are left out. */
export function changedFiles(revision) {
  return [...git('diff', '--name-only', '--diff-filter=d', revision), ...git('ls-files', '--others', '--exclude-standard')];
}

/**
 * @returns the specs that import one of these files, directly or not, and those among them. Specs that start the whole program import
 * nothing of it, so they are not found: `npm test` runs them.
 */
export async function specsOf(files) {
  const sources = files.filter((file) => /\.(ts|mjs|cjs|json)$/.test(file) && /^(apps|libs|packages|test)\//.test(file));
  if (sources.length === 0) return [];
  const jest = path.join(repositoryRoot, 'node_modules/jest/bin/jest.js');
  const { code, output } = await runNode([jest, '--listTests', '--findRelatedTests', ...sources], { quiet: true });
  if (code !== 0) throw new Error(output);
  const specs = output.split('\n').filter((line) => /\.spec\.ts$/.test(line));
  return specs.map((file) => path.relative(repositoryRoot, file.trim()).split(path.sep).join('/'));
}
