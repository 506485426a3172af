import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './files.mjs';

const run = promisify(execFile);

export const isDebian = () => process.platform === 'linux' && Boolean(findProgram('apt-get') && findProgram('dpkg-deb'));

/** The words that make apt-get work as root: none, `sudo -n`, or null when neither is possible without a question. */
export function asRoot() {
  if (process.getuid?.() === 0) return [];
  return findProgram('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}

/** Installs into the system, with one try on the lists that are there and one after `apt-get update`. @throws Error */
export async function aptInstall(packages) {
  const words = asRoot();
  if (!words) throw new Error('not root, and sudo asks for a password');
  const apt = [...words, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120'];
  const call = ([command, ...args]) => run(command, args, { maxBuffer: 64 * 1024 * 1024 });
  const install = [...apt, 'install', '-y', '--no-install-recommends', ...packages];
  try {
    await call(install);
  } catch {
    await call([...apt, 'update']);
    await call(install);
  }
}

/**
 * Debian's packages and everything they need that this system lacks, unpacked into `directory` without root, without a lock and
 * without a change to the system: a private apt state, `apt-get --download-only`, `dpkg-deb -x`. Two processes at once are safe.
 * @throws Error when apt cannot reach its sources or does not know a package
 */
export async function unpackPackages(packages, directory) {
  const work = `${directory}.${process.pid}.tmp`;
  fs.rmSync(work, { recursive: true, force: true });
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'root'])
    fs.mkdirSync(path.join(work, folder), { recursive: true });
  try {
    const { stdout } = await run('apt-config', ['shell', 'STATUS', 'Dir::State::status/f']);
    const status = /'(.+)'/.exec(stdout)?.[1] ?? '/var/lib/dpkg/status';
    const settings = {
      'Dir::State': `${work}/state`,
      'Dir::State::status': status,
      'Dir::Cache': `${work}/cache`,
      'Debug::NoLocking': '1',
      'APT::Sandbox::User': '',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const apt = (...args) => run('apt-get', [...options, '-qq', ...args], { maxBuffer: 64 * 1024 * 1024 });
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', '--download-only', '--reinstall', ...packages);
    const archives = path.join(work, 'cache/archives');
    for (const name of fs.readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', path.join(archives, name), path.join(work, 'root')]);
    }
    fs.mkdirSync(path.dirname(directory), { recursive: true });
    try {
      fs.renameSync(path.join(work, 'root'), directory);
    } catch (error) {
      if (!['EEXIST', 'ENOTEMPTY'].includes(error.code)) throw error; // another process was first; its copy is as good
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** LD_LIBRARY_PATH for programs unpacked there: every folder below usr/lib and lib that holds a library. */
export function libraryPathOf(directory) {
  const found = new Set();
  const visit = (folder, depth) => {
    for (const entry of fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : []) {
      if (entry.isDirectory() && depth < 3) visit(path.join(folder, entry.name), depth + 1);
      else if (/\.so(\.|$)/.test(entry.name)) found.add(folder);
    }
  };
  for (const top of ['usr/lib', 'lib']) visit(path.join(directory, top), 0);
  return [...found].join(':');
}
