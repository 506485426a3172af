import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux, everywhere Node runs. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly ticks: number;
}

/** The second field may hold blanks and brackets; what follows the last bracket does not. */
function statOf(pid: number): Stat | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    // utime, stime, and those of children that have ended.
    return { parent: fields[1] ?? 0, ticks: [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0) };
  } catch {
    return null; // it has ended meanwhile: its parent counts it
  }
}

/** @returns processor time of a process and all below it so far, in milliseconds. Linux only */
export function processorTimeMs(root: number): number {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat) stats.set(Number(name), stat);
  }
  const isBelow = (pid: number): boolean => pid === root || (stats.has(pid) && isBelow(stats.get(pid)?.parent ?? 0));
  const ticks = [...stats].filter(([pid]) => isBelow(pid)).reduce((sum, [, stat]) => sum + stat.ticks, 0);
  return (ticks * 1000) / TICKS_PER_SECOND;
}
