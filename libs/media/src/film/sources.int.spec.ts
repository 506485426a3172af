import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FilmFormat, Placement } from '../contracts.js';
import { run } from '../ffmpeg/index.js';
import { probeFile } from '../probe/probe.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { displayP3, withProfile } from '../testing/icc.js';
import { FilmEngine } from './film-engine.js';

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const format: FilmFormat = { widthPx: 96, heightPx: 64, fps: 30 };
const RED = [255, 0, 0];

const ffmpeg = (args: readonly string[], purpose: string) =>
  run(engine.tools.ffmpegPath, ['-nostdin', '-loglevel', 'error', ...args], { limitMs: 60_000, purpose });

/** Makes a source: a filter graph of lavfi, and how it is encoded. */
const made = (graph: string, name: string, ...encoder: string[]) =>
  ffmpeg(['-f', 'lavfi', '-i', graph, ...encoder, '-y', at(name)], `make ${name}`);

interface Shown {
  readonly frames: number;
  readonly placement?: Placement;
}

/** The frames of a piece that shows this source, as RGB. */
async function shown(name: string, { frames, placement }: Shown): Promise<Buffer[]> {
  const piece = {
    id: 'piece',
    startFrame: 0,
    endFrame: frames,
    layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: frames }],
    transition: null,
  };
  const kind = /png|jpg|webp|still/.test(name) ? ('image' as const) : ('video' as const);
  const sources = [{ path: at(name), kind, seed: 1, ...(placement && { placement }) }];
  const outPath = at(`${name}.${frames}.${placement?.fit ?? ''}${placement?.focus?.x ?? ''}.mp4`);
  await engine.conformPiece({ piece, format, sources, captions: null, motion: { zoom: 0, direction: 'in', pan: 0 }, outPath });
  const { stdout } = await ffmpeg(['-i', outPath, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'], 'decode a piece');
  const size = format.widthPx * format.heightPx * 3;
  return Array.from({ length: stdout.length / size }, (_, index) => stdout.subarray(index * size, (index + 1) * size));
}

/** Colour at shares of width and height. */
function colourAt(frame: Buffer | undefined, x: number, y: number): number[] {
  const pixel = Math.floor(y * format.heightPx) * format.widthPx + Math.floor(x * format.widthPx);
  return [...(frame?.subarray(pixel * 3, pixel * 3 + 3) ?? [])];
}

const distance = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((value, part) => Math.abs(value - (b[part] ?? 0))));
const difference = (a: Buffer, b: Buffer) => a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;

describe('phone footage in HDR (faults D3)', () => {
  // ITU-R BT.2408: white of SDR is 75 % of HLG and 58 % of PQ. Beside it black, in 10 bit of limited range.
  it.each([
    ['arib-std-b67', 721, 'bt2020', 'bt2020nc'],
    ['smpte2084', 572, 'bt2020', 'bt2020nc'],
    // What tags may say, too: no way leads from such a matrix, or nothing is said.
    ['arib-std-b67', 721, 'smpte432', 'bt709'],
    ['smpte2084', 572, 'bt2020', 'bt2020c'],
    ['smpte2084', 572, 'bt2020', 'ictcp'],
    ['smpte2084', 572, 'unknown', 'unknown'],
  ])('has the white of SDR (%s at %d, %s, %s)', async (transfer, level, primaries, matrix) => {
    const name = `${transfer}-${primaries}-${matrix}.mp4`;
    const graph = `color=s=96x64:r=30,format=yuv420p10le,geq=lum='if(lt(X,48),${level},64)':cb=512:cr=512`;
    const colours = ['-color_primaries', primaries, '-color_trc', transfer, '-colorspace', matrix, '-color_range', 'tv'];
    await made(graph, name, '-frames:v', '3', '-c:v', 'libx264', '-qp', '8', ...colours);
    const [frame] = await shown(name, { frames: 2 });
    expect(Math.min(...colourAt(frame, 0.25, 0.5))).toBeGreaterThan(235);
    expect(Math.max(...colourAt(frame, 0.75, 0.5))).toBeLessThan(8);
  });

  it('shows a still of it alike', async () => {
    await engine.stillFrame(at('arib-std-b67-bt2020-bt2020nc.mp4'), 0, at('hlg-still.png'));
    const [frame] = await shown('hlg-still.png', { frames: 1 });
    expect(Math.min(...colourAt(frame, 0.25, 0.5))).toBeGreaterThan(235);
  });
});

describe('a picture with a profile of its own (faults D3)', () => {
  it.each(['png', 'jpg', 'webp'] as const)('is converted to sRGB (%s)', async (kind) => {
    // Green as Display P3 writes sRGB's (117, 251, 76), and a grey that stays grey.
    await made(
      'color=c=0x75fb4c:s=96x64,drawbox=x=48:y=0:w=48:h=64:c=0x808080:t=fill',
      `p3.${kind}`,
      '-frames:v',
      '1',
      ...(kind === 'webp' ? ['-lossless', '1'] : ['-q:v', '1', '-pix_fmt', kind === 'jpg' ? 'yuvj444p' : 'rgb24']),
    );
    await writeFile(at(`p3.${kind}`), withProfile(await readFile(at(`p3.${kind}`)), displayP3()));
    const [frame] = await shown(`p3.${kind}`, { frames: 1 });
    expect(distance(colourAt(frame, 0.2, 0.5), [0, 255, 0])).toBeLessThanOrEqual(10);
    expect(distance(colourAt(frame, 0.8, 0.5), [128, 128, 128])).toBeLessThanOrEqual(3);
  });
});

describe('what is transparent (faults D3)', () => {
  const SHEER = "color=c=red:s=96x64:r=30,format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(between(X,32,63),255,0)'";

  it.each([
    ['sheer.webm', ['-frames:v', '4', '-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p', '-auto-alt-ref', '0']],
    ['sheer.png', ['-frames:v', '1', '-pix_fmt', 'rgba']],
    ['sheer.mov', ['-frames:v', '4', '-c:v', 'png', '-pix_fmt', 'rgba']],
    ['sheer.webp', ['-frames:v', '1', '-c:v', 'libwebp', '-pix_fmt', 'yuva420p']],
  ])('shows a quiet ground, never what is hidden (%s)', async (name, encoder) => {
    await made(SHEER, name, ...encoder);
    const [frame] = await shown(name, { frames: 1 });
    expect(distance(colourAt(frame, 0.5, 0.5), RED)).toBeLessThan(40);
    for (const x of [0.02, 0.98]) expect(Math.max(...colourAt(frame, x, 0.5))).toBeLessThan(150);
  });
});

describe('where a picture lies (faults D9)', () => {
  const BARS = 'color=c=blue:s=288x64,drawbox=x=0:y=0:w=96:h=64:c=red:t=fill,drawbox=x=192:y=0:w=96:h=64:c=lime:t=fill';
  beforeAll(() => made(BARS, 'wide.png', '-frames:v', '1'));

  it.each([
    [0.1, RED],
    [0.5, [0, 0, 255]],
    [0.9, [0, 255, 0]],
  ])('covers the film around its focus (%d)', async (x, colour) => {
    const [frame] = await shown('wide.png', { frames: 1, placement: { fit: 'cover', focus: { x, y: 0.5 } } });
    for (const place of [0.1, 0.9]) expect(distance(colourAt(frame, place, 0.5), colour)).toBeLessThan(12);
  });

  it('is seen as a whole over its own blurred copy', async () => {
    const [frame] = await shown('wide.png', { frames: 1, placement: { fit: 'contain-blur' } });
    expect([0.1, 0.5, 0.9].map((x) => distance(colourAt(frame, x, 0.5), x < 0.3 ? RED : x < 0.7 ? [0, 0, 255] : [0, 255, 0]) < 12)).toEqual(
      [true, true, true],
    );
    // Above and below lies the middle of it.
    for (const y of [0.05, 0.95]) expect(distance(colourAt(frame, 0.5, y), [0, 0, 255])).toBeLessThan(30);
  });
});

describe('a clip that is too short (faults D9)', () => {
  it('goes there and back for as long as it is needed', async () => {
    await made('testsrc=s=96x64:r=30', 'short.mp4', '-frames:v', '12', '-pix_fmt', 'yuv420p');
    const frames = await shown('short.mp4', { frames: 60 });
    expect(frames).toHaveLength(60);
    const moves = frames.slice(1).map((frame, index) => difference(frame, frames[index] ?? frame));
    // It stands for a frame where it turns, never longer.
    expect(moves.filter((move, index) => move < 0.05 && (moves[index + 1] ?? 1) < 0.05)).toEqual([]);
    // Frame 12 is 11 again, frame 23 is the first one.
    expect(difference(frames[23] ?? RED_FRAME, frames[0] ?? RED_FRAME)).toBeLessThan(3);
  });

  it('is as long as its picture, whatever its sound says', async () => {
    await made('testsrc=s=96x64:r=30:d=0.4[out0];sine=d=2[out1]', 'long-sound.mp4', '-pix_fmt', 'yuv420p');
    const { facts, pictureSeconds } = await probeFile(engine.tools, at('long-sound.mp4'));
    expect([facts.durationSeconds > 1.9, Math.round(pictureSeconds * 10)]).toEqual([true, 4]);
  });
});

const RED_FRAME = Buffer.alloc(96 * 64 * 3);
