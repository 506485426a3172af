import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cuesFromWords, cuesToAss } from '../captions/index.js';
import type { FilmFormat, FilmPlan, Piece, SegmentSource } from '../contracts.js';
import { run } from '../ffmpeg/index.js';
import { locateFfmpeg } from '../ffmpeg/locate.js';
import { readMp4Layout } from '../probe/mp4-track.js';
import { decodeFrameHashes, testClip } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';
import { planPieces } from './plan-pieces.js';

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const format = (fps: number): FilmFormat => ({ widthPx: 180, heightPx: 320, fps });
const piece = (frames: number, layer: Partial<Piece['layers'][number]> = {}): Piece => ({
  id: 'segment-000',
  startFrame: 0,
  endFrame: frames,
  layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: frames, ...layer }],
  transition: null,
});
const video = (name: string): SegmentSource => ({ path: at(name), kind: 'video', seed: 1 });

beforeAll(async () => {
  // A clip as it comes from elsewhere: another shape and rate, B-frames, sound of its own.
  await testClip({ outPath: at('wide.mp4'), widthPx: 320, heightPx: 240, fps: 25, frames: 100, bFrames: 2, toneHz: 300 });
  await testClip({ outPath: at('long.mp4'), fps: 30, frames: 300 });
  await testClip({ outPath: at('short.mp4'), fps: 30, frames: 20 });
  await engine.stillFrame(at('wide.mp4'), 1, at('still.png'));
  await engine.mixAudio({
    voicePath: null,
    musicPath: null,
    totalFrames: 60,
    fps: 30,
    music: { gainDb: 0, ducking: null },
    outPath: at('silence-60.m4a'),
  });
});

/** Begin, end and title of each, as FFmpeg reads them back. */
async function chaptersIn(file: string): Promise<string[][]> {
  const args = ['-nostdin', '-loglevel', 'error', '-i', file, '-f', 'ffmetadata', 'pipe:1'];
  const { stdout } = await run(locateFfmpeg().ffmpegPath, args, { limitMs: 60_000, purpose: 'read chapters' });
  return stdout
    .toString()
    .split(/^\[CHAPTER\]$/m)
    .slice(1)
    .map((text) => {
      const [, unit = '1', start = '0', end = '0', title = ''] = /TIMEBASE=1\/(\d+)\nSTART=(\d+)\nEND=(\d+)\ntitle=(.*)/.exec(text) ?? [];
      const seconds = (ticks: string): string => (ticks === '0' ? '0' : (Number(ticks) / Number(unit)).toFixed(6));
      return [seconds(start), seconds(end), title.replace(/\\([\\=;#])/g, '$1')];
    });
}

/** Of the whole file, as FFmpeg reads it back; without what names the format. */
async function metadataOf(file: string): Promise<string[]> {
  const args = ['-nostdin', '-loglevel', 'error', '-i', file, '-map_chapters', '-1', '-f', 'ffmetadata', 'pipe:1'];
  const { stdout } = await run(locateFfmpeg().ffmpegPath, args, { limitMs: 60_000, purpose: 'read metadata' });
  return stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !/^(;|major_brand|minor_version|compatible_brands|encoder)/.test(line));
}

/** Conforms every piece of a plan and joins them over silence. */
async function film(plan: FilmPlan, sources: readonly SegmentSource[], name: string, ass: string | null) {
  const made = [];
  for (const part of planPieces(plan)) {
    const layers = part.layers.map((layer) => sources[layer.segment % sources.length] ?? video('long.mp4'));
    made.push(
      await engine.conformPiece({
        piece: part,
        format: plan.format,
        sources: layers,
        captions: ass === null ? null : { ass },
        outPath: at(`${name}-${part.id}.mp4`),
      }),
    );
  }
  const totalFrames = plan.segments.at(-1)?.endFrame ?? 0;
  const { fps } = plan.format;
  await engine.mixAudio({
    voicePath: null,
    musicPath: null,
    totalFrames,
    fps,
    music: { gainDb: 0, ducking: null },
    outPath: at(`${name}.m4a`),
  });
  const joined = await engine.joinFilm({ pieces: made, audioPath: at(`${name}.m4a`), format: plan.format, outPath: at(`${name}.mp4`) });
  return { made, joined };
}

describe('a film joined from pieces', () => {
  it.each([24, 25, 30, 50, 60])(
    'has at %i frames per second every frame of its pieces and no other, in step with the sound',
    async (fps) => {
      // 30 goes through everything, the other rates through what depends on the rate.
      const lengths = fps === 30 ? [20, 1, 2, 30, 25] : [7, 14];
      const segments = lengths.map((length, index) => {
        const startFrame = lengths.slice(0, index).reduce((sum, before) => sum + before, 0);
        return { startFrame, endFrame: startFrame + length };
      });
      const kinds = fps === 30 ? (['cut', 'cut', 'crossfade', 'wipe'] as const) : (['fade'] as const);
      const transitions = kinds.map((kind) => ({ kind, frames: 8 }));
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const words = 'Every single frame counts here.'
        .split(' ')
        .map((text, index) => ({ text, startSeconds: index * 0.3, endSeconds: index * 0.3 + 0.25 }));
      const plan = { format: format(fps), segments, transitions };
      const ass = cuesToAss(cuesFromWords(words, { format: plan.format }), {
        format: plan.format,
        style: 'karaoke',
        position: 'bottom',
        language: 'en',
      });
      const sources = [video('long.mp4'), video('wide.mp4'), { path: at('still.png'), kind: 'image' as const, seed: 5 }];
      const { made, joined } = await film(plan, sources, `film-${fps}`, ass);

      expect(joined).toMatchObject({ frames: total, durationSeconds: total / fps });
      const inPieces = await Promise.all(made.map(({ path: file }) => decodeFrameHashes(file)));
      expect(inPieces.map((hashes) => hashes.length)).toEqual(made.map(({ frames }) => frames));
      expect(await decodeFrameHashes(joined.path)).toEqual(inPieces.flat());
      const [picture, sound] = (await readMp4Layout(joined.path)).tracks;
      expect(picture?.steps).toEqual([{ count: total, ticks: 600 / fps }]);
      expect(Math.abs((sound?.edits[0]?.durationSeconds ?? 0) - total / fps)).toBeLessThanOrEqual(1024 / 48_000);
    },
  );

  it('goes on without a jump from a segment into its transition, though the transition starts to read later', async () => {
    const conform = (part: Piece, name: string) =>
      engine.conformPiece({ piece: part, format: format(30), sources: [video('long.mp4')], captions: null, outPath: at(name) });
    const whole = await thumbnails((await conform(piece(100), 'whole.mp4')).path);
    const tail = await thumbnails((await conform({ ...piece(100), startFrame: 80 }, 'tail.mp4')).path);
    const nearest = tail.map((picture) =>
      whole.map((other) => difference(picture, other)).reduce((best, now, index, all) => (now < (all[best] ?? 0) ? index : best), 0),
    );
    expect(nearest).toEqual(Array.from({ length: 20 }, (_, index) => 80 + index));
  });
});

/** Each frame as 36 x 64 grey pixels: the same picture stays nearly the same through another encoding. */
async function thumbnails(file: string): Promise<Buffer[]> {
  const args = ['-nostdin', '-loglevel', 'error', '-i', file, '-vf', 'scale=36:64:flags=area,format=gray', '-f', 'rawvideo', 'pipe:1'];
  const { stdout } = await run(engine.tools.ffmpegPath, args, { limitMs: 30_000, purpose: 'look at the frames' });
  return Array.from({ length: stdout.length / (36 * 64) }, (_, index) => stdout.subarray(index * 36 * 64, (index + 1) * 36 * 64));
}

function difference(one: Buffer, other: Buffer): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;
}

describe('conforming a piece', () => {
  it('has a source that is far too short go there and back at its own pace', async () => {
    const made = await engine.conformPiece({
      piece: piece(60),
      format: format(30),
      sources: [video('short.mp4')],
      captions: null,
      outPath: at('held.mp4'),
    });
    expect(made.frames).toBe(60);
    // 20 frames there, 20 back, 20 there again: it stands only where it turns.
    const pictures = await thumbnails(made.path);
    const moves = pictures.slice(1).map((picture, index) => difference(picture, pictures[index] ?? picture) > 0.1);
    expect(moves.filter((isMoving) => !isMoving).length).toBeLessThanOrEqual(2);
  });

  it('gives one frame when asked for one', async () => {
    const made = await engine.conformPiece({
      piece: piece(1),
      format: format(24),
      sources: [video('wide.mp4')],
      captions: null,
      outPath: at('one.mp4'),
    });
    expect(await decodeFrameHashes(made.path)).toHaveLength(1);
  });

  it('refuses a source without a picture and leaves nothing behind', async () => {
    const request = {
      piece: piece(10),
      format: format(30),
      sources: [video('silence-60.m4a')],
      captions: null,
      outPath: at('none/none.mp4'),
    };
    await expect(engine.conformPiece(request)).rejects.toMatchObject({ code: 'unsupported_media', retryable: false });
    expect(existsSync(at('none/none.mp4'))).toBe(false);
  });

  it('stops when aborted, with nothing left of the file', async () => {
    const stop = new AbortController();
    const request = {
      piece: piece(6000),
      format: { widthPx: 1080, heightPx: 1920, fps: 60 },
      sources: [{ path: at('still.png'), kind: 'image' as const, seed: 1 }],
      captions: null,
    };
    const running = engine.conformPiece({ ...request, outPath: at('aborted/a.mp4'), signal: stop.signal });
    const stopped = expect(running).rejects.toMatchObject({ code: 'aborted', retryable: true });
    // It is being written.
    const written = async (): Promise<number> => (existsSync(at('aborted')) ? (await readdir(at('aborted'))).length : 0);
    for (let look = 0; look < 3_000 && (await written()) === 0; look += 1) await new Promise((go) => setTimeout(go, 20));
    stop.abort();
    await stopped;
    expect(await readdir(at('aborted'))).toEqual([]);
  });
});

describe('joining refuses', () => {
  const join = (pieces: { path: string; frames: number }[], outPath = at('refused.mp4')) =>
    engine.joinFilm({ pieces, audioPath: at('silence-60.m4a'), format: format(30), outPath });
  let good: { path: string; frames: number };
  beforeAll(async () => {
    good = await engine.conformPiece({
      piece: piece(30),
      format: format(30),
      sources: [video('long.mp4')],
      captions: null,
      outPath: at('good.mp4'),
    });
  });

  it('nothing when all fits', async () => {
    await expect(join([good, good], at('accepted.mp4'))).resolves.toMatchObject({ frames: 60 });
  });

  it('no title of a chapter, and plays as without chapters', async () => {
    const titles = ['A = b; [CHAPTER] #1 \\ "it\u2019s"', 'Вторая\nстрока\t; START=0'];
    const chapters = titles.map((title, n) => ({ title, startFrame: n * 45, endFrame: n === 0 ? 45 : 60 }));
    const request = { pieces: [good, good], audioPath: at('silence-60.m4a'), format: format(30) };
    await engine.joinFilm({ ...request, chapters, outPath: at('chapters.mp4') });
    await engine.joinFilm({ ...request, chapters: chapters.slice(0, 1), outPath: at('one-chapter.mp4') });
    expect(await chaptersIn(at('chapters.mp4'))).toEqual([
      ['0', '1.500000', titles[0]],
      ['1.500000', '2.000000', 'Вторая строка ; START=0'],
    ]);
    expect(await chaptersIn(at('one-chapter.mp4'))).toEqual([]);
    expect(await decodeFrameHashes(at('chapters.mp4'))).toEqual(await decodeFrameHashes(at('one-chapter.mp4')));
  });

  it('no word of where it comes from, and none where none is given', async () => {
    const request = { pieces: [good, good], audioPath: at('silence-60.m4a'), format: format(30) };
    const comment = 'kadr:run/0199a000-0000-7000-8000-000000000020;graph/' + 'a'.repeat(64);
    await engine.joinFilm({ ...request, comment, outPath: at('commented.mp4') });
    await engine.joinFilm({ ...request, comment: 'é'.repeat(300), outPath: at('long-comment.mp4') });
    await engine.joinFilm({ ...request, outPath: at('silent-on-it.mp4') });
    expect(await metadataOf(at('commented.mp4'))).toEqual([`comment=${comment.replace(';', '\\;')}`]);
    expect(await metadataOf(at('long-comment.mp4'))).toEqual([`comment=${'é'.repeat(255)}`]);
    expect(await metadataOf(at('silent-on-it.mp4'))).toEqual([]);
    expect(await decodeFrameHashes(at('commented.mp4'))).toEqual(await decodeFrameHashes(at('silent-on-it.mp4')));
  });

  it.each([
    ['another time scale', { timescale: 15_360 }, 30, /odd-0\.mp4.*time scale is 15360/],
    ['another frame count', {}, 31, /odd-1\.mp4.*30 frames, not 31/],
    ['another rate', { fps: 25 }, 30, /odd-2\.mp4.*1\/30 s/],
    ['B-frames', { bFrames: 2 }, 30, /odd-3\.mp4.*order/],
    ['another size', { widthPx: 182 }, 30, /odd-4\.mp4.*182 x 320/],
    ['sound in a piece', { toneHz: 440 }, 30, /odd-5\.mp4.*one video track/],
  ])('a piece with %s, naming it', async (what, clip, frames, message) => {
    const name = /odd-\d/.exec(message.source)?.[0] ?? what;
    await testClip({ outPath: at(`${name}.mp4`), frames: 30, ...clip });
    await expect(join([good, { path: at(`${name}.mp4`), frames }])).rejects.toMatchObject({
      code: 'join_mismatch',
      message: expect.stringMatching(message),
    });
    expect(existsSync(at('refused.mp4'))).toBe(false);
  });

  it('no piece with another encoder set-up, but encodes it again', async () => {
    await testClip({ outPath: at('older.mp4'), frames: 30 });
    const older = { path: at('older.mp4'), frames: 30 };
    for (const [name, pieces] of Object.entries({ last: [good, older], first: [older, good], only: [older, older] })) {
      await expect(join(pieces, at(`${name}-older.mp4`))).resolves.toMatchObject({ frames: 60 });
      expect(await decodeFrameHashes(at(`${name}-older.mp4`))).toHaveLength(60);
    }
    // Where the others are older, they are all made anew.
    await testClip({ outPath: at('another.mp4'), frames: 15, preset: 'veryfast' });
    const another = { path: at('another.mp4'), frames: 15 };
    await testClip({ outPath: at('half.mp4'), frames: 15 });
    await join([another, older, { path: at('half.mp4'), frames: 15 }], at('all-older.mp4'));
    const [made, today] = await Promise.all([at('all-older.mp4'), good.path].map(async (file) => (await readMp4Layout(file)).tracks[0]));
    expect(made).toMatchObject({ samples: 60, configuration: today?.configuration });
  });

  it('sound that does not end with the picture', async () => {
    await expect(join([good])).rejects.toMatchObject({
      code: 'join_mismatch',
      message: expect.stringContaining('the sound lasts 2.000 s and the picture 1.000 s'),
    });
  });

  it('a piece that is cut off', async () => {
    await writeFile(at('cut-off.mp4'), 'ftyp is not enough');
    await expect(join([good, { path: at('cut-off.mp4'), frames: 30 }])).rejects.toMatchObject({
      code: 'join_mismatch',
      message: expect.stringContaining('cut-off.mp4'),
    });
  });
});

describe('stills', () => {
  it('show the last frame when asked for a time past the end, in the size asked for', async () => {
    await engine.stillFrame(at('long.mp4'), 999, at('last.jpg'), { maxSizePx: 160 });
    await expect(engine.probe(at('last.jpg'))).resolves.toMatchObject({ container: 'jpeg', video: { widthPx: 90, heightPx: 160 } });
  });

  it('become a thumbnail', async () => {
    await engine.thumbnail(at('long.mp4'), at('thumbnail.jpg'), { maxSizePx: 100 });
    await expect(engine.probe(at('thumbnail.jpg'))).resolves.toMatchObject({ video: { heightPx: 100 } });
    expect((await readdir(path.dirname(at('x')))).filter((name) => name.includes('.part'))).toEqual([]);
  });
});
