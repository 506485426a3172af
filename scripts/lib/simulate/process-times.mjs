import fs from 'node:fs';

/** Linux counts processor time in hundredths of a second towards programs, whatever the kernel's own clock does. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/**
 * Linux only.
 * @returns {Map<number, { parent: number, own: number, ended: number, bytes: number }>} every process: its parent; its processor seconds;
 * those of its children that have ended and were waited for; resident memory, in which shared pages count once for each process
 */
export function allProcesses() {
  const processes = new Map();
  for (const name of fs.readdirSync('/proc')) {
    const text = /^\d+$/.test(name) ? readOf(`/proc/${name}/stat`) : null;
    if (text === null) continue;
    // The name of the program, in brackets, may hold anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [own, ended] = [fields[11] + fields[12], fields[13] + fields[14]].map((ticks) => ticks / TICKS_PER_SECOND);
    processes.set(Number(name), { parent: fields[1], own, ended, bytes: fields[21] * PAGE_BYTES });
  }
  return processes;
}

/** @returns {string | null} null: it has ended meanwhile */
function readOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The processes above one, itself first. */
export function lineOf(processes, pid) {
  const line = [];
  for (let at = pid; at > 1 && processes.has(at); at = processes.get(at).parent) line.push(at);
  return line;
}

/** What of one process was started and is still there, itself included. */
export const treeOf = (processes, root) => [...processes.keys()].filter((pid) => lineOf(processes, pid).includes(root));

/** Processor seconds of a process and of all that it has ever started. */
export const secondsOfTree = (processes, root) =>
  treeOf(processes, root).reduce((sum, pid) => sum + processes.get(pid).own + processes.get(pid).ended, 0);

export const commandOf = (pid) => (readOf(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');
