import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FilmFormat, Piece } from '../contracts.js';
import { run } from '../ffmpeg/index.js';
import { readMp4Layout } from '../probe/mp4-track.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { decodeFrameHashes } from '../testing/index.js';
import { FilmEngine } from './film-engine.js';

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const FRAMES = 4;
const format: FilmFormat = { widthPx: 64, heightPx: 96, fps: 30 };
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast'];
const COLOURS = (primaries: string, transfer: string, matrix: string) => [
  ...['-color_primaries', primaries, '-color_trc', transfer, '-colorspace', matrix],
];

/** What a source may say of itself, as options of the encoder that makes it; by file name. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'plain.mp4': [...X264, '-pix_fmt', 'yuv420p'],
  'photo.jpg': ['-frames:v', '1', '-pix_fmt', 'yuvj420p'],
  'photo-444.jpg': ['-frames:v', '1', '-pix_fmt', 'yuvj444p'],
  'grey.jpg': ['-frames:v', '1', '-pix_fmt', 'gray'],
  'picture.png': ['-frames:v', '1', '-pix_fmt', 'rgb24'],
  'sheer.png': ['-frames:v', '1', '-pix_fmt', 'rgba'],
  'deep.png': ['-frames:v', '1', '-pix_fmt', 'rgb48be'],
  'camera.mov': ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj422p'],
  'full.mp4': [...X264, '-pix_fmt', 'yuvj420p', '-color_range', 'pc'],
  'odd-shape.mp4': [...X264, '-pix_fmt', 'yuv420p', '-aspect', '7:3'],
  'ten-bit.mp4': [...X264, '-pix_fmt', 'yuv420p10le'],
  '422.mp4': [...X264, '-pix_fmt', 'yuv422p'],
  '444.mp4': [...X264, '-pix_fmt', 'yuv444p'],
  'grey.mp4': [...X264, '-pix_fmt', 'gray'],
  'fields.mp4': [...X264, '-pix_fmt', 'yuv420p', '-flags', '+ildct+ilme', '-x264-params', 'tff=1'],
  'turned.mp4': [...X264, '-pix_fmt', 'yuv420p', '-metadata:s:v:0', 'rotate=90'],
  'uneven.mp4': [...X264, '-pix_fmt', 'yuv420p', '-vf', "setpts='(N+mod(N,2)*0.4)/(17*TB)'", '-vsync', 'vfr'],
  'sd.mp4': [...X264, '-pix_fmt', 'yuv420p', ...COLOURS('smpte170m', 'smpte170m', 'smpte170m')],
  'wide-gamut.mp4': [...X264, '-pix_fmt', 'yuv420p10le', ...COLOURS('bt2020', 'smpte2084', 'bt2020nc')],
  ...Object.fromEntries(
    ['left', 'center', 'topleft', 'top', 'bottomleft', 'bottom'].map((place) => [
      `chroma-${place}.mp4`,
      // Of the film's very size and colours, so that nothing in between has a reason to touch it.
      [...X264, '-pix_fmt', 'yuv420p', '-s', '64x96', '-chroma_sample_location', place, ...COLOURS('bt709', 'bt709', 'bt709')],
    ]),
  ),
};

const ffmpeg = (args: readonly string[], purpose: string) =>
  run(engine.tools.ffmpegPath, ['-nostdin', '-loglevel', 'error', ...args], { limitMs: 60_000, purpose });

async function conformed(names: readonly string[], transition: Piece['transition'], outPath: string) {
  const layers = names.map((_, segment) => ({ segment, sourceStartFrame: 0, sourceEndFrame: FRAMES }));
  const piece: Piece = { id: 'piece', startFrame: 0, endFrame: FRAMES, layers, transition };
  const sources = names.map((name) => ({ path: at(name), kind: /mp4|mov/.test(name) ? ('video' as const) : ('image' as const), seed: 1 }));
  return engine.conformPiece({ piece, format, sources, captions: null, outPath });
}

describe('pieces, whatever their sources say of themselves (faults D1)', () => {
  const names = Object.keys(SOURCES);
  const made: { path: string; frames: number }[] = [];

  beforeAll(async () => {
    for (const [name, encoder] of Object.entries(SOURCES)) {
      await ffmpeg(['-f', 'lavfi', '-i', 'testsrc=s=80x64:r=25', '-frames:v', '5', ...encoder, '-y', at(name)], `make ${name}`);
    }
    for (const name of names) made.push(await conformed([name], null, at(`${name}.piece.mp4`)));
    // Two sources in one picture: either may lend it what it says.
    for (const transition of ['crossfade', 'fade', 'wipe'] as const) {
      made.push(await conformed(['photo.jpg', 'chroma-topleft.mp4'], transition, at(`${transition}.piece.mp4`)));
      made.push(await conformed(['chroma-left.mp4', 'camera.mov'], transition, at(`${transition}-back.piece.mp4`)));
    }
  });

  it('have the same parameter sets, byte for byte', async () => {
    const setUps = await Promise.all(
      made.map(async ({ path: file }) => [file, (await readMp4Layout(file)).tracks[0]?.configuration] as const),
    );
    expect(setUps[0]?.[1]).toMatch(/^avc1 67/);
    expect(setUps.filter(([, setUp]) => setUp !== setUps[0]?.[1]).map(([file]) => file.slice(at('').length))).toEqual([]);
  });

  it('join by copying: each frame of the film is the frame of its piece', async () => {
    const music = { gainDb: 0, ducking: null };
    const totalFrames = made.length * FRAMES;
    await engine.mixAudio({ voicePath: null, musicPath: null, totalFrames, fps: format.fps, music, outPath: at('sound.m4a') });
    const film = await engine.joinFilm({ pieces: made, audioPath: at('sound.m4a'), format, outPath: at('film.mp4') });
    const inPieces = await Promise.all(made.map(({ path: file }) => decodeFrameHashes(file)));
    expect(await decodeFrameHashes(film.path)).toEqual(inPieces.flat());
  });
});
