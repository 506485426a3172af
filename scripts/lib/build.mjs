import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundleServer } from './bundle-server.mjs';

const run = promisify(execFile);
/** What is compiled, each folder as a whole: a source that is deleted must not live on in dist. */
const SOURCES = ['apps/api', 'apps/sandbox', 'libs', 'packages/sdk/src', 'packages/mcp/src'];
const INPUTS = [
  ...SOURCES,
  '.swcrc',
  'package.json',
  'package-lock.json',
  'scripts/lib/build.mjs',
  'scripts/lib/bundle-server.mjs',
  'scripts/lib/bundled-packages.mjs',
];

/** Work of this process, by root. Two at once in a process would write into the same folder. */
const underWay = new Map();

function filesBelow(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [`${file} ${stat.size} ${stat.mtimeMs}`];
  return fs
    .readdirSync(file)
    .sort()
    .flatMap((name) => filesBelow(path.join(file, name)));
}

/**
 * Compiles the apps and libs into dist/, the server as one file, unless nothing changed since, or there is nothing to compile from: an
 * installed package brings dist/ alone. The new output replaces the old at once, so an app that runs
 * from there, or a second build, never meets a half-written file.
 * Who asks while it is at work waits for that same work.
 * @returns {Promise<boolean>} false: everything was up to date
 * @throws Error with the compiler's own words
 */
export function build(root, options = {}) {
  const work = underWay.get(root) ?? compile(root, options).finally(() => underWay.delete(root));
  underWay.set(root, work);
  return work;
}

async function compile(root, { force = false }) {
  const inRoot = (...names) => path.join(root, ...names);
  if (!fs.existsSync(inRoot('.swcrc'))) return false;
  const inputs = INPUTS.flatMap((name) => filesBelow(inRoot(name)));
  const wanted = createHash('sha256').update(inputs.join('\n')).digest('hex');
  const stampFile = inRoot('dist', '.build-stamp');
  const have = fs.existsSync(stampFile) ? fs.readFileSync(stampFile, 'utf8') : '';
  if (!force && have === wanted) return false;

  // As deep as dist/: the paths in source maps stay true when it moves there.
  const next = inRoot(`.dist-${process.pid}`);
  fs.rmSync(next, { recursive: true, force: true });
  try {
    const swc = inRoot('node_modules/@swc/cli/bin/swc.js');
    // --copy-files: SQL migrations and the like stand beside the code that reads them.
    const args = [...SOURCES.filter((name) => fs.existsSync(inRoot(name))), '-d', next, '--config-file', '.swcrc', '--copy-files'];
    try {
      await run(process.execPath, [swc, ...args], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
      const [said] = (error.stderr || error.stdout || error.message).split('Stack backtrace:'); // the compiler's own, of no use here
      throw new Error(`The build failed:\n${said.trim()}`, { cause: error });
    }
    await bundleServer(root, next);
    for (const name of SOURCES) {
      const from = path.join(next, name);
      if (!fs.existsSync(from)) continue;
      const to = inRoot('dist', name);
      const old = path.join(next, `old-${name.replaceAll('/', '-')}`);
      fs.mkdirSync(path.dirname(to), { recursive: true });
      if (fs.existsSync(to)) fs.renameSync(to, old);
      fs.renameSync(from, to);
    }
    fs.writeFileSync(stampFile, wanted);
  } finally {
    fs.rmSync(next, { recursive: true, force: true });
  }
  return true;
}
