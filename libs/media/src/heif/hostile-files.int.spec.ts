import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../ffmpeg/index.js';
import { FilmEngine } from '../film/index.js';
import { takeInPicture } from '../illustrator/take-in-picture.js';
import { seededRandom } from '../illustrator/random.js';
import { box, fullBox, heifOf, type HeifItem, type HeifPlan, hevcOf, ispe, uint } from '../testing/heif.js';
import { pictureSeconds } from '../probe/picture-seconds.js';
import { chart } from '../testing/rgb.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { HeifFault } from './boxes.js';
import { HeifFile } from './item-data.js';
import { readItems } from './items.js';
import { pictureOf } from './picture.js';

const path = temporaryFolder();
const [WIDTH, HEIGHT] = [96, 64];
const NOTHING = Buffer.alloc(0);
let photo: HeifItem;
let file: Buffer;

beforeAll(async () => {
  const { config, pictures } = await hevcOf([chart(WIDTH, HEIGHT)], path('photo'));
  photo = { id: 1, type: 'hvc1', data: pictures[0] ?? NOTHING, properties: [config, ispe(WIDTH, HEIGHT)] };
  file = heifOf({ items: [photo] });
});

/** The same photo with something else about it. */
const withItem = (more: Partial<HeifItem>, plan: Partial<HeifPlan> = {}): Buffer => heifOf({ items: [{ ...photo, ...more }], ...plan });
const config = (): Buffer => photo.properties?.[0] ?? NOTHING;

/** `bytes` written over the file behind a name in it. */
function patched(name: string, by: number, bytes: Buffer): Buffer {
  const copy = Buffer.from(file);
  bytes.copy(copy, copy.indexOf(name, 0, 'latin1') + by);
  return copy;
}

/** The only extent is longer than what there is. */
function beyond(own: Buffer): Buffer {
  const lengthAt = own.indexOf('iloc', 0, 'latin1') + 24;
  own.writeUInt32BE(own.readUInt32BE(lengthAt) + 100, lengthAt);
  return own;
}

/** Each extent is all of the file, many times over. */
function overlapping(): Buffer {
  const places = Buffer.concat(Array.from({ length: 15_000 }, () => uint(4, 0, 60_000)));
  const iloc = fullBox('iloc', 1, 0, uint(1, 0x44, 0), uint(2, 1, 1, 0, 0, 15_000), places);
  const infe = fullBox('infe', 2, 0, uint(2, 1, 0), 'hvc1', '\0');
  const properties = box(
    'iprp',
    box('ipco', config(), ispe(WIDTH, HEIGHT)),
    fullBox('ipma', 0, 0, uint(4, 1), uint(2, 1), uint(1, 2, 1, 2)),
  );
  const meta = fullBox('meta', 0, 0, fullBox('pitm', 0, 0, uint(2, 1)), iloc, fullBox('iinf', 0, 0, uint(2, 1), infe), properties);
  return Buffer.concat([box('ftyp', 'heic', uint(4, 0), 'mif1'), meta, box('mdat', Buffer.alloc(60_000))]);
}

describe('a HEIF file that cannot be used', () => {
  it.each([
    ['nothing but its head', () => file.subarray(0, 24), /there is no picture in it/],
    ['cut off in its boxes', () => file.subarray(0, 200), /its end is missing/],
    ['cut off in its picture', () => file.subarray(0, file.length - 300), /its end is missing/],
    ['data that is cut off', () => withItem({ data: photo.data.subarray(0, photo.data.length / 2) }), /its picture is cut off/],
    [
      'data that is none',
      () => withItem({ data: Buffer.from('\0\0\0\x20 nothing that was ever coded by it') }),
      /cannot be decoded|cut off/,
    ],
    ['no data', () => withItem({ data: NOTHING, construction: 1, pieces: 0 }), /no data/],
    ['data beyond the boxes it lies in', () => beyond(withItem({ construction: 1 })), /its end is missing/],
    ['a bomb by its size', () => withItem({ properties: [config(), ispe(100_000, 100_000)] }), /100000 x 100000 pixels/],
    ['no size', () => withItem({ properties: [config()] }), /does not say how large/],
    ['a size of nothing', () => withItem({ properties: [config(), ispe(0, 9)] }), /has no size/],
    ['more than there is', () => withItem({ properties: [config(), ispe(WIDTH * 2, HEIGHT)] }), /cannot be decoded/],
    ['no decoder configuration', () => withItem({ properties: [ispe(WIDTH, HEIGHT)] }), /decoder needs is missing/],
    [
      'a decoder configuration without parameters',
      () => withItem({ properties: [box('hvcC', uint(1, 1), Buffer.alloc(20), uint(1, 0xff, 0)), ispe(WIDTH, HEIGHT)] }),
      /decoder needs is missing/,
    ],
    ['no primary picture', () => patched('pitm', 0, Buffer.from('free')), /which picture is meant/],
    ['a primary picture that is not there', () => withItem({}, { primary: 9 }), /is not there/],
    ['a text for a picture', () => withItem({ type: 'mime' }), /no picture but "mime"/],
    ['encrypted', () => withItem({ isProtected: true }), /it is encrypted; save it as JPEG/],
    ['AV1 under the name of HEIC', () => withItem({ type: 'av01' }), /coded as AV1; save it as JPEG/],
    ['pixels without compression', () => withItem({ type: 'unci' }), /without compression; save it as JPEG/],
    ['several laid over each other', () => withItem({ type: 'iovl' }), /laid over each other; save it as JPEG/],
    ['the same as itself', () => withItem({ type: 'iden' }, { references: [['dimg', 1, [1]]] }), /made of nothing/],
    ['a box that reaches out', () => patched('iprp', -4, uint(4, 0x00ffffff)), /"iprp" reaches over its end/],
    ['a box without a size', () => patched('iprp', -4, uint(4, 3)), /"iprp" has no size/],
    [
      'boxes of a size beyond all numbers',
      () => patched('meta', -4, Buffer.concat([uint(4, 1), Buffer.from('meta'), Buffer.alloc(8, 0xff)])),
      /end is missing/,
    ],
    ['parts by the million', () => patched('ipma', 8, uint(4, 0xffffffff)), /4294967295 parts, at most/],
    ['data that is all of the file, again and again', overlapping, /its data takes \d+ bytes, at most/],
  ])('says why and what to do: %s', async (_, make, why) => {
    const content = make();
    await writeFile(path('wrong'), content);
    const before = await readdir(dirname(path('wrong')));
    await expect(takeInPicture(path('wrong'))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:unsupported_media|media_too_large)$/),
      retryable: false,
      message: expect.stringMatching(why),
    });
    expect(await readFile(path('wrong'))).toEqual(content);
    expect(await readdir(dirname(path('wrong')))).toEqual(before);
  });

  it('is not read as a whole, however large it is', async () => {
    await writeFile(path('large'), file);
    await truncate(path('large'), 20_000_000_000);
    expect(await takeInPicture(path('large'))).toBe(true);
  });

  it('is refused for a reason whatever is changed in it', async () => {
    const random = seededRandom('heif', 1);
    const { items: whole } = readItems((await HeifFile.opened(await written(file), (one) => one.top('meta')))?.body ?? NOTHING);
    expect(whole.size).toBe(1);
    const others: unknown[] = [];
    for (let round = 0; round < 1500; round += 1) {
      const copy = Buffer.from(file);
      for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes -= 1) {
        copy[24 + Math.floor(random() * 500)] = [0, 0xff, Math.floor(random() * 256)][Math.floor(random() * 3)] ?? 0;
      }
      await HeifFile.opened(await written(copy), async (one) => {
        const meta = await one.top('meta');
        if (meta) await pictureOf(one, readItems(meta.body));
      }).catch((error: unknown) => {
        if (!(error instanceof HeifFault)) others.push(error);
      });
    }
    expect(others).toEqual([]);
  });

  async function written(content: Buffer): Promise<string> {
    await writeFile(path('changed'), content);
    return path('changed');
  }
});

describe('a HEIF series', () => {
  it('of ten pictures without one that is meant is a clip', async () => {
    const engine = new FilmEngine({ threads: 1 });
    await run(
      engine.tools.ffmpegPath,
      [
        ...['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=s=96x64:r=10:d=1', '-c:v', 'libx265', '-pix_fmt', 'yuv420p'],
        ...['-x265-params', 'log-level=none', '-tag:v', 'hvc1', '-y', path('series.mp4')],
      ],
      { limitMs: 60_000, purpose: 'make a series' },
    );
    const series = await readFile(path('series.mp4'));
    series.write('msf1', 8, 'latin1');
    series.write('pict', series.indexOf('hdlr', 0, 'latin1') + 12, 'latin1');
    await writeFile(path('series.heic'), series);
    expect(await takeInPicture(path('series.heic'))).toBe(true);
    expect(await pictureSeconds(path('series.heic'))).toBe(1);
    expect(await engine.probe(path('series.heic'))).toMatchObject({ container: 'mp4', video: { frames: 10, widthPx: 96 } });
    const layers = [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 10 }];
    const piece = { id: 'piece', startFrame: 0, endFrame: 10, layers, transition: null };
    const sources = [{ path: path('series.heic'), kind: 'video' as const, seed: 1 }];
    const format = { widthPx: 96, heightPx: 64, fps: 30 };
    expect(await engine.conformPiece({ piece, format, sources, captions: null, outPath: path('piece.mp4') })).toMatchObject({ frames: 10 });
  });
});
