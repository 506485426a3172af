import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** True when the command can be run and ends well. */
export const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

let setprivWorks;
/**
 * Words to put before a command so that the kernel sends it `signal` when this process dies, however it dies. Empty where there is
 * no such thing (macOS); there scripts/lib/guard.mjs does it.
 */
export function diesWithParent(signal) {
  setprivWorks ??= process.platform === 'linux' && runs('setpriv', ['--pdeathsig', 'TERM', 'true']);
  return setprivWorks ? ['setpriv', '--pdeathsig', signal] : [];
}

function procStat(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startTicks: fields[19] };
  } catch {
    return null;
  }
}

let bootId;
/**
 * What tells this process from a later one with the same number: its start time (and the boot it belongs to). It does not change
 * with exec, nor when a program renames itself as Redis does. Null when there is no such process, or it is a zombie.
 */
export function identityOf(pid) {
  if (process.platform === 'linux') {
    const stat = procStat(pid);
    if (!stat || stat.state === 'Z' || stat.state === 'X') return null;
    bootId ??= fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${bootId} ${stat.startTicks}`;
  }
  const answer = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.trim() !== '' ? answer.stdout.trim() : null;
}

export const isSameProcess = (pid, identity) => identity !== null && identityOf(pid) === identity;

export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process that is not our child: `gently` first, SIGKILL after `patienceMs`. Returns when it is gone. */
export async function endProcess(pid, identity, gently = 'SIGTERM', patienceMs = 10_000) {
  if (!isSameProcess(pid, identity)) return;
  signal(pid, gently);
  const deadline = Date.now() + patienceMs;
  while (isSameProcess(pid, identity)) {
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await sleep(50);
  }
}

/** Pids whose working directory is `directory` (Linux only; elsewhere none is found). */
export function processesIn(directory) {
  if (process.platform !== 'linux') return [];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return fs.readlinkSync(`/proc/${name}/cwd`) === directory;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Name of the program that a process runs, whatever it calls itself; null when it cannot be told (Linux only). */
export function programOf(pid) {
  try {
    // A program that was replaced since, by an update, is marked.
    return path.basename(fs.readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    return null;
  }
}

/** Whoever it is. Use `isSameProcess` where the number may have been given to another process since. */
export function isAlive(pid) {
  return identityOf(pid) !== null;
}
