import fs from 'node:fs';
import path from 'node:path';
import { writeAtomically } from './files.mjs';
import { endProcess, identityOf, isSameProcess, sleep } from './processes.mjs';

/** A supervisor that was told to stop a moment ago, or whose npm was killed, gets this long to say so. */
const GRACE_MS = 3_000;
/** Draining the app (30 s) and stopping the services (15 s). */
const STOPPING_MS = 50_000;

export class DataDirInUse extends Error {
  constructor(dataDir, pid) {
    super(
      `Kadr is already running on ${dataDir} (process ${pid}). ` +
        `Stop it with \`kill ${pid}\`, or give this one a folder of its own with KADR_DATA_DIR and another PORT.`,
    );
  }
}

/**
 * One supervisor per data folder: nats-server and Redis would open the same store twice and ruin it. The file names the owner and
 * its children with their start times, so that a start after `kill -9` ends what was left, and never a stranger with the same pid.
 */
export class DataDirLock {
  #file;
  #content;

  constructor(file, content) {
    this.#file = file;
    this.#content = content;
  }

  /** @throws DataDirInUse */
  static async take(dataDir, { say = () => {} } = {}) {
    const file = path.join(dataDir, 'run', 'supervisor.lock');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const lock = new DataDirLock(file, { pid: process.pid, identity: identityOf(process.pid), state: 'running', children: [] });
    const startedAt = Date.now();
    for (;;) {
      if (lock.#create()) return lock;
      const other = read(file);
      if (other && isSameProcess(other.pid, other.identity)) {
        const patienceMs = other.state === 'stopping' ? STOPPING_MS : GRACE_MS;
        if (Date.now() - startedAt > patienceMs) throw new DataDirInUse(dataDir, other.pid);
        await sleep(100);
        continue;
      }
      if (other) await endLeftovers(other, say);
      dropStale(file, other);
    }
  }

  /** Atomic: the link is refused when the file exists. */
  #create() {
    const temporary = `${this.#file}.${process.pid}.new`;
    fs.writeFileSync(temporary, JSON.stringify(this.#content));
    try {
      fs.linkSync(temporary, this.#file);
      return true;
    } catch (error) {
      if (error.code === 'EEXIST') return false;
      throw error;
    } finally {
      fs.rmSync(temporary, { force: true });
    }
  }

  #write() {
    writeAtomically(this.#file, JSON.stringify(this.#content));
  }

  /** @param {{ name: string, pid: number, stopSignal: string }[]} children those running now */
  record(children) {
    const known = new Map(this.#content.children.map((child) => [child.pid, child]));
    this.#content.children = children.map((child) => known.get(child.pid) ?? { ...child, identity: identityOf(child.pid) });
    this.#write();
  }

  stopping() {
    this.#content.state = 'stopping';
    this.#write();
  }

  release() {
    fs.rmSync(this.#file, { force: true });
  }
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Moves the file away and looks at what was moved: of two that start at once only one may drop it, and not the other's new one. */
function dropStale(file, expected) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved && moved.identity !== expected?.identity) {
    try {
      fs.linkSync(aside, file);
    } catch {
      /* a third one was quicker; the winner is whoever holds the file */
    }
  }
  fs.rmSync(aside, { force: true });
}

/** Ends the children that a killed supervisor left. The app first, and at once: it cannot drain without a supervisor's services. */
export async function endLeftovers({ children }, say = () => {}) {
  const alive = children.filter((child) => isSameProcess(child.pid, child.identity));
  if (alive.length > 0)
    say(`Ending what an earlier start left running: ${alive.map((child) => `${child.name} (${child.pid})`).join(', ')}`);
  const end = (child) => endProcess(child.pid, child.identity, child.stopSignal);
  await Promise.all(alive.filter((child) => child.name === 'app').map(end));
  await Promise.all(alive.filter((child) => child.name !== 'app').map(end));
}
