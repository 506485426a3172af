/**
 * The launcher: starts programs on behalf of a process that is too large to fork cheaply (see launch.ts). It imports nothing but Node,
 * so that it stays small, and ends with the process it works for.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { FromLauncher, ToLauncher } from './messages.js';

const running = new Map<number, ChildProcess>();
const tell = (message: FromLauncher): void => void process.send?.(message);

function start({ id, command: [program = '', ...args], cwd }: Extract<ToLauncher, { command: unknown }>): void {
  let child: ChildProcess;
  try {
    child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  } catch (error) {
    return tell({ id, failed: String(error) });
  }
  running.set(id, child);
  if (child.pid !== undefined) tell({ id, pid: child.pid });
  child.stdout?.on('data', (out: Buffer) => tell({ id, out }));
  child.stderr?.on('data', (err: Buffer) => tell({ id, err }));
  child.on('error', (error) => {
    running.delete(id);
    tell({ id, failed: String(error) });
  });
  child.on('close', (code, signal) => {
    if (running.delete(id)) tell({ id, code, signal });
  });
}

process.on('message', (message: ToLauncher) => {
  if ('command' in message) start(message);
  else running.get(message.id)?.kill('SIGKILL');
});
process.on('disconnect', () => {
  for (const child of running.values()) child.kill('SIGKILL');
  process.exit(0);
});
// Whoever it works for decides when the work ends: a signal to the whole group of a terminal is not meant for what runs here.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
