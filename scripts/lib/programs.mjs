import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram, writeAtomically } from './files.mjs';
import { isDebian, libraryPathOf, unpackPackages } from './debian.mjs';

const run = promisify(execFile);

/** What to look for, what to fetch when it is not there, and what a person can type to have it. */
const NEEDED = {
  nats: { names: ['nats-server'], debian: 'nats-server', brew: 'nats-server', without: 'events travel through Postgres alone' },
  redis: { names: ['redis-server', 'redis-check-rdb'], debian: 'redis-tools', brew: 'redis', without: 'tasks are queued in Postgres' },
  espeak: { names: ['espeak-ng'], debian: 'espeak-ng', brew: 'espeak-ng', without: 'speech is in English only' },
};

const RUNS_WITHIN_MS = 10_000;

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** redis-check-rdb is the server itself when it is called redis-server: Debian's `redis-tools` has only that name. */
function namedRedisServer(file, programsDir) {
  if (path.basename(file) === 'redis-server') return file;
  const link = path.join(programsDir, 'bin', 'redis-server');
  fs.mkdirSync(path.dirname(link), { recursive: true });
  if (fs.existsSync(link) && fs.readlinkSync(link) === file) return link;
  const temporary = `${link}.${process.pid}.tmp`;
  fs.rmSync(temporary, { force: true });
  fs.symlinkSync(file, temporary);
  fs.renameSync(temporary, link);
  return link;
}

function inUnpacked(root, name) {
  const { names } = NEEDED[name];
  return names
    .flatMap((program) => ['usr/sbin', 'usr/bin'].map((folder) => path.join(root, folder, program)))
    .find((file) => fs.existsSync(file));
}

/** A program from an unpacked package finds its libraries and voices through this script, whoever calls it. */
function espeakWrapper(root, file, programsDir) {
  const wrapper = path.join(programsDir, 'bin', 'espeak-ng');
  const voices = fs.globSync(path.join(root, 'usr/lib/*/espeak-ng-data'))[0] ?? fs.globSync(path.join(root, 'usr/share/espeak-ng-data'))[0];
  const data = voices && path.dirname(voices);
  const libraries = libraryPathOf(root);
  const lines = ['#!/bin/sh'];
  if (libraries) lines.push(`LD_LIBRARY_PATH=${quoted(libraries)}`, 'export LD_LIBRARY_PATH');
  if (data) lines.push(`ESPEAK_DATA_PATH=${quoted(data)}`, 'export ESPEAK_DATA_PATH');
  writeAtomically(wrapper, [...lines, `exec ${quoted(file)} "$@"`, ''].join('\n'), 0o755);
  return { path: wrapper, ...(data && { dataPath: data }) };
}

function asFound(name, file, programsDir) {
  if (name === 'redis') return { path: namedRedisServer(file, programsDir) };
  return { path: file };
}

function asUnpacked(name, root, programsDir) {
  const file = inUnpacked(root, name);
  if (!file) return null;
  if (name === 'espeak') return espeakWrapper(root, file, programsDir);
  return { ...asFound(name, file, programsDir), libraryPath: libraryPathOf(root) };
}

async function fetchMissing(names, programsDir, say) {
  const packages = names.map((name) => NEEDED[name][isDebian() ? 'debian' : 'brew']);
  if (isDebian()) {
    say(`Fetching ${packages.join(', ')} (unpacked into ${programsDir}, the system stays as it is) …`);
    const root = path.join(programsDir, `debian-${packages.sort().join('-')}`);
    await unpackPackages(packages, root, (directory) => names.every((name) => inUnpacked(directory, name)));
    return;
  }
  if (!findProgram('brew')) throw new Error(`neither apt nor brew is here`);
  say(`Installing ${packages.join(', ')} with Homebrew …`);
  await run('brew', ['install', ...packages], { env: { ...process.env, HOMEBREW_NO_AUTO_UPDATE: '1' }, maxBuffer: 64 * 1024 * 1024 });
}

/** What is on the PATH may be half of an installation, or another one's link to a program whose libraries are elsewhere. */
const doesRun = (file) => spawnSync(file, ['--version'], { stdio: 'ignore', timeout: RUNS_WITHIN_MS }).status === 0;

function lookFor(name, programsDir) {
  if (name === 'espeak' && process.env.ESPEAK_PATH) return { path: process.env.ESPEAK_PATH, dataPath: process.env.ESPEAK_DATA_PATH };
  const file = findProgram(...NEEDED[name].names);
  // Our own link, where somebody has put our programs on the PATH: it runs only with the libraries that it was unpacked with.
  const isOurs = file !== null && path.dirname(file) === path.join(programsDir, 'bin');
  const installed = file && !isOurs ? asFound(name, file, programsDir) : null;
  if (installed && doesRun(installed.path)) return installed;
  const roots = fs.existsSync(programsDir) ? fs.readdirSync(programsDir).filter((entry) => /^debian-(?!.*\.tmp$)/.test(entry)) : [];
  for (const root of roots) {
    const unpacked = asUnpacked(name, path.join(programsDir, root), programsDir);
    if (unpacked) return unpacked;
  }
  return null;
}

/** The one command that gives a person the program. */
function remedyFor(name) {
  if (process.platform === 'darwin') return `brew install ${NEEDED[name].brew}`;
  return `sudo apt-get install -y ${NEEDED[name].debian}`;
}

/**
 * Where the wanted programs are: in the system, unpacked earlier, or fetched now.
 * @param {object} options
 * @param {('nats' | 'redis' | 'espeak')[]} options.wanted
 * @param {string} options.programsDir
 * @param {(line: string) => void} [options.say]
 * @returns {Promise<{ found: Record<string, { path: string, libraryPath?: string, dataPath?: string }>, missing: string[] }>}
 *   `missing`: a sentence for each that cannot be had, with what happens without it and the command that mends it
 */
export async function obtainPrograms({ wanted, programsDir, say = () => {} }) {
  const found = {};
  const look = () => {
    for (const name of wanted) found[name] ??= lookFor(name, programsDir) ?? undefined;
  };
  look();
  let absent = wanted.filter((name) => !found[name]);
  let why = 'KADR_NO_DOWNLOADS is set';
  if (absent.length > 0 && !process.env.KADR_NO_DOWNLOADS) {
    try {
      await fetchMissing(absent, programsDir, say);
    } catch (error) {
      why = (error.stderr || error.message).trim().split('\n')[0];
    }
    look();
    absent = wanted.filter((name) => !found[name]);
  }
  const missing = absent.map(
    (name) =>
      `${NEEDED[name].names[0]} is missing and could not be fetched (${why}); ${NEEDED[name].without}. To have it: ${remedyFor(name)}`,
  );
  return { found, missing };
}
