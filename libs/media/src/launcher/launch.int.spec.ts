import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ProcessorShare } from '../processor-share.js';
import { launch, type Launched } from './launch.js';

interface Heard {
  readonly out: Buffer[];
  err: string;
}

const LINUX = process.platform === 'linux';
const started: Launched[] = [];
afterEach(() => started.splice(0).forEach((program) => program.kill()));

function launched(command: readonly string[], cwd?: string): { program: Launched; heard: Heard } {
  const heard: Heard = { out: [], err: '' };
  const program = launch(command, {
    cwd,
    onOut: (chunk) => heard.out.push(chunk),
    onErr: (chunk) => (heard.err += chunk.toString()),
  });
  started.push(program);
  return { program, heard };
}
const script = (code: string): string[] => [process.execPath, '-e', code];
const said = ({ out }: Heard): string => Buffer.concat(out).toString().trim();

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !isSo();) {
    if (Date.now() > deadline) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
/** Ended, and waited for by its parent or by nobody. */
function isGone(pid: number): boolean {
  try {
    getPriority(pid);
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
/** A program that says its id and that of its parent, and then stays. */
const STAYS = script('console.log(process.pid, process.ppid); setInterval(() => {}, 1000)');
async function staying(): Promise<{ program: Launched; pid: number; parent: number }> {
  const { program, heard } = launched(STAYS);
  await until('it has said who it is', () => said(heard) !== '');
  const [pid = 0, parent = 0] = said(heard).split(' ').map(Number);
  return { program, pid, parent };
}

describe('a program that is launched', () => {
  it('is told by all it wrote, byte for byte and in order, before its end', async () => {
    const { program, heard } = launched(
      script(
        `const { createHash } = require('node:crypto');
         const bytes = Buffer.alloc(3_000_000).map((_, i) => (i * 31 + (i >> 8)) & 255);
         process.stdout.write(bytes, () => { process.stderr.write(createHash('sha256').update(bytes).digest('hex')); process.exitCode = 7; });`,
      ),
    );
    expect(await program.ended).toEqual({ code: 7, signal: null });
    const bytes = Buffer.concat(heard.out);
    expect(bytes.length).toBe(3_000_000);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(heard.err);
  });

  it('has the folder it was given, no stdin, and no setting of this process', async () => {
    process.env['KADR_SPEC_SECRET'] = 'hidden';
    try {
      const code = 'process.stdin.on("end", () => console.log(process.cwd(), process.env.KADR_SPEC_SECRET, !!process.env.PATH)).resume()';
      const { program, heard } = launched(script(code), '/');
      expect(await program.ended).toEqual({ code: 0, signal: null });
      expect(said(heard)).toBe('/ undefined true');
    } finally {
      delete process.env['KADR_SPEC_SECRET'];
    }
  });

  it('is reported when it cannot be started, beside others that can', async () => {
    const other = launched(script('console.log("here")'));
    const missing = launched(['/nowhere/program']);
    expect(await missing.program.ended.catch(String)).toEqual(LINUX ? { code: 127, signal: null } : expect.stringContaining('ENOENT'));
    await expect(launched(script(''), '/nowhere').program.ended).rejects.toThrow('ENOENT');
    await other.program.ended;
    expect(said(other.heard)).toBe('here');
  });

  it('is killed when that is wanted, alone', async () => {
    const [one, other] = [await staying(), await staying()];
    one.program.kill();
    expect(await one.program.ended).toEqual({ code: null, signal: 'SIGKILL' });
    one.program.kill(); // once more does nothing
    expect(isGone(other.pid)).toBe(false);
  });

  it('is not forked from this process on Linux, which would stand still for as long as its memory is large', async () => {
    const { parent } = await staying();
    expect(parent === process.pid).toBe(!LINUX);
  });

  it('is reported as killed when its launcher is, is gone then, and the next program is launched by another', async () => {
    if (!LINUX) return;
    const [one, other] = [await staying(), await staying()];
    expect(one.parent).toBe(other.parent);
    expect(one.parent).not.toBe(process.pid);
    process.kill(one.parent, 'SIGKILL');
    const killed = { code: null, signal: 'SIGKILL' };
    expect(await Promise.all([one.program.ended, other.program.ended])).toEqual([killed, killed]);
    await until('the programs are gone', () => isGone(one.pid) && isGone(other.pid));
    const next = await staying();
    expect(next.parent).not.toBe(one.parent);
  });

  it('steps back with its share, also when that happened before it ran', async () => {
    if (!LINUX) return;
    const share = new ProcessorShare();
    const { program, pid } = await share.within(() => {
      const running = staying();
      share.yield();
      return running;
    });
    await until('it has stepped back', () => getPriority(pid) === 19);
    program.kill();
    await program.ended;
  });
});

describe('the process that launches', () => {
  /** A process that launches something and tells of it. */
  function launching(command: readonly string[]): ReturnType<typeof spawn> {
    const hooks = new URL('../../../../test/runner/typescript-hooks.mjs', import.meta.url).href;
    const code = `const { launch } = await import(${JSON.stringify(new URL('./launch.ts', import.meta.url).href)});
      const program = launch(${JSON.stringify(command)}, { onOut: (chunk) => process.stdout.write(chunk), onErr: () => {} });
      program.ended.then(({ code }) => console.log('ended', code));`;
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    return spawn(process.execPath, ['--no-warnings', '--import', hooks, '--input-type=module', '-e', code], {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  it('goes on while something runs, and ends by itself afterwards', async () => {
    const parent = launching(script('setTimeout(() => console.log("done"), 300)'));
    let heard = '';
    parent.stdout?.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    const code = await new Promise((resolve) => parent.on('close', resolve));
    expect([code, heard]).toEqual([0, 'done\nended 0\n']);
  });

  it('leaves neither launcher nor program behind when it is killed', async () => {
    if (!LINUX) return;
    const parent = launching(STAYS);
    const line = await new Promise<string>((resolve) => parent.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    const [pid = 0, launcher = 0] = line.trim().split(' ').map(Number);
    expect([isGone(pid), isGone(launcher)]).toEqual([false, false]);
    parent.kill('SIGKILL');
    await until('both are gone', () => isGone(pid) && isGone(launcher));
  });
});
