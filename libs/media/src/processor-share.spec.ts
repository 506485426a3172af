import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { run } from './ffmpeg/run.js';
import { ProcessorShare } from './processor-share.js';
import { runProgram } from './speech/run-program.js';

const mine = getPriority(0);
const nicer = (by: number): number => Math.min(19, mine + by);
const SAY = ['-e', 'process.stdout.write(String(os.getPriority(0)))'];
const signal = new AbortController().signal;

const itOnLinux = process.platform === 'linux' ? it : it.skip;

describe('faults A8: programs', () => {
  const begun: number[] = [];
  afterEach(() => begun.splice(0).forEach((pid) => process.kill(pid, 'SIGKILL')));

  itOnLinux.each([
    ['FFmpeg', async () => String((await run(process.execPath, SAY, { limitMs: 60_000, purpose: 'a spec' })).stdout)],
    ['speech', () => runProgram(process.execPath, SAY, { signal, timeoutMs: 60_000 })],
  ])('run with the niceness of what they are for: %s', async (_what, niceness) => {
    expect(Number(await niceness())).toBe(nicer(5));
    const share = new ProcessorShare();
    expect(Number(await share.within(niceness))).toBe(nicer(5));
    share.yield();
    expect(Number(await share.within(niceness))).toBe(19);
    expect(getPriority(0)).toBe(mine);
  });

  itOnLinux('step back while they run, with all their threads and all that they started', async () => {
    const share = new ProcessorShare();
    const inner = `setInterval(() => {}, 1000); console.log(process.pid)`;
    const outer = `const { spawn } = require('node:child_process'); console.log(process.pid);
      spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: ['ignore', 'inherit', 'ignore'] });`;
    const child = share.follow(spawn(process.execPath, ['-e', outer], { stdio: ['ignore', 'pipe', 'ignore'] }));
    begun.push(child.pid as number);
    let said = '';
    while (said.split('\n').length < 3) said += String((await once(child.stdout, 'data'))[0]);
    const pids = said.trim().split('\n').map(Number);
    begun.push(...pids.filter((pid) => pid !== child.pid));
    share.yield();
    const threads = pids.flatMap((pid) => threadsOf(pid));
    expect(threads.length).toBeGreaterThan(pids.length);
    expect(new Set(threads)).toEqual(new Set([19]));
  });

  it('that have ended are left alone: their number may be somebody else by now', async () => {
    const share = new ProcessorShare();
    await once(share.follow(spawn(process.execPath, ['-e', ''])), 'exit');
    expect(share).toMatchObject({ children: new Map() });
    share.yield();
  });
});

/** Niceness of each of its threads: the 17th figure after the name. */
function threadsOf(pid: number): number[] {
  const listed = String(readFileSync(`/proc/${pid}/status`)).match(/^Threads:\s+(\d+)$/m)?.[1];
  const niceness = readdirSync(`/proc/${pid}/task`).map((id) =>
    Number(
      String(readFileSync(`/proc/${pid}/task/${id}/stat`))
        .split(') ')[1]
        ?.split(' ')[16],
    ),
  );
  expect(niceness).toHaveLength(Number(listed));
  return niceness;
}
