import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Refusal } from '../console.mjs';
import { isDebian, libraryPathOf, unpackPackages } from '../debian.mjs';
import { diesWithParent, runs } from '../processes.mjs';

const PROGRAMS = [
  'usr/share/containers/seccomp.json',
  'usr/bin/buildah',
  'usr/sbin/runc',
  'usr/sbin/debootstrap',
  'usr/bin/gpgv',
  'usr/bin/wget',
];
const PACKAGES = ['buildah', 'runc', 'debootstrap', 'debian-archive-keyring', 'gpgv', 'wget', 'iproute2'];
/** Those that a pod is limited by or frozen with; the newer kind has one folder for all. */
const CONTROLLERS = ['memory', 'cpu', 'pids', 'devices', 'freezer'];

/** What this machine lacks for building and running an image, each as a sentence. */
export function lacking({
  uid = process.getuid?.(),
  platform = process.platform,
  arch = process.arch,
  debian = isDebian(),
  cgroups = '/sys/fs/cgroup',
} = {}) {
  const found = [];
  if (platform !== 'linux' || arch !== 'x64') found.push(`the image is checked on Linux on x64, not on ${platform} on ${arch}`);
  if (!debian) found.push('buildah, runc and debootstrap come from Debian’s packages, and neither apt nor dpkg is here');
  if (uid !== 0) found.push('it makes folders of other users, networks and control groups: run it as root');
  const isThere = (name) => fs.existsSync(path.join(cgroups, name));
  if (!isThere('cgroup.controllers') && !CONTROLLERS.every(isThere)) {
    found.push(`there are no control groups at ${cgroups} (${CONTROLLERS.join(', ')}): a pod could not be limited`);
  }
  return found;
}

/** Buildah starts itself anew without its surroundings: its libraries must lie where every program's do, in a view of /usr of its own. */
/** A mount and a process name space: what a build has started, also in a root of its own, is gone when it is stopped. */
const APART = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

const IN_OWN_USR = 'mount -t overlay overlay -o "lowerdir=/usr:$1/usr" /usr && shift && exec "$@"';

/**
 * Buildah, runc and debootstrap of Debian, unpacked beside the other programs: nothing is installed.
 * @returns {Promise<{ env: Record<string, string>, inside: string[], seccompProfile: string }>} `inside`: words before a command that then sees all of them
 *   below /usr, and whose mounts go with it; `env` finds what must run outside, for what it mounts stays
 */
export async function obtainTools({ programsDir, say }) {
  const root = path.join(programsDir, 'debian-buildah-debootstrap-runc');
  const isComplete = (directory) => PROGRAMS.every((file) => fs.existsSync(path.join(directory, file)));
  if (!isComplete(root)) {
    if (process.env.KADR_NO_DOWNLOADS) throw new Refusal('buildah, runc and debootstrap are missing, and KADR_NO_DOWNLOADS is set.');
    say(`Fetching ${PACKAGES.slice(0, 3).join(', ')} (unpacked into ${programsDir}, the system stays as it is) …`);
    await unpackPackages(PACKAGES, root, isComplete).catch((error) => {
      throw new Refusal(`They could not be fetched: ${(error.stderr || error.message).trim().split('\n').at(-1)}`);
    });
  }
  const folders = ['sbin', 'bin'].map((folder) => path.join(root, folder));
  const inside = [...APART, 'sh', '-c', IN_OWN_USR, 'sh', root];
  if (!runs(inside[0], [...inside.slice(1), 'true'])) throw new Refusal('This machine lets nobody mount: an image cannot be built here.');
  const seccompProfile = path.join(root, 'usr/share/containers/seccomp.json');
  return {
    inside,
    seccompProfile,
    env: { PATH: [process.env.PATH, '/usr/sbin', '/sbin', ...folders].join(':'), LD_LIBRARY_PATH: libraryPathOf(root) },
  };
}

/**
 * Runs a program with all it says in `log`; `signal` ends it and what it has started. @returns {Promise<string>} what it wrote to its output
 * @throws Error with the last lines of what it said
 */
export function runLogged(words, { log, env, signal, cwd, name = words.slice(0, 2).join(' ') }) {
  return new Promise((resolve, reject) => {
    const [command, ...args] = [...diesWithParent('TERM'), ...words];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const end = () => child.pid && process.kill(-child.pid, 'SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    const file = fs.openSync(log, 'a');
    let [output, tail] = ['', ''];
    const take = (chunk) => {
      tail = (tail + chunk).slice(-4000);
      fs.writeSync(file, chunk);
    };
    child.stdout.on('data', (chunk) => {
      output += chunk;
      take(chunk);
    });
    child.stderr.on('data', take);
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', end);
      fs.closeSync(file);
      if (code === 0) return resolve(output);
      if (signal?.aborted) return reject(signal.reason);
      const how = killedBy ? `was ended by ${killedBy}` : `ended with ${code}`;
      reject(new Error([`${name} ${how}; ${log} has all it said:`, ...tail.trim().split('\n').slice(-12)].join('\n  ')));
    });
  });
}
