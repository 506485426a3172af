import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from '@jest/globals';
import { FilmEngine } from '../film/index.js';
import { run } from '../ffmpeg/index.js';
import { takeInPicture } from '../illustrator/take-in-picture.js';
import { displayP3 } from '../testing/icc.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { animatedWebpOf, animationOf, type WebpPart, webpOf } from '../testing/webp.js';

const path = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const [WIDTH, HEIGHT] = [96, 64];

async function takenIn(file: Buffer): Promise<void> {
  await writeFile(path('moving'), file);
  expect(await takeInPicture(path('moving'))).toBe(true);
}

/** Pixels of each frame, with their transparency. */
async function frames(): Promise<Buffer[]> {
  const { stdout } = await run(
    engine.tools.ffmpegPath,
    ['-nostdin', '-loglevel', 'error', '-i', path('moving'), '-f', 'rawvideo', '-pix_fmt', 'rgba', 'pipe:1'],
    { limitMs: 30_000, purpose: 'decode a clip' },
  );
  const bytes = WIDTH * HEIGHT * 4;
  return Array.from({ length: stdout.length / bytes }, (_, index) => stdout.subarray(index * bytes, (index + 1) * bytes));
}

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];
const EMPTY = [0, 0, 0, 0];
/** Which of these a pixel is. */
function named(frame: Buffer | undefined, x: number, y: number): number[] | undefined {
  const pixel = [...(frame?.subarray((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 4) ?? [])];
  return [RED, BLUE, EMPTY].find((colour) => colour.every((value, part) => Math.abs(value - (pixel[part] ?? 999)) < 24)) ?? pixel;
}

const full = async (colour: string, milliseconds = 100): Promise<WebpPart> => ({
  picture: await webpOf(WIDTH, HEIGHT, colour),
  ...{ width: WIDTH, height: HEIGHT, milliseconds },
});
const patch = async (colour: string, more: Partial<WebpPart> = {}): Promise<WebpPart> => ({
  picture: await webpOf(32, 32, colour),
  ...{ width: 32, height: 32, x: 40, y: 20, milliseconds: 100, ...more },
});

describe('an animated WebP (faults D9)', () => {
  it('is a clip of its length, each frame for as long as it says', async () => {
    await takenIn(await animatedWebpOf(WIDTH, HEIGHT, [100, 300, 200]));
    expect(await engine.probe(path('moving'))).toMatchObject({
      ...{ container: 'mp4', durationSeconds: 0.6 },
      video: { codec: 'h264', widthPx: WIDTH, heightPx: HEIGHT, fps: 10, frames: 6, pixelFormat: 'yuv420p' },
    });
    const seen = (await frames()).map((frame) => frame.subarray(0, 3).toString('hex'));
    expect([seen[0] === seen[1], seen[1] === seen[3], seen[3] === seen[4], seen[4] === seen[5]]).toEqual([false, true, false, true]);
  });

  it('lays frames where they belong, over what is there', async () => {
    await takenIn(animationOf(WIDTH, HEIGHT, [await full('#ff0000'), await patch('#0000ff')]));
    const [first, second] = await frames();
    expect([named(first, 50, 30), named(second, 50, 30), named(second, 10, 10), named(second, 80, 60)]).toEqual([RED, BLUE, RED, RED]);
  });

  it('empties the place of a frame that is over, and of one that takes the place of what is there', async () => {
    const canvas = createCanvas(32, 32);
    canvas.getContext('2d').fillStyle = '#0000ff';
    canvas.getContext('2d').fillRect(0, 0, 16, 32);
    const half = await canvas.encode('webp', 100);
    const parts = [
      { ...(await full('#ff0000')), isDisposed: true },
      await patch('#0000ff', { isDisposed: true }),
      await full('#ff0000'),
      { ...(await patch('#0000ff', { isOpaque: true })), picture: half },
    ];
    await takenIn(animationOf(WIDTH, HEIGHT, parts));
    expect(await engine.probe(path('moving'))).toMatchObject({ container: 'mov', video: { codec: 'png', pixelFormat: 'rgba' } });
    const [, second, third, fourth] = await frames();
    expect([named(second, 10, 10), named(second, 50, 30)]).toEqual([EMPTY, BLUE]);
    expect([named(third, 50, 30), named(third, 10, 10)]).toEqual([RED, RED]);
    expect([named(fourth, 44, 30), named(fourth, 66, 30), named(fourth, 10, 10)]).toEqual([BLUE, EMPTY, RED]);
  });

  it('has odd sides, which a film cannot have', async () => {
    await takenIn(await animatedWebpOf(33, 21, [100, 100]));
    expect(await engine.probe(path('moving'))).toMatchObject({ video: { widthPx: 34, heightPx: 22 } });
  });

  it('of one frame is a still', async () => {
    await takenIn(animationOf(WIDTH, HEIGHT, [await full('#ff0000')]));
    expect(await engine.probe(path('moving'))).toMatchObject({ container: 'webp', video: { frames: 1, widthPx: WIDTH } });
    expect(named((await frames())[0], 10, 10)).toEqual(RED);
  });

  it('is converted to sRGB where it has a profile of its own', async () => {
    // Green as Display P3 writes sRGB's.
    const parts = [await full('rgb(117, 251, 76)'), await full('rgb(117, 251, 76)')];
    await takenIn(animationOf(WIDTH, HEIGHT, parts, displayP3()));
    const [r = 99, g = 0, b = 99] = (await frames())[0] ?? [];
    expect([r < 12, g > 243, b < 12]).toEqual([true, true, true]);
  });

  it('shows those who state next to no time as browsers do', async () => {
    await takenIn(await animatedWebpOf(WIDTH, HEIGHT, [0, 10]));
    expect((await engine.probe(path('moving'))).durationSeconds).toBe(0.2);
  });

  it('is shown in a film', async () => {
    await takenIn(await animatedWebpOf(WIDTH, HEIGHT, [100, 100, 100]));
    const layers = [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 30 }];
    const piece = { id: 'piece', startFrame: 0, endFrame: 30, layers, transition: null };
    const sources = [{ path: path('moving'), kind: 'video' as const, seed: 1 }];
    const format = { widthPx: WIDTH, heightPx: HEIGHT, fps: 30 };
    expect(await engine.conformPiece({ piece, format, sources, captions: null, outPath: path('piece.mp4') })).toMatchObject({ frames: 30 });
  });

  it('leaves a plain one as it is', async () => {
    const still = await webpOf(WIDTH, HEIGHT, '#ff0000');
    await writeFile(path('still.webp'), still);
    expect(await takeInPicture(path('still.webp'))).toBe(false);
    expect(await readFile(path('still.webp'))).toEqual(still);
  });

  it.each([
    ['cut off', async () => (await animatedWebpOf(WIDTH, HEIGHT, [100, 100])).subarray(0, 150), /its end is missing/],
    ['a bomb', async () => animationOf(16_000, 16_000, [await full('red'), await full('red')]), /16000 x 16000 pixels/],
    ['hours', async () => animationOf(WIDTH, HEIGHT, [await full('red', 16_000_000), await full('red')]), /16000.1 seconds, at most 600/],
    [
      'more pixels than can be gone through',
      async () =>
        animationOf(
          4000,
          4000,
          Array.from({ length: 200 }, () => ({ picture, width: 4, height: 4, milliseconds: 40 })),
        ),
      /200 frames of 4000 x 4000 pixels .* save it as MP4/,
    ],
    [
      'a frame that is larger than it says',
      async () => animationOf(WIDTH, HEIGHT, [{ ...(await full('red')), width: 8 }, await full('red')]),
      /damaged/,
    ],
    ['frames that are no pictures', () => Promise.resolve(animationOf(WIDTH, HEIGHT, [noise, noise])), /damaged/],
  ])('is refused with its reason: %s', async (_, make, why) => {
    picture = await webpOf(4, 4, 'red');
    await writeFile(path('wrong'), await make());
    const before = await readdir(dirname(path('wrong')));
    await expect(takeInPicture(path('wrong'))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:unsupported_media|media_too_large)$/),
      retryable: false,
      message: expect.stringMatching(why),
    });
    expect(await readdir(dirname(path('wrong')))).toEqual(before);
  });
});

let picture: Buffer = Buffer.alloc(0);
const noise: WebpPart = {
  picture: Buffer.from('RIFF....WEBPVP8 \x10\0\0\0no picture at all', 'latin1'),
  width: 8,
  height: 8,
  milliseconds: 100,
};
