import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { locateFfmpeg, run } from '../ffmpeg/index.js';
import { probeFile } from '../probe/probe.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { stillFrame } from './still-frame.js';

const at = temporaryFolder();
const tools = locateFfmpeg();
const make = (...args: string[]) =>
  run(tools.ffmpegPath, ['-nostdin', '-loglevel', 'error', ...args], { limitMs: 20_000, purpose: 'make a source' });
const stillOf = async (name: string, atSeconds: number, maxSizePx?: number) => {
  await stillFrame(tools, at(name), atSeconds, at(`${name}.png`), { maxSizePx });
  const { facts } = await probeFile(tools, at(`${name}.png`));
  return [facts.video?.widthPx, facts.video?.heightPx];
};

beforeAll(async () => {
  const sources = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=25:d=1', '-f', 'lavfi', '-i', 'sine=300:d=8'];
  await make(...sources, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-y', at('sound.mp4'));
  await make(...sources, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-y', at('sound.mkv'));
  await make('-f', 'lavfi', '-i', 'testsrc2=s=4000x2', '-frames:v', '1', '-y', at('wide.png'));
  await make('-f', 'lavfi', '-i', 'color=red:s=2x800', '-frames:v', '1', '-y', at('tall.png'));
  await make('-f', 'lavfi', '-i', 'testsrc2=s=640x360', '-frames:v', '1', '-y', at('whole.png'));
});

describe('a still', () => {
  it.each([
    ['sound.mp4', 0.5],
    ['sound.mp4', 4],
    ['sound.mkv', 4],
  ])('of %s at %d s is there, also where only its sound goes on', async (name, seconds) => {
    expect(await stillOf(name, seconds)).toEqual([160, 90]);
  });

  it('is an earlier moment where there is less than the file says', async () => {
    const bytes = await readFile(at('sound.mp4'));
    const mdhd = bytes.indexOf('mdhd');
    // The length of the first track, the picture: 1 s becomes 20.
    bytes.writeUInt32BE(bytes.readUInt32BE(mdhd + 20) * 20, mdhd + 20);
    await writeFile(at('less.mp4'), bytes);
    expect((await probeFile(tools, at('less.mp4'))).pictureSeconds).toBe(20);
    expect(await stillOf('less.mp4', 18)).toEqual([160, 90]);
  });

  it.each([
    ['wide.png', 320, [320, 2]],
    ['tall.png', 320, [2, 320]],
    ['whole.png', 320, [320, 180]],
    ['whole.png', 2000, [640, 360]],
  ])('of %s fits into %i pixels, however narrow', async (name, size, sides) => {
    expect(await stillOf(name, 0, size)).toEqual(sides);
  });

  it('of a picture that is cut off says so, once and for all', async () => {
    const bytes = await readFile(at('whole.png'));
    await writeFile(at('cut.png'), bytes.subarray(0, Math.floor(bytes.length / 2)));
    await expect(stillOf('cut.png', 0)).rejects.toMatchObject({ code: 'unsupported_media', retryable: false });
  });
});
