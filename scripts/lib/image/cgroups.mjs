import fs from 'node:fs';
import path from 'node:path';
import { signal, sleep } from '../processes.mjs';

const ROOT = '/sys/fs/cgroup';
const PARENT = 'kadr-image-check-';

/** The newer kind has one tree, the older one a tree for each controller. */
const trees = () =>
  fs.existsSync(path.join(ROOT, 'cgroup.controllers'))
    ? [ROOT]
    : fs.readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [path.join(ROOT, entry.name)] : []));

/** A folder of groups is removed from below; one that something runs in stays. */
function removeTree(folder) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeTree(path.join(folder, entry.name));
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!['EBUSY', 'ENOENT', 'ENOTEMPTY'].includes(error.code)) throw error;
  }
}

const pidsIn = (file) => fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);

function firstOf(group, files) {
  for (const tree of trees()) {
    for (const file of files) {
      const full = path.join(tree, group, file);
      if (fs.existsSync(full)) return fs.readFileSync(full, 'utf8');
    }
  }
  return null;
}

/** The control group of a pod, and what it says of it. */
export function groupOf(name) {
  const group = path.join(`${PARENT}${process.pid}`, name);
  return {
    path: `/${group}`,
    /** The most memory that was in use at once, the cache of files among it; null: this kernel does not say. */
    memoryPeak() {
      const text = firstOf(group, ['memory.max_usage_in_bytes', 'memory.peak']);
      return text === null ? null : Number(text);
    },
    memoryLimit() {
      return Number(firstOf(group, ['memory.limit_in_bytes', 'memory.max']));
    },
    /** Microseconds of a processor in a tenth of a second; null: as many as there are. */
    cpuQuota() {
      const [said] = (firstOf(group, ['cpu.cfs_quota_us', 'cpu.max']) ?? '').trim().split(' ');
      return Number(said) > 0 ? Number(said) : null;
    },
    /** How often something was killed for want of memory. */
    killedForMemory() {
      const text = firstOf(group, ['memory.oom_control', 'memory.events']) ?? '';
      return Number(/^oom_kill (\d+)/m.exec(text)?.[1] ?? 0);
    },
    remove() {
      for (const tree of trees()) removeTree(path.join(tree, group));
    },
  };
}

/** Of checks that have ended or were killed: what still runs in their pods, and their groups. @param {(pid: number) => boolean} isAlive */
export async function sweepGroups(isAlive) {
  const left = trees().flatMap((tree) =>
    fs
      .readdirSync(tree)
      .filter((name) => name.startsWith(PARENT) && !isAlive(Number(name.slice(PARENT.length))))
      .map((name) => path.join(tree, name)),
  );
  const members = new Set(left.flatMap((folder) => fs.globSync(path.join(folder, '**/cgroup.procs'))).flatMap(pidsIn));
  for (const pid of members) signal(pid, 'SIGKILL');
  for (let tries = 0; tries < 50 && left.some((folder) => fs.existsSync(folder)); tries++) {
    for (const folder of left) removeTree(folder);
    await sleep(100);
  }
}
