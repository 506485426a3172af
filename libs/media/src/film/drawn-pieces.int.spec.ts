import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cuesFromWords, cuesToAss } from '../captions/index.js';
import type { Piece, SegmentSource } from '../contracts.js';
import { locateFfmpeg } from '../ffmpeg/index.js';
import { runInProcess } from '../illustrator/drawing-process.js';
import { createIllustrator, type IllustrationRequest } from '../illustrator/index.js';
import { readMp4Layout } from '../probe/mp4-track.js';
import { testClip } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';

const FORMAT = { widthPx: 180, heightPx: 320, fps: 30 };
const FRAMES = 40;
const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const illustrator = createIllustrator();
const words: IllustrationRequest & { readonly frames: number } = {
  ...{ text: 'Bees dance to show where flowers are.', topic: 'The secret life of bees', language: 'en', style: '', tone: '' },
  ...{ segmentIndex: 0, segmentCount: 3, section: 'main', seed: 5, format: FORMAT, avoidIcons: [], frames: FRAMES },
};
const drawing = (name: string): SegmentSource => ({ path: at(`${name}.json`), kind: 'drawing', seed: 1 });
const video = (name: string): SegmentSource => ({ path: at(`${name}.mp4`), kind: 'video', seed: 1 });
const ass = cuesToAss(cuesFromWords([{ text: 'Bees', startSeconds: 0.2, endSeconds: 1 }], { format: FORMAT, style: 'block' }), {
  format: FORMAT,
  style: 'block',
  position: 'bottom',
  language: 'en',
});

beforeAll(async () => {
  for (const [name, sketch] of [
    ['bees', illustrator.sketch(words)],
    ['card', illustrator.cardSketch({ ...words, segmentIndex: 1 })],
  ] as const) {
    await writeFile(at(`${name}.json`), JSON.stringify(sketch));
    await illustrator.drawn(sketch, at(`${name}.mp4`));
  }
  await testClip({ outPath: at('footage.mp4'), ...FORMAT, frames: 60 });
});

/** The frames [12, 28) of a segment that begins at 0: as many before them as a transition would take. */
const part: Piece = {
  ...{ id: 'segment-000', startFrame: 12, endFrame: 28, transition: null },
  layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: FRAMES }],
};
const crossing = (transition: 'crossfade' | 'fade' | 'wipe'): Piece => ({
  ...{ id: 'transition-000-001', startFrame: 30, endFrame: 40, transition },
  layers: [
    { segment: 0, sourceStartFrame: 0, sourceEndFrame: FRAMES },
    { segment: 1, sourceStartFrame: 30, sourceEndFrame: 70 },
  ],
});

const conformed = async (name: string, piece: Piece, ...sources: SegmentSource[]) =>
  (await engine.conformPiece({ piece, format: FORMAT, sources, captions: { ass }, outPath: at(`${name}.mp4`) })).path;

/** Frames as RGB. */
function decoded(file: string): Buffer[] {
  const args = ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
  const raw = execFileSync(locateFfmpeg().ffmpegPath, args, { maxBuffer: 1 << 28 });
  const size = FORMAT.widthPx * FORMAT.heightPx * 3;
  return Array.from({ length: raw.length / size }, (_, index) => raw.subarray(index * size, (index + 1) * size));
}

const difference = (a: Buffer, b: Buffer): number => a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;

/** Of all frames, the one that differs most. */
function mostDifferent(one: string, other: string): number {
  const [these, those] = [decoded(one), decoded(other)];
  expect(these).toHaveLength(those.length);
  return Math.max(...these.map((frame, index) => difference(frame, those[index] ?? Buffer.alloc(0))));
}

/** Mean difference of a colour: two encodings of one picture differ by some 2, two pictures by much more. */
const ALIKE = 4;

describe('a piece of a drawing', () => {
  it.each(['bees', 'card'])('shows what its clip would have shown, frame by frame: %s', async (name) => {
    const [drawn, twice] = [await conformed(`${name}-drawn`, part, drawing(name)), await conformed(`${name}-twice`, part, video(name))];
    expect(decoded(drawn)).toHaveLength(16);
    expect(mostDifferent(drawn, twice)).toBeLessThan(ALIKE);
    // Two moments that lie as far apart as the part begins are not alike, so a wrong beginning would be seen.
    const clip = decoded(at(`${name}.mp4`));
    expect(difference(clip[0] ?? Buffer.alloc(0), clip[12] ?? Buffer.alloc(0))).toBeGreaterThan(ALIKE);
  });

  it.each([
    ['drawing to drawing', 'crossfade', drawing('bees'), drawing('card')],
    ['drawing to drawing', 'fade', drawing('bees'), drawing('card')],
    ['drawing to footage', 'wipe', drawing('bees'), video('footage')],
    ['footage to drawing', 'crossfade', video('footage'), drawing('card')],
  ] as const)('goes over like a clip: %s, %s', async (_between, transition, from, to) => {
    const asClip = ({ path, ...source }: SegmentSource): SegmentSource => ({
      ...source,
      path: path.replace('.json', '.mp4'),
      kind: 'video',
    });
    const drawn = await conformed('crossing-drawn', crossing(transition), from, to);
    const twice = await conformed('crossing-twice', crossing(transition), asClip(from), asClip(to));
    expect(mostDifferent(drawn, twice)).toBeLessThan(ALIKE);
  });

  it('is encoded with less looking for motion than what is not drawn in every layer', async () => {
    const toWholePixels = (file: string): boolean => /subme=(\d)/.exec(readFileSync(file, 'latin1'))?.[1] === '0';
    expect(toWholePixels(await conformed('drawn', part, drawing('bees')))).toBe(true);
    expect(toWholePixels(await conformed('drawn-joint', crossing('crossfade'), drawing('bees'), drawing('card')))).toBe(true);
    expect(toWholePixels(await conformed('mixed-joint', crossing('crossfade'), drawing('bees'), video('footage')))).toBe(false);
    expect(toWholePixels(await conformed('filmed', part, video('footage')))).toBe(false);
  });

  it('is joined with footage as it is, without being encoded again', async () => {
    const pieces = [await conformed('first', part, drawing('bees')), await conformed('second', part, video('footage'))];
    const layouts = await Promise.all(pieces.map((file) => readMp4Layout(file)));
    expect(new Set(layouts.map(({ tracks }) => tracks[0]?.configuration)).size).toBe(1);
    const made = pieces.map((file) => ({ path: file, frames: 16 }));
    const sound = { voicePath: null, musicPath: null, totalFrames: 32, fps: 30, music: { gainDb: 0, ducking: null } };
    const { path: audioPath } = await engine.mixAudio({ ...sound, outPath: at('sound.m4a') });
    const joined = await engine.joinFilm({ pieces: made, audioPath, format: FORMAT, outPath: at('film.mp4') });
    const [film, first = []] = [decoded(joined.path), decoded(pieces[0] ?? '')];
    expect(film.slice(0, 16).every((frame, index) => frame.equals(first[index] ?? Buffer.alloc(0)))).toBe(true);
  });

  it('stands still past the end of its drawing', async () => {
    const long: Piece = { ...part, startFrame: 36, endFrame: 44, layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 44 }] };
    const frames = decoded(await conformed('long', long, drawing('bees')));
    expect(frames).toHaveLength(8);
    const clip = decoded(at('bees.mp4'));
    expect(difference(frames[7] ?? Buffer.alloc(0), frames[4] ?? Buffer.alloc(0))).toBeLessThan(ALIKE);
    expect(clip).toHaveLength(FRAMES);
  });

  it('is made from its still frame too', async () => {
    await illustrator.frameOf(illustrator.sketch(words), 20, at('still.png'));
    expect(difference(decoded(at('still.png'))[0] ?? Buffer.alloc(0), decoded(at('bees.mp4'))[20] ?? Buffer.alloc(0))).toBeLessThan(ALIKE);
  });

  it.each([
    ['no JSON', 'not a drawing'],
    ['another thing', '{"kind":"convert","fromPath":"/etc/passwd"}'],
    ['nothing', ''],
  ])('is refused where its source is %s', async (_what, text) => {
    await writeFile(at('broken.json'), text);
    await expect(conformed('broken', part, drawing('broken'))).rejects.toMatchObject({ code: 'unsupported_media', retryable: false });
  });
});

it.each([
  ['No space left on device', 'no_space', true],
  ['malloc of size 9 failed: Cannot allocate memory', 'render_failed', false],
  ['Something else', 'render_failed', true],
])('says what its encoder has said at its end: %s', async (said, code, retryable) => {
  const layers = [{ drawing: illustrator.sketch(words), firstFrame: 0 }];
  const command = ['sh', '-c', `echo "${said}" >&2; exit 1`];
  const failed = runInProcess({ kind: 'piece', layers, format: FORMAT, frames: FRAMES, command, cwd: at('.') }, undefined);
  await expect(failed).rejects.toMatchObject({ code, retryable });
});

const onLinux = process.platform === 'linux' ? describe : describe.skip;
onLinux('the process that draws', () => {
  /** What has ended while it is looked at has nothing to say. */
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  const childrenOf = (pid: number): number[] =>
    (existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : []).flatMap((thread) =>
      read(`/proc/${pid}/task/${thread}/children`)
        .split(' ')
        .filter((child) => child.trim() !== '')
        .map(Number),
    );
  const drawers = (): number[] => childrenOf(process.pid).filter((pid) => read(`/proc/${pid}/cmdline`).includes('illustrator.worker'));
  const frame = (name: string) => illustrator.frameOf(illustrator.sketch(words), 1, at(name));

  const until = async (isOver: () => boolean): Promise<void> => {
    while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 100));
  };

  it('ends when nothing has been asked of it for a while', async () => {
    await frame('d.png');
    expect(drawers().length).toBeGreaterThan(0);
    await until(() => drawers().length === 0);
  });

  it('is there for the next job, and not after one that was stopped', async () => {
    await until(() => drawers().length === 0);
    await frame('a.png');
    const [first] = drawers();
    await frame('b.png');
    expect(drawers()).toEqual([first]);
    const stop = new AbortController();
    const endless = illustrator.clip({ ...words, frames: 9000 }, at('endless.mp4'), stop.signal);
    const stopped = expect(endless).rejects.toMatchObject({ code: 'aborted' });
    // Its encoder runs: it is being drawn.
    await until(() => childrenOf(first ?? 0).length > 0);
    stop.abort();
    await stopped;
    await frame('c.png');
    expect(readFileSync(at('c.png')).equals(readFileSync(at('a.png')))).toBe(true);
    await until(() => !drawers().includes(first ?? 0));
  });
});
