import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './files.mjs';

const run = promisify(execFile);

export const isDebian = () => process.platform === 'linux' && Boolean(findProgram('apt-get') && findProgram('dpkg-deb'));

/** The system's own; its libc fits its loader, another one might not. */
const NEVER_UNPACKED = /^(libc6|libc-bin|libgcc-s1|libstdc\+\+6)_/;

/**
 * Debian's packages and everything they need that this system lacks, unpacked into `directory` without root, without a lock and
 * without a change to the system: a private apt state, `apt-get --download-only`, `dpkg-deb -x`. Two processes at once are safe.
 * @param {(directory: string) => boolean} isComplete whether all that is wanted is in it
 * @throws Error when apt cannot reach its sources or does not know a package
 */
export async function unpackPackages(packages, directory, isComplete) {
  const work = `${directory}.${process.pid}.tmp`;
  const unpacked = path.join(work, 'root');
  fs.rmSync(work, { recursive: true, force: true });
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'root'])
    fs.mkdirSync(path.join(work, folder), { recursive: true });
  try {
    for (const file of await download(packages, work)) {
      if (!NEVER_UNPACKED.test(path.basename(file))) await run('dpkg-deb', ['-x', file, unpacked]);
    }
    if (!isComplete(unpacked)) throw new Error('the packages do not hold the programs');
    if (fs.existsSync(directory) && !isComplete(directory)) fs.rmSync(directory, { recursive: true });
    try {
      fs.renameSync(unpacked, directory);
    } catch (error) {
      if (!['EEXIST', 'ENOTEMPTY'].includes(error.code)) throw error; // another process was first; its copy is as good
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** @returns the .deb files */
async function download(packages, work) {
  const { stdout } = await run('apt-config', ['shell', 'STATUS', 'Dir::State::status/f']);
  const nothingInstalled = path.join(work, 'nothing-installed');
  fs.writeFileSync(nothingInstalled, '');
  const archives = path.join(work, 'cache/archives');
  const apt = (status, ...args) => {
    const settings = {
      'Dir::State': `${work}/state`,
      'Dir::State::status': status,
      'Dir::Cache': `${work}/cache`,
      'Debug::NoLocking': '1',
      'APT::Sandbox::User': '',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    return run('apt-get', [...options, '-qq', ...args], { maxBuffer: 64 * 1024 * 1024 });
  };
  const system = /'(.+)'/.exec(stdout)?.[1] ?? '/var/lib/dpkg/status';
  const update = await apt(system, 'update');
  const get = ['install', '-y', '--no-install-recommends', '--download-only', '--reinstall', ...packages];
  try {
    await apt(system, ...get);
  } catch (error) {
    // A system whose own packages do not fit together: take everything, as for an empty one.
    await apt(nothingInstalled, ...get).catch(() => {
      throw error;
    });
  }
  const files = fs.readdirSync(archives).filter((file) => file.endsWith('.deb'));
  // apt is content without a network as long as the package is installed, even if its files are gone.
  if (files.length < packages.length) throw new Error(update.stderr.trim().split('\n')[0] || 'apt gave no packages');
  return files.map((file) => path.join(archives, file));
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
