import { spawnSync } from 'node:child_process';

/** Whether the system has the tool that begins a command line, and with these options: some have one of the same name that can less. */
export const works = ([tool = '', ...args]: readonly string[]): boolean =>
  spawnSync(tool, [...args, 'true'], { stdio: 'ignore' }).status === 0;

const SETPRIV = ['setpriv', '--pdeathsig', 'KILL', '--'];
let prefix: readonly string[] | null = null;

/**
 * Begins a command line: the kernel kills the program when the thread that started it is gone, also after kill -9. Linux only; empty
 * where the system has no tool for it.
 */
export function diesWithParent(): readonly string[] {
  return (prefix ??= process.platform === 'linux' && works(SETPRIV) ? SETPRIV : []);
}
