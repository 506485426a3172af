import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../../scripts/lib/processes.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';

const MEMORY = '/dev/shm';
const TMPFS = 0x01021994;
const GIB = 2 ** 30;
/** Seven times what five chaos and end-to-end specs at once were seen to take. */
const ROOM = 4 * GIB;
/** Of the machine, beside what the specs themselves take. */
const FREE = 8 * GIB;

/** Of one checkout: others run beside it. */
const inMemory = `kadr-test-${createHash('sha1').update(repositoryRoot).digest('hex').slice(0, 8)}-`;
const PLACES = [
  { folder: repositoryRoot, prefix: '.data-test-' },
  { folder: MEMORY, prefix: inMemory },
];

/** What runs that were killed have left; their servers died with them. */
function removeLeftovers() {
  for (const { folder, prefix } of PLACES) {
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
      if (/^\d+$/.test(rest) && !isAlive(Number(rest))) remove(path.join(folder, name));
    }
  }
}

/** With the disks that specs have mounted in it: see test/support/small-disk.ts. */
function remove(leftover) {
  const mounts = fs.existsSync('/proc/mounts') ? fs.readFileSync('/proc/mounts', 'utf8').split('\n') : [];
  for (const [, place = ''] of mounts.map((line) => line.split(' '))) {
    if (place.startsWith(`${leftover}/`)) execFileSync('umount', ['--lazy', place]);
  }
  fs.rmSync(leftover, { recursive: true, force: true });
}

/** Specs start scripts that they write: some machines forbid that here. */
function mayRunPrograms(folder) {
  const program = path.join(folder, `${inMemory}probe-${process.pid}`);
  try {
    fs.writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    execFileSync(program);
    return true;
  } catch {
    return false;
  } finally {
    fs.rmSync(program, { force: true });
  }
}

function hasRoom() {
  if (!fs.existsSync(MEMORY)) return false;
  const { type, bavail, bsize } = fs.statfsSync(MEMORY);
  return type === TMPFS && bavail * bsize >= ROOM && os.freemem() >= FREE && mayRunPrograms(MEMORY);
}

/**
 * The folder for all that a run writes. None of it outlives the run, and it is thousands of small files: in memory, where there is enough of
 * it, a copy of a database takes 15 ms of a processor, on a busy disk 50 to 500.
 */
export function makeRunFolder() {
  removeLeftovers();
  const folder = hasRoom() ? path.join(MEMORY, `${inMemory}${process.pid}`) : path.join(repositoryRoot, `.data-test-${process.pid}`);
  fs.mkdirSync(path.join(folder, 'tmp'), { recursive: true });
  return folder;
}
