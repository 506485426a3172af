import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformFile } from '@swc/core';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { composeMusic } from './compose-music.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'kadr-music-spec-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const hash = async (path: string) => createHash('sha256').update(await readFile(path)).digest('hex'); // prettier-ignore

describe('music', () => {
  it('is 48 kHz stereo of exactly the length, heard, without clipping or direct current', async () => {
    const outPath = join(folder, 'a.wav');
    expect(await composeMusic({ mood: 'upbeat', seed: 1, durationSeconds: 8.5, outPath, signal })).toEqual({
      path: outPath,
      contentType: 'audio/wav',
    });
    const wav = await readFile(outPath);
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34), wav.readUInt32LE(40)]).toEqual([
      2,
      48_000,
      16,
      8.5 * 48_000 * 4,
    ]);
    let [sum, power, peak, frames] = [0, 0, 0, 0];
    for (let at = 44; at < wav.length; at += 4, frames += 1) {
      const x = wav.readInt16LE(at) / 32768;
      [sum, power, peak] = [sum + x, power + x * x, Math.max(peak, Math.abs(x))];
    }
    expect(frames).toBe(8.5 * 48_000);
    expect(peak).toBeLessThan(0.9);
    expect(10 * Math.log10(power / frames)).toBeGreaterThan(-28);
    expect(Math.abs(sum / frames)).toBeLessThan(0.001);
  });

  it('is made in a worker by the compiled library, sample for sample the same', async () => {
    const here = dirname(fileURLToPath(import.meta.url));
    const media = join(folder, 'compiled');
    await mkdir(join(media, 'music'), { recursive: true });
    await writeFile(join(media, 'package.json'), '{"type":"module"}');
    const sources = (await readdir(here)).filter((name) => name.endsWith('.ts') && !name.includes('.spec.')).map((name) => `music/${name}`);
    for (const source of [...sources, 'contracts.ts', 'processor-share.ts', 'processor-turns.ts']) {
      const { code } = await transformFile(join(here, '..', source), {
        swcrc: false,
        module: { type: 'es6' },
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      });
      await writeFile(join(media, source.replace(/\.ts$/, '.js')), code);
    }
    const main = `import { composeMusic } from './music/compose-music.js';
      const { getPriority } = process.getBuiltinModule('node:os'); const before = getPriority(0);
      let turns = 0; const timer = setInterval(() => { turns += 1; }, 5);
      await composeMusic({ mood: 'calm', seed: 4, durationSeconds: 12, outPath: process.argv[2], signal: new AbortController().signal });
      clearInterval(timer); console.log(getPriority(0) === before ? turns : 'the whole process became nice');`;
    await writeFile(join(media, 'main.js'), main);
    const [compiled, source] = [join(folder, 'worker.wav'), join(folder, 'source.wav')];
    const { stdout } = await promisify(execFile)(process.execPath, [join(media, 'main.js'), compiled]);
    // The event loop turned while the worker worked.
    expect(Number(stdout)).toBeGreaterThan(10);
    await composeMusic({ mood: 'calm', seed: 4, durationSeconds: 12, outPath: source, signal });
    expect(await hash(compiled)).toBe(await hash(source));
  });

  it('leaves nothing behind when it is stopped', async () => {
    const controller = new AbortController();
    const running = composeMusic({
      mood: 'epic',
      seed: 2,
      durationSeconds: 300,
      outPath: join(folder, 'stopped.wav'),
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error('enough')), 150);
    await expect(running).rejects.toThrow('enough');
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it('refuses what is no length, and says when a file cannot be written', async () => {
    const request = { mood: 'calm', seed: 1, outPath: join(folder, 'x', 'y.wav'), signal };
    await expect(composeMusic({ ...request, durationSeconds: 0 })).rejects.toMatchObject({
      code: 'music_length_out_of_range',
      retryable: false,
    });
    await expect(composeMusic({ ...request, durationSeconds: 5 })).rejects.toMatchObject({ code: 'music_failed', retryable: true });
  });
});
