import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { locateFfmpeg } from '../ffmpeg/locate.js';
import { createIllustrator, type IllustrationRequest } from './illustrator.js';

const FORMAT = { widthPx: 180, heightPx: 320, fps: 30 };
const request = (over: Partial<IllustrationRequest> = {}): IllustrationRequest => ({
  text: 'Bees dance to show where flowers are.',
  topic: 'The secret life of bees',
  language: 'en',
  style: '',
  tone: '',
  segmentIndex: 0,
  segmentCount: 3,
  section: 'main',
  seed: 5,
  format: FORMAT,
  avoidIcons: [],
  ...over,
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-illustrator-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Frames of a clip as RGB. */
function decode(file: string): Buffer[] {
  const raw = execFileSync(locateFfmpeg().ffmpegPath, ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'], {
    maxBuffer: 1 << 28,
  });
  const size = FORMAT.widthPx * FORMAT.heightPx * 3;
  expect(raw.length % size).toBe(0);
  return Array.from({ length: raw.length / size }, (_, i) => raw.subarray(i * size, (i + 1) * size));
}

function meanDifference(a: Buffer, b: Buffer): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

/** Distinct colours in steps of 16 levels. */
function colours(frame: Buffer): number {
  const seen = new Set<number>();
  for (let i = 0; i < frame.length; i += 3)
    seen.add((((frame[i] ?? 0) >> 4) << 8) | (((frame[i + 1] ?? 0) >> 4) << 4) | ((frame[i + 2] ?? 0) >> 4));
  return seen.size;
}

/** Share of the frame that has its commonest colour, to the last level. */
function commonest(frame: Buffer): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < frame.length; i += 3) {
    const colour = frame.readUIntBE(i, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return (Math.max(...counts.values()) * 3) / frame.length;
}

async function pixels(file: string): Promise<Buffer> {
  const image = await loadImage(readFileSync(file));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const rgba = canvas.data();
  return Buffer.from(Uint8Array.from({ length: image.width * image.height * 3 }, (_, i) => rgba[Math.floor(i / 3) * 4 + (i % 3)] ?? 0));
}

describe('the illustrator', () => {
  const illustrator = createIllustrator();
  const at = (name: string): string => path.join(folder, name);

  it('makes a clip of exactly the frames asked for, moving and colourful', async () => {
    const made = await illustrator.clip({ ...request(), frames: 47 }, at('clip.mp4'));
    expect(made).toEqual({ path: at('clip.mp4'), contentType: 'video/mp4' });
    const frames = decode(made.path);
    expect(frames).toHaveLength(47);
    const [first, second, middle, last] = [frames[0], frames[1], frames[23], frames[46]];
    if (!first || !second || !middle || !last) throw new Error('frames are missing');
    for (const frame of [first, middle, last]) expect(colours(frame)).toBeGreaterThan(120);
    expect(meanDifference(first, middle)).toBeGreaterThan(3);
    expect(meanDifference(middle, last)).toBeGreaterThan(1);
    expect(meanDifference(first, second)).toBeGreaterThan(0.02);
    // Nothing pops: neighbours are much closer to each other than the ends.
    const steps = frames.slice(1).map((frame, i) => meanDifference(frame, frames[i] ?? frame));
    expect(Math.max(...steps)).toBeLessThan(9);
  });

  it('draws the same pixels for the same request, others for another segment', async () => {
    await illustrator.still(request(), at('a.png'));
    await illustrator.still(request(), at('b.png'));
    await illustrator.still(request({ segmentIndex: 1 }), at('c.png'));
    expect(readFileSync(at('a.png')).equals(readFileSync(at('b.png')))).toBe(true);
    expect(meanDifference(await pixels(at('a.png')), await pixels(at('c.png')))).toBeGreaterThan(15);
  });

  it('goes from one picture to the other and honours both', async () => {
    await illustrator.still(request(), at('first.png'));
    await illustrator.still(request({ segmentIndex: 1 }), at('last.png'));
    for (const seed of [1, 2, 3]) {
      await illustrator.between(
        { firstFramePath: at('first.png'), lastFramePath: at('last.png'), frames: 20, format: FORMAT, seed },
        at('between.mp4'),
      );
      const frames = decode(at('between.mp4'));
      expect(frames).toHaveLength(20);
      expect(meanDifference(frames[0] ?? Buffer.alloc(0), await pixels(at('first.png')))).toBeLessThan(4);
      expect(meanDifference(frames[19] ?? Buffer.alloc(0), await pixels(at('last.png')))).toBeLessThan(4);
    }
  });

  it('refuses a picture that is none', async () => {
    writeFileSync(at('evil.png'), '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');
    await expect(
      illustrator.between(
        { firstFramePath: at('evil.png'), lastFramePath: at('evil.png'), frames: 3, format: FORMAT, seed: 1 },
        at('evil.mp4'),
      ),
    ).rejects.toMatchObject({ code: 'picture_unsupported', retryable: false });
  });

  it.each([
    ['latin', 'Bees dance to show where the flowers are, and how far.'],
    ['hostile', `%{} :'\\ "quotes" $(rm -rf) \u0000 \u202e 🐙`],
    ['right to left', 'אוקטופוס שלושה לבבות'],
    ['endless', 'слово '.repeat(17_000)],
    ['empty', ''],
  ])('sets any text as a card: %s', async (name, text) => {
    await illustrator.card({ ...request({ text, topic: text }), frames: 12 }, at(`card-${name}.mp4`));
    const frames = decode(at(`card-${name}.mp4`));
    expect(frames).toHaveLength(12);
    // Where nothing is said there is nothing to show but a sky.
    expect(colours(frames[11] ?? Buffer.alloc(0))).toBeGreaterThan(text === '' ? 40 : 80);
  });

  it('stops at once when asked, and leaves nothing behind', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 700);
    const asked = Date.now();
    await expect(illustrator.clip({ ...request(), frames: 9000 }, at('stopped.mp4'), stop.signal)).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(Date.now() - asked).toBeLessThan(20_000);
    expect(existsSync(at('stopped.mp4'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('leaves no process behind, finished or stopped', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 900);
    await illustrator.still(request(), at('done.png'));
    await illustrator.clip({ ...request(), frames: 9000 }, at('killed.mp4'), stop.signal).catch(() => undefined);
    const running = (): string[] =>
      readdirSync('/proc')
        .filter((pid) => /^\d+$/.test(pid))
        .map((pid) => {
          try {
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          } catch {
            return '';
          }
        })
        .filter((line) => line.includes(folder));
    for (let i = 0; i < 400 && running().length > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(running()).toEqual([]);
  });

  it('keeps the event loop free while it draws', async () => {
    illustrator.compose(request());
    const before = performance.eventLoopUtilization();
    await illustrator.clip({ ...request(), frames: 30 }, at('loop.mp4'));
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  });

  it('says which sizes it takes', async () => {
    const odd = { ...request({ format: { widthPx: 181, heightPx: 320, fps: 30 } }), frames: 5 };
    await expect(illustrator.clip(odd, at('odd.mp4'))).rejects.toMatchObject({ code: 'bad_format' });
  });

  it('draws each style with its own hand', async () => {
    const drawn: { style: string; frame: Buffer }[] = [];
    for (const style of ['', 'flat', 'paper cut', 'blueprint', 'chalkboard']) {
      const { path: file } = await illustrator.still(request({ style, segmentIndex: 2 }), path.join(folder, `style-${style}.png`));
      drawn.push({ style, frame: await pixels(file) });
    }
    drawn.forEach(({ style, frame }, index) => {
      for (const other of drawn.slice(index + 1))
        expect({ style, other: other.style, apart: meanDifference(frame, other.frame) > 12 }).toMatchObject({ apart: true });
    });
    const [glossy, flat, , blueprint, chalk] = drawn.map(({ frame }) => frame);
    const mean = (frame: Buffer | undefined, channel: number): number => {
      let sum = 0;
      for (let at = channel; at < (frame?.length ?? 0); at += 3) sum += frame?.[at] ?? 0;
      return sum / ((frame?.length ?? 3) / 3);
    };
    expect(commonest(flat ?? Buffer.alloc(0))).toBeGreaterThan(3 * commonest(glossy ?? Buffer.alloc(0)));
    expect(mean(blueprint, 2)).toBeGreaterThan(mean(blueprint, 0) + 40);
    expect(mean(chalk, 1)).toBeLessThan(100);
  });

  it('shows a surface with its key noun where nothing is sure', async () => {
    const text = 'The shareholders approved a dividend.';
    const make = async (name: string, said: string): Promise<Buffer> => {
      const { path: file } = await illustrator.still(request({ topic: 'x', text: said, segmentIndex: 1 }), path.join(folder, name));
      return pixels(file);
    };
    const [typed, other] = [await make('key.png', text), await make('other-key.png', text.replace('shareholders', 'accountants'))];
    expect(meanDifference(typed, other)).toBeGreaterThan(0.5);
  });

  it('shows a figure while it is spoken, and not before or after', async () => {
    const text = 'Bees look for flowers all day long. A hive makes 25 kilograms of honey. Then the bees look for the next flowers there.';
    const drawing = illustrator.sketch({ ...request({ text }), frames: 300 });
    if (drawing.kind !== 'clip') throw new Error('no clip');
    const { looks = [] } = drawing;
    const place = looks.findIndex((look) => look?.figureFrames);
    const figured = looks[place];
    if (!figured?.figureFrames) throw new Error('no figure');
    expect([figured.scene.headline?.lines[0], figured.scene.heroIcon]).toEqual(['25', expect.any(String)]);
    const { from, to } = figured.figureFrames;
    const other = { ...figured, scene: { ...figured.scene, headline: { lines: ['99', 'LITRES'], kind: 'number' as const } } };
    const changed = { ...drawing, looks: looks.with(place, other) };
    const moments = [0, from - 1, from + 40, to - 20, to, 299];
    const isSeen: boolean[] = [];
    for (const moment of moments) {
      const [one, another] = [path.join(folder, 'figure.png'), path.join(folder, 'other-figure.png')];
      await illustrator.frameOf(drawing, moment, one);
      await illustrator.frameOf(changed, moment, another);
      isSeen.push(meanDifference(await pixels(one), await pixels(another)) > 0.3);
    }
    expect(isSeen).toEqual([false, false, true, true, false, false]);
  });

  it('shows no type of its own while the title of the film stands over it', () => {
    const texts = ['The shareholders of 1941 approved a dividend.', 'The shareholders of 1944 approved a dividend.'];
    const drawn = (segmentIndex: number) => {
      const text = texts[segmentIndex] ?? '';
      const of = request({ topic: 'Dividends', text, narrations: texts, segmentIndex, segmentCount: 2 });
      const drawing = illustrator.sketch({ ...of, section: 'main', frames: 90 });
      if (drawing.kind !== 'clip') throw new Error('no clip');
      return drawing;
    };
    const [opening, ending] = [drawn(0), drawn(1)];
    for (const { scene } of [opening, ending]) expect(scene).toMatchObject({ heroIcon: null, headline: { kind: expect.any(String) } });
    expect(opening.figureFrames?.from).toBeGreaterThan(FORMAT.fps);
    expect(ending.figureFrames?.to).toBeLessThan(90 - FORMAT.fps);
  });

  it('looks at another surface in the next shot where there is a word alone', async () => {
    const text = 'The shareholders approved a dividend.';
    const drawing = illustrator.sketch({ ...request({ topic: 'x', text, segmentIndex: 1 }), frames: 300 });
    if (drawing.kind !== 'clip') throw new Error('no clip');
    const [, second = 0, third = 0] = drawing.shots;
    const frameAt = async (frame: number): Promise<Buffer> => {
      await illustrator.frameOf(drawing, frame, path.join(folder, 'surface.png'));
      return pixels(path.join(folder, 'surface.png'));
    };
    const seen = [await frameAt(second - 30), await frameAt(second - 1), await frameAt(second + 30), await frameAt(third + 30)] as const;
    const moved = meanDifference(seen[0], seen[1]);
    expect(meanDifference(seen[0], seen[2])).toBeGreaterThan(3 * moved);
    expect(meanDifference(seen[2], seen[3])).toBeGreaterThan(3 * moved);
  });

  it('keeps the key noun through every shot of a surface', async () => {
    const typed = { ...request({ topic: 'x', text: 'The shareholders approved a dividend.', segmentIndex: 1 }), frames: 156 };
    const bare = { ...typed, text: 'The and of it approved a.' };
    expect([illustrator.compose(typed).headline?.lines, illustrator.compose(bare).headline]).toEqual([['SHAREHOLDERS'], null]);
    await illustrator.clip(typed, at('shots.mp4'));
    // In each shot the middle holds the letters: two colours far from each other.
    const frames = decode(at('shots.mp4'));
    for (const frame of [frames[70], frames[150]].map((shown) => shown ?? Buffer.alloc(0))) {
      const row = Math.round(FORMAT.heightPx * 0.425);
      const lights = Array.from({ length: FORMAT.widthPx }, (_, x) => frame[(row * FORMAT.widthPx + x) * 3 + 1] ?? 0);
      const steps = lights.slice(1).filter((light, x) => Math.abs(light - (lights[x] ?? 0)) > 24).length;
      expect(steps).toBeGreaterThan(10);
    }
  });
});
