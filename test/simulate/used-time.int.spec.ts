import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from '@jest/globals';
import { UsedTime } from '../../scripts/lib/simulate/used-time.mjs';

const TASK = '0199a000-0000-7000-8000-00000000000a';
/** Uses this much processor time, however busy the machine is. */
const burn = (seconds: number): string => `while (process.cpuUsage().user + process.cpuUsage().system < ${seconds * 1e6}); `;
const SAYS_SO = `process.stdout.write('x'); `;
const STAYS = 'setInterval(() => {}, 1e3);';

let child: ChildProcess;
const start = (script: string, argument: string): ChildProcess => {
  child = spawn(process.execPath, ['-e', script, argument], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  return child;
};

/** With all that it has started. */
afterEach(async () => {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  if (hasEnded) return;
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await once(child, 'exit');
});

it('a program’s time belongs to the task whose work folder it was given', async () => {
  const time = new UsedTime(process.pid);
  await once(start(burn(0.6) + SAYS_SO + STAYS, `/work/1/${TASK}-3/piece.mp4`).stdout!, 'data');
  const { used, bytes } = time.look();
  expect(used.get(TASK)).toBeGreaterThan(0.5);
  expect(bytes).toBeGreaterThan(2 ** 20);
});

it('so does what it used between the last look at it and its end', async () => {
  const time = new UsedTime(process.pid);
  const worker = start(`${SAYS_SO}process.stdin.once('data', () => { ${burn(1)}process.exit(); });`, `/work/1/${TASK}-4/piece.mp4`);
  await once(worker.stdout!, 'data');
  const before = time.look().used.get(TASK) ?? 0;
  worker.stdin!.write('go');
  await once(worker, 'exit');
  expect(before + (time.look().used.get(TASK) ?? 0)).toBeGreaterThan(0.9);
});

it('what draws, and what its pictures are piped to, is told from the rest', async () => {
  const time = new UsedTime(process.pid);
  const piped = JSON.stringify(burn(0.6) + SAYS_SO + STAYS);
  const draws = `require('node:child_process').spawn(process.execPath, ['-e', ${piped}], { stdio: ['ignore', 'inherit', 'inherit'] }); `;
  await once(start(draws + STAYS, 'illustrator.worker.js').stdout!, 'data');
  expect(time.look().used.get('drawing')).toBeGreaterThan(0.5);
});
