import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSilent, takeInMusic } from '../audio/index.js';
import type { FilmFormat } from '../contracts.js';
import { run } from '../ffmpeg/index.js';
import { takeInPicture } from '../illustrator/take-in-picture.js';
import { decodeFrameHashes } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const format: FilmFormat = { widthPx: 96, heightPx: 64, fps: 30 };
const FRAMES = 15;
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const { signal } = new AbortController();

const made = (name: string, graph: string, ...encoder: string[]) =>
  run(engine.tools.ffmpegPath, ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', graph, ...encoder, '-y', at(name)], {
    limitMs: 60_000,
    purpose: `make ${name}`,
  });

/** As an upload is looked at: what is refused here never gets into a film, and nobody pays for it. */
const lookedAt = async (name: string) => {
  await takeInPicture(at(name), signal);
  return engine.probe(at(name));
};

describe('clips and pictures that others would choke on', () => {
  it.each([
    ['a clip of 0.2 s', 'short.mp4', 'testsrc=s=96x64:r=30', ['-frames:v', '6', ...X264]],
    ['a clip of one frame', 'one-frame.mp4', 'testsrc=s=96x64:r=30', ['-frames:v', '1', ...X264]],
    ['240 frames a second', 'fast.mp4', 'testsrc=s=96x64:r=240:d=0.6', X264],
    ['one frame in two seconds', 'slow.mp4', 'testsrc=s=96x64:r=1/2:d=6', X264],
    ['interlaced DV', 'camera.mov', 'testsrc=s=720x576:r=25:d=0.6', ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p', '-flags', '+ilme+ildct']],
    ['interlaced MPEG-2 in Matroska', 'fields.mkv', 'testsrc=s=96x64:r=25:d=0.6', ['-c:v', 'mpeg2video', '-flags', '+ilme+ildct']],
    ['a GIF of one frame', 'still.gif', 'testsrc=s=96x64', ['-frames:v', '1']],
    ['a picture of one pixel', 'dot.png', 'testsrc=s=96x64,format=rgb24,crop=1:1', ['-frames:v', '1']],
    ['a strip of one row', 'strip.png', 'testsrc=s=900x64,format=rgb24,crop=900:1', ['-frames:v', '1']],
    ['sides that are odd', 'odd.mp4', 'testsrc=s=95x63:r=30:d=0.6', ['-c:v', 'libx264', '-pix_fmt', 'yuv444p']],
    ['a clip that is black', 'black.mp4', 'color=c=black:s=96x64:r=30:d=0.6', X264],
    ['a clip that starts late', 'late.mp4', 'testsrc=s=96x64:r=30:d=0.6', ['-vf', 'setpts=PTS+3/TB', ...X264]],
    ['a picture with 16 bit a colour', 'deep.png', 'testsrc=s=96x64', ['-frames:v', '1', '-pix_fmt', 'rgb48be']],
    [
      'HEVC in 12 bit',
      'twelve.mp4',
      'testsrc=s=96x64:r=30:d=0.3',
      ['-c:v', 'libx265', '-pix_fmt', 'yuv420p12le', '-x265-params', 'log-level=none'],
    ],
  ] as const)('are shown: %s', async (_what, name, graph, encoder) => {
    await made(name, graph, ...encoder);
    const facts = await lookedAt(name);
    expect(facts.video).not.toBeNull();
    const kind = /png|gif/.test(name) ? ('image' as const) : ('video' as const);
    const layers = [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: FRAMES }];
    const piece = { id: 'piece', startFrame: 0, endFrame: FRAMES, layers, transition: null };
    const sources = [{ path: at(name), kind, seed: 1 }];
    const shown = await engine.conformPiece({ piece, format, sources, captions: null, outPath: at(`${name}.piece.mp4`) });
    expect(await decodeFrameHashes(shown.path)).toHaveLength(FRAMES);
  });

  it('are shown without the comb of their fields', async () => {
    // Two frames of a bar that jumps, woven into one: without care each second line is of another moment.
    await made(
      'woven.mp4',
      "color=c=black:s=96x64:r=50:d=1,geq=lum='if(mod(N,2),if(lt(X,48),235,16),if(lt(X,48),16,235))':cb=128:cr=128," +
        'tinterlace=mode=interleave_top',
      '-c:v',
      'libx264',
      '-qp',
      '1',
      '-flags',
      '+ilme+ildct',
      '-x264-params',
      'tff=1',
      '-pix_fmt',
      'yuv420p',
    );
    const layers = [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: FRAMES }];
    const piece = { id: 'piece', startFrame: 0, endFrame: FRAMES, layers, transition: null };
    const sources = [{ path: at('woven.mp4'), kind: 'video' as const, seed: 1 }];
    const shown = await engine.conformPiece({ piece, format, sources, captions: null, outPath: at('woven.piece.mp4') });
    const { stdout } = await run(
      engine.tools.ffmpegPath,
      ['-nostdin', '-loglevel', 'error', '-i', shown.path, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'],
      { limitMs: 30_000, purpose: 'decode a frame' },
    );
    const steps = Array.from({ length: 50 }, (_, row) => Math.abs((stdout[(row + 6) * 96 + 20] ?? 0) - (stdout[(row + 7) * 96 + 20] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(40);
  });
});

describe('what cannot be used is refused when it is looked at, and says what to do', () => {
  const ftyp = (major: string, brands: string): Buffer => Buffer.from(`\0\0\0\x1cftyp${major}\0\0\0\0${brands}`, 'latin1');
  /** The sound of hours, as its head says; the file itself takes no room. */
  async function hoursOfSound(name: string, hours: number): Promise<void> {
    const bytes = hours * 3600 * 8000;
    const head = Buffer.alloc(44);
    head.write('RIFF', 0, 'latin1');
    head.writeUInt32LE(bytes + 36, 4);
    head.write('WAVEfmt ', 8, 'latin1');
    head.writeUInt32LE(16, 16);
    head.writeUInt16LE(1, 20);
    head.writeUInt16LE(1, 22);
    head.writeUInt32LE(8000, 24);
    head.writeUInt32LE(8000, 28);
    head.writeUInt16LE(1, 32);
    head.writeUInt16LE(8, 34);
    head.write('data', 36, 'latin1');
    head.writeUInt32LE(bytes, 40);
    await writeFile(at(name), head);
    await truncate(at(name), bytes + 44);
  }

  it.each([
    ['a HEIC without a picture', 'burst.heic', () => writeFile(at('burst.heic'), ftyp('msf1', 'msf1hevcheic')), /save it as JPEG/],
    [
      'a recording of four hours',
      'lecture.mp4',
      () => made('lecture.mp4', 'color=s=16x16:r=1:d=14400', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '600'),
      /14400 seconds, at most 600 seconds; cut out the part/,
    ],
    ['a voice of four hours', 'voice.wav', () => hoursOfSound('voice.wav', 4), /14400 seconds, at most 600 seconds; cut out the part/],
    ['500 frames a second', 'lab.mp4', () => made('lab.mp4', 'testsrc=s=96x64:r=500:d=0.2', ...X264), /at most 240 .*; save it with fewer/],
    [
      'a bare DV stream',
      'tape.dv',
      () => made('tape.dv', 'testsrc=s=720x576:r=25:d=0.2', '-c:v', 'dvvideo', '-pix_fmt', 'yuv420p'),
      /save it as/,
    ],
    ['AVI', 'old.avi', () => made('old.avi', 'testsrc=s=96x64:r=25:d=0.2', '-c:v', 'mpeg4'), /MP4, MOV, .*; save it as one of them/],
    ['Flash video', 'old.flv', () => made('old.flv', 'testsrc=s=96x64:r=25:d=0.2', '-c:v', 'flv'), /save it as one of them/],
    ['TIFF', 'scan.tiff', () => made('scan.tiff', 'testsrc=s=96x64', '-frames:v', '1'), /save it as one of them/],
    ['BMP', 'old.bmp', () => made('old.bmp', 'testsrc=s=96x64', '-frames:v', '1'), /save it as one of them/],
    ['AIFF', 'voice.aiff', () => made('voice.aiff', 'sine=d=1'), /save it as one of them/],
    ['Ogg with a film in it', 'film.ogv', () => made('film.ogv', 'testsrc=s=96x64:r=25:d=0.2', '-c:v', 'libtheora'), /save it as MP4/],
    ['a document', 'text.pdf', () => writeFile(at('text.pdf'), '%PDF-1.7 and then some more'), /save it as one of them/],
  ])('%s', async (_what, name, make, reason) => {
    await make();
    await expect(lookedAt(name)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:unsupported_media|media_too_large)$/),
      retryable: false,
      message: expect.stringMatching(reason),
    });
  });
});

describe('sound that is odd', () => {
  /** ID3v2.3 with a cover of so many bytes in front of the sound. */
  function withCover(mp3: Buffer, bytes: number): Buffer {
    const picture = Buffer.concat([Buffer.from('\0image/jpeg\0\x03\0\xff\xd8\xff', 'latin1'), randomBytes(bytes)]);
    const frame = Buffer.alloc(10);
    frame.write('APIC', 0, 'latin1');
    frame.writeUInt32BE(picture.length, 4);
    const size = picture.length + frame.length;
    const head = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);
    return Buffer.concat([head, frame, picture, mp3]);
  }

  it('is music all the same with a cover of 20 MB', async () => {
    await made('plain.mp3', 'sine=frequency=300:duration=2', '-c:a', 'libmp3lame', '-id3v2_version', '0', '-write_xing', '0');
    await writeFile(at('cover.mp3'), withCover(await readFile(at('plain.mp3')), 20_000_000));
    const facts = await lookedAt('cover.mp3');
    expect([facts.video, Math.round(facts.durationSeconds)]).toEqual([null, 2]);
    await takeInMusic({ inputPath: at('cover.mp3'), durationSeconds: 3, outPath: at('music.wav'), signal });
    const wav = await open(at('music.wav'));
    expect((await wav.stat()).size).toBeGreaterThanOrEqual(3 * 48_000 * 4);
    await wav.close();
    expect(await isSilent(at('music.wav'), signal)).toBe(false);
  });

  it.each([
    ['one channel of two is silent', 'half.wav', 'sine=d=1,pan=stereo|c0=c0', []],
    ['six channels', 'six.m4a', 'sine=d=1,pan=5.1|c0=c0|c1=c0', ['-c:a', 'aac']],
    ['a rate of 8 kHz', 'phone.wav', 'sine=d=1:sample_rate=8000', []],
    ['24 bit', 'studio.wav', 'sine=d=1', ['-c:a', 'pcm_s24le']],
    ['32 bit float over full scale', 'hot.wav', 'sine=d=1,volume=20', ['-c:a', 'pcm_f32le']],
    ['0.1 s', 'click.wav', 'sine=d=0.1', []],
    ['A-law', 'alaw.wav', 'sine=d=1', ['-c:a', 'pcm_alaw']],
    ['nothing but noise', 'noise.wav', 'anoisesrc=d=1:a=0.8', []],
  ])('is taken: %s', async (_what, name, graph, encoder) => {
    await made(name, graph, ...encoder);
    expect((await lookedAt(name)).audio).not.toBeNull();
    const taken = await takeInMusic({ inputPath: at(name), durationSeconds: 2, outPath: at(`${name}.taken.wav`), signal });
    expect(await isSilent(taken.path, signal)).toBe(false);
    expect((await engine.probe(taken.path)).durationSeconds).toBeCloseTo(2, 2);
  });
});
