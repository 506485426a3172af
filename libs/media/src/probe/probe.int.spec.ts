import { createServer } from 'node:http';
import { copyFile, stat, truncate, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { locateFfmpeg, run } from '../ffmpeg/index.js';
import { testClip, testTone } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { stillFrame } from '../film/still-frame.js';
import { probeFile } from './probe.js';

const at = temporaryFolder();
const tools = locateFfmpeg();

beforeAll(async () => {
  await testClip({ outPath: at('clip.mp4'), widthPx: 180, heightPx: 320, fps: 25, frames: 50, toneHz: 440 });
  await testTone({ outPath: at('tone.wav'), seconds: 1 });
});

describe('probing', () => {
  it.each([
    ['with ffprobe', tools],
    ['with ffmpeg alone', { ...tools, ffprobePath: null }],
  ])('says what a file is, %s', async (_, with_) => {
    const { facts } = await probeFile(with_, at('clip.mp4'));
    expect(facts).toMatchObject({
      container: 'mp4',
      durationSeconds: 2,
      video: { codec: 'h264', widthPx: 180, heightPx: 320, fps: 25, pixelFormat: 'yuv420p' },
      audio: { codec: 'aac', sampleRateHz: 48_000, channels: 1 },
    });
    const tone = await probeFile(with_, at('tone.wav'));
    expect(tone.facts).toMatchObject({
      container: 'wav',
      durationSeconds: 1,
      video: null,
      audio: { codec: 'pcm_s16le', sampleRateHz: 48_000, channels: 1 },
    });
  });

  it.each([
    ['a voice message', 'said.opus', 'ogg', ['-c:a', 'libopus', '-b:a', '24k', '-ar', '16000']],
    ['Vorbis', 'said.ogg', 'ogg', ['-c:a', 'libvorbis']],
    ['FLAC', 'said.flac', 'flac', ['-c:a', 'flac']],
    ['AAC without a container', 'said.aac', 'aac', ['-c:a', 'aac', '-f', 'adts']],
  ])('knows %s, and how long it is, as all other sound', async (_, name, container, encoder) => {
    const source = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'anoisesrc=d=3.7:a=0.3:r=48000'];
    // A loud beginning and a silent rest: a length that is guessed by the rate of its beginning is far off.
    const args = [...source, '-af', "volume='if(lt(t,0.4),1,0)':eval=frame,apad=whole_dur=3.7", '-t', '3.7', ...encoder, '-y', at(name)];
    await run(tools.ffmpegPath, args, { limitMs: 20_000, purpose: `make ${name}` });
    for (const with_ of [tools, { ...tools, ffprobePath: null }]) {
      const { facts } = await probeFile(with_, at(name));
      expect(facts).toMatchObject({ container, video: null, audio: { channels: 1 } });
      expect(Math.abs(facts.durationSeconds - 3.7)).toBeLessThan(0.1);
    }
  });

  it.each([
    ['JPEG', 'photo.jpg'],
    ['PNG', 'photo.png'],
    ['WebP', 'photo.webp'],
  ])('refuses a %s whose end is missing, and says so', async (_, name) => {
    const args = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:d=1', '-frames:v', '1', '-y', at(name)];
    await run(tools.ffmpegPath, args, { limitMs: 20_000, purpose: `make ${name}` });
    await stillFrame(tools, at(name), 0, at('whole.png'));
    await truncate(at(name), Math.floor((await stat(at(name))).size / 2));
    await expect(stillFrame(tools, at(name), 0, at('cut.png'))).rejects.toMatchObject({
      code: 'unsupported_media',
      message: expect.stringContaining('it is cut off: its end is missing'),
    });
  });

  it('turns the sides of a clip that is shown turned', async () => {
    const args = [
      '-nostdin',
      '-loglevel',
      'error',
      '-i',
      at('clip.mp4'),
      '-c',
      'copy',
      '-metadata:s:v',
      'rotate=90',
      '-y',
      at('turned.mp4'),
    ];
    await run(tools.ffmpegPath, args, { limitMs: 20_000, purpose: 'turn a clip' });
    await expect(probeFile(tools, at('turned.mp4'))).resolves.toMatchObject({ facts: { video: { widthPx: 320, heightPx: 180 } } });
  });

  it.each([
    ['a playlist called .mp4', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'],
    ['a concat script called .mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
    ['text', 'just some text, longer than twelve bytes'],
    ['an empty file', ''],
    ['an MP4 of nothing but its first box', '\0\0\0\x18ftypisom\0\0\0\0isommp42'],
  ])('refuses %s', async (_, content) => {
    await writeFile(at('disguised.mp4'), content, 'latin1');
    await expect(probeFile(tools, at('disguised.mp4'))).rejects.toMatchObject({ code: 'unsupported_media', retryable: false });
  });

  it('never opens what a playlist with a good head points to', async () => {
    let visits = 0;
    const server = createServer((_, response) => {
      visits += 1;
      response.end();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/canary.ts`;
    // The first bytes are those of an MP3, the rest is a playlist: the demuxer is fixed by then and does not guess again.
    await writeFile(
      at('head.mp3'),
      `ID3\x03\0\0\0\0\0\0\n#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
      'latin1',
    );
    await expect(probeFile(tools, at('head.mp3'))).rejects.toMatchObject({ code: 'unsupported_media' });
    await new Promise((closed) => server.close(closed));
    expect(visits).toBe(0);
  });

  it('refuses a file that is cut off before its tables, and one that is not there', async () => {
    await copyFile(at('clip.mp4'), at('half.mp4'));
    await truncate(at('half.mp4'), 2_000);
    await expect(probeFile(tools, at('half.mp4'))).rejects.toMatchObject({ code: 'unsupported_media' });
    await expect(probeFile(tools, at('absent.mp4'))).rejects.toMatchObject({ code: 'media_not_found' });
  });

  it('refuses a clip whose pictures go on behind its end', async () => {
    const args = ['-nostdin', '-loglevel', 'error', '-i', at('clip.mp4'), '-c', 'copy', '-movflags', '+faststart', '-y', at('front.mp4')];
    await run(tools.ffmpegPath, args, { limitMs: 20_000, purpose: 'put the tables first' });
    await expect(probeFile(tools, at('front.mp4'))).resolves.toMatchObject({ pictureSeconds: 2 });
    await truncate(at('front.mp4'), (await stat(at('front.mp4'))).size - 2_000);
    await expect(probeFile(tools, at('front.mp4'))).rejects.toMatchObject({
      code: 'unsupported_media',
      message: expect.stringContaining('cut off'),
    });
  });

  describe.each([
    ['with ffprobe', tools],
    ['with ffmpeg alone', { ...tools, ffprobePath: null }],
  ])('knows how long there is something to see, %s', (_, with_) => {
    const made = async (name: string, ...how: string[]): Promise<ReturnType<typeof probeFile>> => {
      const args = ['-nostdin', '-loglevel', 'error', '-i', at('clip.mp4'), '-stream_loop', '3', '-i', at('tone.wav')];
      const tail = [...how, '-c:a', name.endsWith('webm') ? 'libopus' : 'aac', '-y', at(name)];
      await run(tools.ffmpegPath, [...args, '-map', '0:v', '-map', '1:a', ...tail], { limitMs: 20_000, purpose: 'make a clip' });
      return probeFile(with_, at(name));
    };

    it.each(['longer.mp4', 'longer.mkv'])('in %s, whose sound goes on', async (name) => {
      const { pictureSeconds, facts } = await made(name, '-c:v', 'copy');
      expect(pictureSeconds).toBeCloseTo(2, 1);
      expect(facts.durationSeconds).toBeCloseTo(4, 1);
    });

    it('in what a browser records, which states no length', async () => {
      const { pictureSeconds, facts } = await made('recorded.webm', '-c:v', 'libvpx', '-deadline', 'realtime', '-live', '1');
      expect(pictureSeconds).toBeCloseTo(2, 1);
      expect(facts.durationSeconds).toBeCloseTo(4, 1);
    });

    it('in Matroska that is cut off', async () => {
      await made('cut.mkv', '-c:v', 'copy', '-cluster_time_limit', '200');
      await truncate(at('cut.mkv'), Math.round((await stat(at('cut.mkv'))).size / 2));
      const { pictureSeconds } = await probeFile(with_, at('cut.mkv'));
      expect(pictureSeconds).toBeGreaterThan(0.1);
      expect(pictureSeconds).toBeLessThan(1.9);
    });
  });

  it('refuses a picture with more pixels than the limit before decoding it', async () => {
    const header = Buffer.from('89504e470d0a1a0a0000000d49484452000186a0000186a00802000000', 'hex');
    await writeFile(at('bomb.png'), Buffer.concat([header, Buffer.alloc(64)]));
    await expect(probeFile(tools, at('bomb.png'))).rejects.toMatchObject({
      code: expect.stringMatching(/unsupported_media|media_too_large/),
    });
  });
});
