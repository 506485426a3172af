import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { takeInPicture } from '../illustrator/take-in-picture.js';
import { FilmEngine } from '../film/index.js';
import { displayP3 } from '../testing/icc.js';
import {
  box,
  clap,
  type CodeOptions,
  gridOf,
  h264Of,
  heicOf,
  heifOf,
  type HeifItem,
  hevcOf,
  imir,
  irot,
  ispe,
  nclx,
} from '../testing/heif.js';
import { chart, cropped, leftIsRight, meanError, type Rgb, rgbFrom, rgbOf, topIsBottom, turned } from '../testing/rgb.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

const path = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const [WIDTH, HEIGHT] = [144, 96];
const picture = chart(WIDTH, HEIGHT);

/** What comes out of a file that is taken in. */
async function taken(file: Buffer): Promise<Rgb> {
  await writeFile(path('photo'), file);
  expect(await takeInPicture(path('photo'))).toBe(true);
  return rgbFrom(path('photo'));
}

/** As the product shows it, its profile included. */
async function shown(name: string): Promise<Rgb> {
  await engine.stillFrame(path(name), 0, path(`${name}.png`));
  return rgbFrom(path(`${name}.png`));
}

async function codedItem(from: Rgb, properties: readonly Buffer[], options: CodeOptions = {}, id = 1): Promise<HeifItem> {
  const { config, pictures } = await hevcOf([from], path('coded'), options);
  return { id, type: 'hvc1', data: pictures[0] ?? Buffer.alloc(0), properties: [config, ispe(from.width, from.height), ...properties] };
}

describe('a HEIC photo', () => {
  it('is a JPEG that looks the same', async () => {
    expect(meanError(await taken(await heicOf(picture, path('one'))), picture)).toBeLessThan(3);
    expect((await readFile(path('photo'))).subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(await engine.probe(path('photo'))).toMatchObject({ container: 'jpeg', video: { widthPx: WIDTH, heightPx: HEIGHT } });
  });

  it.each([
    ['what the stream says, in limited range', { matrix: 'bt709', isFull: false }, []],
    ['what the stream says, in full range', { matrix: 'bt709', isFull: true }, []],
    ['the boxes, where the stream says nothing', { matrix: 'bt709', isFull: true, said: '' }, [nclx(1, 13, 1, true)]],
    ['the boxes, where the stream says something else', { matrix: 'bt601', isFull: true, said: 'range=limited' }, [nclx(1, 13, 6, true)]],
    ['10 bit', { pixelFormat: 'yuv420p10le' }, []],
    ['all of the colour', { pixelFormat: 'yuv444p' }, []],
  ])('has its colours by %s', async (_, options, properties) => {
    const file = heifOf({ items: [await codedItem(picture, properties, options)] });
    expect(meanError(await taken(file), picture)).toBeLessThan(3);
  });

  it.each([
    ['an ICC profile', () => box('colr', 'prof', displayP3())],
    ['numbers', () => nclx(12, 13, 6, true)],
  ])('has more colours than sRGB, said by %s, and is shown as a JPEG is that has them', async (_, colr) => {
    // Greens and reds near the edge of Display P3.
    const wide = rgbOf(WIDTH, HEIGHT, (x, y) => [Math.round((x / WIDTH) * 255), Math.round(255 - (y / HEIGHT) * 120), 70]);
    await writeFile(path('wide'), heifOf({ items: [await codedItem(wide, [colr()])] }));
    await takeInPicture(path('wide'));
    const seen = await shown('wide');
    const { toSrgb } = await import('../film/icc-profile.js');
    const convert = toSrgb(displayP3());
    const right = rgbOf(WIDTH, HEIGHT, (x, y) => {
      const at = (y * WIDTH + x) * 3;
      const [r = 0, g = 0, b = 0] = wide.data.subarray(at, at + 3);
      const [red = 0, green = 0, blue = 0] = convert?.([r / 255, g / 255, b / 255]) ?? [];
      const level = (value: number) => Math.round(Math.max(0, Math.min(1, value)) * 255);
      return [level(red), level(green), level(blue)];
    });
    expect(meanError(seen, right)).toBeLessThan(3);
    expect(meanError(wide, right)).toBeGreaterThan(8);
  });

  it('in HDR has the white of SDR', async () => {
    // ITU-R BT.2408: white of SDR is 58 % of PQ.
    const filter = "format=yuv420p10le,geq=lum='if(lt(X,72),572,64)':cb=512:cr=512";
    const item = await codedItem(picture, [nclx(9, 16, 9, false)], { filter, said: 'range=limited' });
    const { data } = await taken(heifOf({ items: [item] }));
    const [white, black] = [data[(48 * WIDTH + 20) * 3] ?? 0, data[(48 * WIDTH + 120) * 3] ?? 255];
    expect([white > 235, black < 10]).toEqual([true, true]);
  });
});

describe('a photo that is made of tiles', () => {
  const TILE = 64;
  // Three by two tiles reach over it at the right and below.
  const whole = chart(150, 101);
  const padded = rgbOf(192, 128, (x, y) => {
    const from = (Math.min(y, 100) * 150 + Math.min(x, 149)) * 3;
    return [whole.data[from] ?? 0, whole.data[from + 1] ?? 0, whole.data[from + 2] ?? 0];
  });
  let tiles: readonly HeifItem[] = [];
  const references = [['dimg', 10, [1, 2, 3, 4, 5, 6]]] as const;
  beforeAll(async () => {
    const parts = [0, 1].flatMap((row) => [0, 1, 2].map((column) => cropped(padded, column * TILE, row * TILE, TILE, TILE)));
    const { config, pictures } = await hevcOf(parts, path('tiles'));
    const properties = [config, ispe(TILE, TILE)];
    tiles = pictures.map((data, index) => ({ id: index + 1, type: 'hvc1', data, properties }));
  });
  const grid = (more: Partial<HeifItem> = {}): HeifItem => ({
    ...{ id: 10, type: 'grid', data: gridOf(2, 3, 150, 101), properties: [ispe(150, 101)] },
    ...more,
  });

  it.each([
    ['in the file', grid(), 1],
    ['in the boxes (idat)', grid({ construction: 1 }), 1],
    ['in the boxes, as 2018 wrote it', grid({ construction: 1 }), 2],
  ] as const)('is put together and cut to its size, its plan %s', async (_, plan, ilocVersion) => {
    const file = heifOf({ items: [...tiles, plan], primary: 10, references, ilocVersion });
    expect(meanError(await taken(file), whole)).toBeLessThan(3);
  });

  it('lies in pieces all over the file', async () => {
    const items = [...tiles.map((tile) => ({ ...tile, pieces: 3 })), grid({ pieces: 2 })];
    expect(meanError(await taken(heifOf({ items, primary: 10, references, ilocVersion: 0 })), whole)).toBeLessThan(3);
  });

  it('is turned when it is whole', async () => {
    const items = [...tiles, grid({ properties: [ispe(150, 101), irot(1)] })];
    expect(meanError(await taken(heifOf({ items, primary: 10, references })), turned(whole))).toBeLessThan(3);
  });

  it.each([
    ['without one of them', [['dimg', 10, [1, 2, 3, 4, 5]]], grid(), /tiles of its picture are missing/],
    ['of one that is not there', [['dimg', 10, [1, 2, 3, 4, 5, 99]]], grid(), /is not there/],
    ['of the whole itself', [['dimg', 10, [10, 10, 10, 10, 10, 10]]], grid(), /do not fit together/],
    ['that do not fill it', references, grid({ data: gridOf(2, 3, 999, 101) }), /do not fit into it/],
    ['that nobody sees', references, grid({ data: gridOf(2, 3, 20, 20) }), /do not fit into it/],
    ['by the thousand', references, grid({ data: gridOf(100, 100, 6400, 6400 / 2) }), /10000 tiles, at most 2048/],
    ['of a plan that is cut off', references, grid({ data: Buffer.from([0, 0, 1]) }), /ends too early/],
  ] as const)('is refused: %s', async (_, links, plan, why) => {
    await writeFile(path('wrong'), heifOf({ items: [...tiles, plan], primary: 10, references: links }));
    await expect(takeInPicture(path('wrong'))).rejects.toMatchObject({ retryable: false, message: expect.stringMatching(why) });
  });

  it('is refused when one of them is larger than it says, damaged or not there', async () => {
    const large = await codedItem(chart(128, 128), [], {}, 1);
    const lying = { ...large, properties: [large.properties?.[0] ?? Buffer.alloc(0), ispe(TILE, TILE)] };
    // A unit that ends a stream, where a picture was to be.
    const absent = { ...tiles[5], data: Buffer.from([0, 0, 0, 2, 72, 1]) } as HeifItem;
    const broken = { ...tiles[0], data: (tiles[0]?.data ?? Buffer.alloc(0)).subarray(0, 30) } as HeifItem;
    for (const [first, last] of [[lying], [broken], [tiles[0], absent]] as [HeifItem, HeifItem?][]) {
      await writeFile(
        path('wrong'),
        heifOf({ items: [first, ...tiles.slice(1, 5), last ?? (tiles[5] as HeifItem), grid()], primary: 10, references }),
      );
      await expect(takeInPicture(path('wrong'))).rejects.toMatchObject({
        code: 'unsupported_media',
        message: expect.stringMatching(/save it as JPEG/),
      });
    }
  });
});

describe('a photo that is turned, mirrored and cut', () => {
  const cutOut = clap(40, 30, -21, 10);
  // Its middle lies 10.5 to the left of the picture's, and 5 below it.
  const cut = (from: Rgb) => cropped(from, 41, 38, 40, 30);

  it.each([
    ['by a quarter', [irot(1)], turned(picture)],
    ['by a half', [irot(2)], turned(turned(picture))],
    ['by three quarters', [irot(3)], turned(turned(turned(picture)))],
    ['top and bottom exchanged', [imir(0)], topIsBottom(picture)],
    ['left and right exchanged', [imir(1)], leftIsRight(picture)],
    ['first this, then that', [irot(1), imir(1)], leftIsRight(turned(picture))],
    ['first that, then this', [imir(1), irot(1)], turned(leftIsRight(picture))],
    ['cut', [cutOut], cut(picture)],
    ['cut, then turned', [cutOut, irot(3)], turned(turned(turned(cut(picture))))],
    ['cut to more than there is', [clap(900, 900, 0, 0)], picture],
    ['cut to nothing', [clap(0, 0, 0, 0)], picture],
  ])('is seen as it was meant: %s', async (_, properties, right) => {
    expect(meanError(await taken(await heicOf(picture, path('turned'), properties)), right)).toBeLessThan(3);
  });

  it('through another item that says so (iden)', async () => {
    const item = await codedItem(picture, [irot(1)]);
    const iden: HeifItem = { id: 2, type: 'iden', data: Buffer.alloc(0), properties: [imir(1)] };
    const file = heifOf({ items: [item, iden], primary: 2, references: [['dimg', 2, [1]]] });
    expect(meanError(await taken(file), leftIsRight(turned(picture)))).toBeLessThan(3);
  });
});

describe('a file of several pictures', () => {
  it('is the one that is meant: ten of a burst', async () => {
    const shots = Array.from({ length: 10 }, (_, index) => chart(WIDTH, HEIGHT, index));
    const { config, pictures } = await hevcOf(shots, path('burst'));
    const items = pictures.map((data, index) => ({ id: index + 1, type: 'hvc1', data, properties: [config, ispe(WIDTH, HEIGHT)] }));
    const seen = await taken(heifOf({ items, primary: 7 }));
    const errors = shots.map((shot) => meanError(seen, shot));
    expect(errors.indexOf(Math.min(...errors))).toBe(6);
    expect(errors[6]).toBeLessThan(3);
  });

  it('shines through where a second picture says so', async () => {
    const item = await codedItem(picture, []);
    const auxC = box('auxC', Buffer.alloc(4), 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0');
    const half = rgbOf(WIDTH, HEIGHT, (x) => (x < WIDTH / 2 ? [255, 255, 255] : [0, 0, 0]));
    const alpha = await codedItem(half, [auxC], {}, 2);
    await writeFile(path('sheer'), heifOf({ items: [item, alpha], references: [['auxl', 2, [1]]] }));
    await takeInPicture(path('sheer'));
    expect(await engine.probe(path('sheer'))).toMatchObject({ container: 'png', video: { pixelFormat: 'rgba', widthPx: WIDTH } });
    // What is hidden is not seen: a quiet ground is.
    const seen = await shown('sheer');
    const at = (x: number) => [...seen.data.subarray((48 * WIDTH + x) * 3, (48 * WIDTH + x) * 3 + 3)];
    const right = [...picture.data.subarray((48 * WIDTH + 20) * 3, (48 * WIDTH + 20) * 3 + 3)];
    expect(Math.max(...at(20).map((value, part) => Math.abs(value - (right[part] ?? 0))))).toBeLessThan(8);
    expect(Math.max(...at(130))).toBeLessThan(150);
  });

  it('keeps its depth to itself', async () => {
    const auxC = box('auxC', Buffer.alloc(4), 'urn:mpeg:hevc:2015:auxid:2\0');
    const depth = await codedItem(
      rgbOf(WIDTH, HEIGHT, () => [0, 0, 0]),
      [auxC],
      {},
      2,
    );
    const file = heifOf({ items: [await codedItem(picture, []), depth], references: [['auxl', 2, [1]]] });
    expect(meanError(await taken(file), picture)).toBeLessThan(3);
    expect((await engine.probe(path('photo'))).container).toBe('jpeg');
  });
});

describe('a HEIF picture in another coding', () => {
  it('of H.264 is taken', async () => {
    const { config, pictures } = await h264Of([picture], path('avc'));
    const item = { id: 1, type: 'avc1', data: pictures[0] ?? Buffer.alloc(0), properties: [config, ispe(WIDTH, HEIGHT)] };
    expect(meanError(await taken(heifOf({ items: [item], major: 'avci' })), picture)).toBeLessThan(3);
  });

  it('of JPEG is taken', async () => {
    await taken(await heicOf(picture, path('jpeg')));
    const item = { id: 1, type: 'jpeg', data: await readFile(path('photo')), properties: [ispe(WIDTH, HEIGHT), imir(1)] };
    expect(meanError(await taken(heifOf({ items: [item], major: 'mif1', brands: ['mif1', 'jpeg'] })), leftIsRight(picture))).toBeLessThan(
      3,
    );
  });
});
