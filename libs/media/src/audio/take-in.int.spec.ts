import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { locateFfmpeg } from '../ffmpeg/index.js';
import { isSilent } from './loudness.js';
import { takeInMusic, takeInSpeech } from './take-in.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-take-in-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const at = (name: string): string => path.join(folder, name);
/** A tone of `seconds`, as somebody else would send it. */
function foreign(name: string, seconds: number, ...codec: string[]): string {
  const source = ['-f', 'lavfi', '-i', `sine=frequency=300:duration=${seconds}:sample_rate=44100`];
  const made = spawnSync(locateFfmpeg().ffmpegPath, ['-v', 'error', ...source, ...codec, '-y', at(name)]);
  expect(made.status).toBe(0);
  return at(name);
}
const headOf = async (file: string) => {
  const wav = await readFile(file);
  const data = wav.indexOf('data', 12, 'latin1');
  return {
    channels: wav.readUInt16LE(22),
    rate: wav.readUInt32LE(24),
    frames: (wav.length - data - 8) / 2 / wav.readUInt16LE(22),
    wav,
    data,
  };
};

describe('speech from elsewhere', () => {
  it('becomes a WAV of our own form and level', async () => {
    const inputPath = foreign('quiet.mp3', 2, '-af', 'volume=-15dB', '-ac', '2', '-c:a', 'libmp3lame');
    const taken = await takeInSpeech({ inputPath, outPath: at('speech.wav'), signal });
    const { channels, rate, frames, wav, data } = await headOf(taken.path);
    expect([channels, rate]).toEqual([1, 48_000]);
    expect(taken.durationSeconds).toBeCloseTo(frames / 48_000, 3);
    expect(taken.durationSeconds).toBeGreaterThan(1.95);
    let peak = 0;
    for (let i = data + 8; i + 1 < wav.length; i += 2) peak = Math.max(peak, Math.abs(wav.readInt16LE(i)));
    expect(peak).toBeGreaterThan(3000);
    await expect(stat(`${taken.path}.raw`)).rejects.toThrow('ENOENT');
  });

  it.each([
    ['a playlist', '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n'],
    ['a page', '<html><body>an error of the server</body></html>'],
    ['nothing', ''],
  ])('that is %s is refused', async (_what, text) => {
    await writeFile(at('false.mp3'), text);
    await expect(takeInSpeech({ inputPath: at('false.mp3'), outPath: at('no.wav'), signal })).rejects.toMatchObject({
      code: 'unsupported_media',
    });
  });
});

describe('music from elsewhere', () => {
  it.each([5, 1.5])('is brought to exactly the length asked for (%d s)', async (durationSeconds) => {
    const inputPath = foreign('music.mp3', 2.2, '-c:a', 'libmp3lame');
    const taken = await takeInMusic({ inputPath, durationSeconds, outPath: at('music.wav'), signal });
    const { channels, rate, frames } = await headOf(taken.path);
    expect([channels, rate, frames]).toEqual([2, 48_000, durationSeconds * 48_000]);
  });

  it('ends in silence', async () => {
    const inputPath = foreign('music.mp3', 4, '-c:a', 'libmp3lame');
    const { wav } = await headOf((await takeInMusic({ inputPath, durationSeconds: 3, outPath: at('faded.wav'), signal })).path);
    expect(Math.abs(wav.readInt16LE(wav.length - 2))).toBeLessThan(50);
  });
});

describe('a recording in which nothing is heard', () => {
  it.each([
    ['silence', ['-af', 'volume=0'], true],
    ['the noise of a cable', ['-af', 'volume=-75dB'], true],
    ['somebody far from the microphone', ['-af', 'volume=-25dB'], false],
  ] as const)('is told from one in which something is: %s', async (name, codec, expected) => {
    expect(await isSilent(foreign(`${name}.m4a`, 2, ...codec, '-c:a', 'aac'), signal)).toBe(expected);
  });
});
