import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { childMemoryBytes } from './ffmpeg.config.js';
import { locateFfmpeg } from './locate.js';
import { confinedWithin, run } from './run.js';
import { stageOutput } from './staged-output.js';

const at = temporaryFolder();

describe('finding ffmpeg', () => {
  it('says what to do when there is none that can be used', async () => {
    expect(() => locateFfmpeg({ FFMPEG_PATH: '/nowhere/ffmpeg' })).toThrow(
      expect.objectContaining({
        code: 'ffmpeg_missing',
        retryable: true,
        message: expect.stringMatching(/nowhere.*apt-get install ffmpeg/),
      }),
    );
    await writeFile(at('poor'), '#!/bin/sh\necho "ffmpeg version 0.1"\n', { mode: 0o755 });
    expect(() => locateFfmpeg({ FFMPEG_PATH: at('poor') })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/lacks .*filter ass.*libx264/) }),
    );
  });

  it('takes the build from npm where the system has none', () => {
    const installed = existsSync(path.resolve('node_modules', '@ffmpeg-installer', `${process.platform}-${process.arch}`));
    if (installed) expect(locateFfmpeg({ PATH: '/nowhere' }).ffmpegPath).toContain('@ffmpeg-installer');
    else expect(() => locateFfmpeg({ PATH: '/nowhere' })).toThrow(expect.objectContaining({ code: 'ffmpeg_missing' }));
  });
});

describe('running a tool', () => {
  const { ffmpegPath } = locateFfmpeg();
  const options = { limitMs: 20_000, purpose: 'try something' };
  const endless = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-re', '-i', 'testsrc=s=64x64', '-f', 'null', '-'];

  it('reports what the tool said', async () => {
    await expect(run(ffmpegPath, ['-loglevel', 'error', '-i', '/nowhere.mp4'], options)).rejects.toMatchObject({
      code: 'render_failed',
      retryable: false,
      message: expect.stringMatching(/try something.*No such file/s),
    });
  });

  it('kills it when it takes too long', async () => {
    await expect(run(ffmpegPath, endless, { ...options, limitMs: 300 })).rejects.toMatchObject({ code: 'render_failed', retryable: true });
  });

  it('knows a full disk', async () => {
    const args = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=s=64x64:d=1', '-f', 'rawvideo', '-y', '/dev/full'];
    if (existsSync('/dev/full')) await expect(run(ffmpegPath, args, options)).rejects.toMatchObject({ code: 'no_space', retryable: true });
  });

  it('faults C30: lets it take no more memory than it may, and leaves the processor to others', async () => {
    if (process.platform !== 'linux') return;
    const limits = await run('/bin/sh', ['-c', 'ulimit -v; nice'], options);
    expect(limits.stdout.toString().trim().split('\n')).toEqual([String(4096 * 1024), String(Math.min(19, getPriority(0) + 5))]);
    // As FFmpeg says it.
    await expect(run('/bin/sh', ['-c', 'echo "Error: Cannot allocate memory" >&2; exit 1'], options)).rejects.toMatchObject({
      code: 'render_failed',
      retryable: false,
      message: expect.stringContaining('KADR_FFMPEG_MEMORY_MB'),
    });
  });

  it.each([
    [undefined, 4096 * 1024 * 1024],
    ['0', null],
    ['512', 512 * 1024 * 1024],
  ])('may take %s megabytes', (value, bytes) => expect(childMemoryBytes(value)).toBe(bytes));

  it.each(['-1', '12', 'much', '1.5'])('may not be told to take %s megabytes', (value) => {
    expect(() => childMemoryBytes(value)).toThrow('KADR_FFMPEG_MEMORY_MB');
  });

  it('leaves nothing behind of what a tool starts when that is killed', async () => {
    if (process.platform !== 'linux') return;
    const [command, ...args] = confinedWithin(ffmpegPath, endless);
    const script = `const child = require('node:child_process').spawn(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: 'ignore' });
      setTimeout(() => console.log(child.pid), 500); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))));
    expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).toContain('ffmpeg');
    parent.kill('SIGKILL');
    const gone = async () => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return status === '' || /State:\s+Z/.test(status);
    };
    const deadline = Date.now() + 6000;
    while (!(await gone()) && Date.now() < deadline) await new Promise((wait) => setTimeout(wait, 20));
    expect(await gone()).toBe(true);
  });
});

describe('writing an output', () => {
  it('shows it only when it is complete', async () => {
    await stageOutput(at('out/done.txt'), async (staged) => {
      await writeFile(staged, 'whole');
      expect(existsSync(at('out/done.txt'))).toBe(false);
    });
    expect(await readFile(at('out/done.txt'), 'utf8')).toBe('whole');
  });

  it('leaves nothing when it fails', async () => {
    const failing = stageOutput(at('failed/out.txt'), async (staged) => {
      await writeFile(staged, 'half');
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    });
    await expect(failing).rejects.toMatchObject({ code: 'no_space', retryable: true });
    expect(await readdir(at('failed'))).toEqual([]);
  });
});
