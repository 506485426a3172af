import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../ffmpeg/index.js';
import { FilmEngine } from '../film/index.js';
import { readMp4Layout } from '../probe/mp4-track.js';
import { testTone } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import type { Ducking } from '../contracts.js';
import type { VoiceLine } from './lay-voice.js';
import { measureLoudness } from './loudness.js';
import { DEFAULT_DUCKING } from './mix-audio.js';
import { readMonoWav, samplesOf } from './wav.js';

const at = temporaryFolder();
const engine = new FilmEngine();

beforeAll(async () => {
  await testTone({ outPath: at('line.wav'), seconds: 2, levelDb: -9 });
  await testTone({ outPath: at('quiet.wav'), seconds: 6, levelDb: -38 });
  await testTone({ outPath: at('music.wav'), seconds: 3, levelDb: -3, channels: 2, frequencyHz: 110 });
});

async function seconds(file: string): Promise<number> {
  return (await readMp4Layout(file)).tracks[0]?.edits[0]?.durationSeconds ?? 0;
}

describe('the sound of a film', () => {
  it.each([
    ['a voice over music', 'quiet.wav', 'music.wav'],
    ['a quiet voice alone', 'quiet.wav', null],
    ['music alone, looped', null, 'music.wav'],
  ])('of %s is as long as the film and as loud as films are', async (name, voice, music) => {
    const outPath = at(`${name.replaceAll(' ', '-')}.m4a`);
    const { loudness } = await engine.mixAudio({
      voicePath: voice && at(voice),
      musicPath: music && at(music),
      totalFrames: 191,
      fps: 25,
      music: { gainDb: -18, ducking: DEFAULT_DUCKING },
      outPath,
    });
    const measured = await measureLoudness(engine.tools, outPath, true);
    expect(measured).toEqual(loudness);
    expect(Math.abs(measured.integratedLufs + 14)).toBeLessThanOrEqual(1);
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(await seconds(outPath)).toBeCloseTo(191 / 25, 2);
  });

  it('is a silent track where there is neither voice nor music', async () => {
    const request = { voicePath: null, musicPath: null, totalFrames: 90, fps: 30, music: { gainDb: -18, ducking: DEFAULT_DUCKING } };
    await expect(engine.mixAudio({ ...request, outPath: at('silent.m4a') })).resolves.toMatchObject({ loudness: null });
    expect(await seconds(at('silent.m4a'))).toBeCloseTo(3, 2);
    await expect(engine.probe(at('silent.m4a'))).resolves.toMatchObject({
      container: 'm4a',
      audio: { codec: 'aac', sampleRateHz: 48_000, channels: 2 },
    });
  });

  it('lowers the music while somebody speaks', async () => {
    const mix = async (depthDb: number | null) => {
      const outPath = at(`ducking-${depthDb}.m4a`);
      const ducking = depthDb === null ? null : { ...DEFAULT_DUCKING, depthDb };
      await engine.mixAudio({
        voicePath: at('line.wav'),
        musicPath: at('music.wav'),
        totalFrames: 120,
        fps: 30,
        music: { gainDb: -6, ducking },
        outPath,
      });
      return outPath;
    };
    // The voice ends after 2 s. Against the voice's own half, the pause is quieter where nothing is ducked.
    const [plain, ducked] = [await balance(await mix(null)), await balance(await mix(6))];
    expect(ducked - plain).toBeGreaterThan(1);
  });

  /** A voice so far under the music that what is heard is the music: the key is raised to its level before it ducks. */
  const musicAlone = async (ducking: Ducking | null): Promise<number> => {
    const outPath = at(`deep-${ducking?.depthDb}.m4a`);
    const request = { voicePath: at('line.wav'), musicPath: at('music.wav'), totalFrames: 120, fps: 30 };
    await engine.mixAudio({ ...request, music: { gainDb: 24, ducking }, outPath });
    return balance(outPath);
  };
  let plain: Promise<number> | undefined;

  it.each([3, 6, 12])('takes about as many decibels (%d) off the music as the template says', async (depthDb) => {
    const ducked = await musicAlone({ depthDb, attackMs: 20, releaseMs: 300 });
    expect(Math.abs(ducked - (await (plain ??= musicAlone(null))) - depthDb)).toBeLessThan(0.35 * depthDb);
  });
});

/** Loudness of the second half over that of the first, in LU. */
async function balance(file: string): Promise<number> {
  const cut = async (name: string, filter: string) => {
    const args = ['-nostdin', '-loglevel', 'error', '-i', file, '-af', filter, '-f', 'wav', '-y', `${file}.${name}.wav`];
    await run(engine.tools.ffmpegPath, args, { limitMs: 30_000, purpose: 'cut the mix' });
    return (await measureLoudness(engine.tools, `${file}.${name}.wav`, false)).integratedLufs;
  };
  return (await cut('pause', 'atrim=2.2:3.2')) - (await cut('speech', 'atrim=0.2:1.8'));
}

describe('music after the last word', () => {
  const FILM_SECONDS = 8;
  const voices = new Map<number, Promise<string>>();
  const voiceUntil = (seconds: number): Promise<string> => {
    const name = at(`voice-${seconds}.wav`);
    const formula = `0.2*sin(2*PI*1000*t)*gt(sin(PI*3*t),-0.6)*lt(t,${seconds})`;
    const made = voices.get(seconds) ?? sound(formula, FILM_SECONDS, name).then(() => name);
    voices.set(seconds, made);
    return made;
  };
  beforeAll(() => sound('0.3*sin(2*PI*110*t)', FILM_SECONDS, at('low.wav')));

  /** Level of the music alone, which is far below the voice in pitch. */
  async function musicLevels(voiceSeconds: number, gainDb: number, ducking: Ducking | null) {
    const outPath = at(`closing-${voiceSeconds}-${gainDb}-${ducking?.depthDb}.m4a`);
    const { loudness } = await engine.mixAudio({
      ...{ voicePath: await voiceUntil(voiceSeconds), musicPath: at('low.wav'), totalFrames: FILM_SECONDS * 25, fps: 25 },
      ...{ music: { gainDb, ducking }, outPath },
    });
    expect(Math.abs((loudness?.integratedLufs ?? 0) + 14)).toBeLessThanOrEqual(1);
    expect(await seconds(outPath)).toBeCloseTo(FILM_SECONDS, 2);
    return levelsOf(outPath, 'lowpass=f=180:p=2,lowpass=f=180:p=2');
  }

  it.each([
    [-20, 9],
    [-18, 6],
    [-16, 8],
    [-14, 10],
  ])('rises from its place under the voice and fades at the end: %d dB, %d dB deep', async (gainDb, depthDb) => {
    const level = await musicLevels(5, gainDb, { ...DEFAULT_DUCKING, depthDb });
    const ducked = level(1.5, 4.8);
    // It came back by no more than what ducking had taken off it.
    expect(level(6, 6.5) - ducked).toBeGreaterThan(depthDb + 5);
    expect(level(7, 8) - ducked).toBeGreaterThan(3);
    const closing = [6, 6.75, 7.25, 7.5, 7.75, 7.9].map((from, index, all) => level(from, all[index + 1] ?? 8));
    for (const [index, quieter] of closing.slice(1).entries()) expect(quieter).toBeLessThan((closing[index] ?? 0) + 0.1);
    expect((closing[0] ?? 0) - (closing.at(-1) ?? 0)).toBeGreaterThan(15);
  });

  it('rises less where little time is left, and not at all where there is none', async () => {
    const rise = async (voiceSeconds: number) => {
      const level = await musicLevels(voiceSeconds, -18, DEFAULT_DUCKING);
      return level(voiceSeconds + 0.4 * (FILM_SECONDS - voiceSeconds), 8) - level(1.5, 4.8);
    };
    const [much, little, none] = [await rise(5), await rise(7.2), await rise(7.8)];
    expect(much).toBeGreaterThan(little + 3);
    expect(little).toBeGreaterThan(0);
    expect(none).toBeLessThan(0);
  });

  it('keeps its level where it never gave way', async () => {
    const level = await musicLevels(4, -18, null);
    expect(Math.abs(level(5, 5.9) - level(1.5, 3.8))).toBeLessThan(1);
  });
});

/** A sound as a formula over `t`, in seconds. */
async function sound(formula: string, length: number, outPath: string): Promise<void> {
  const args = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', `aevalsrc=exprs='${formula}':s=48000:d=${length}`, '-y', outPath];
  await run(engine.tools.ffmpegPath, args, { limitMs: 30_000, purpose: 'make a sound' });
}

/** Heard through a filter, by one program. @returns the mean level between two seconds, in dB of full scale */
async function levelsOf(file: string, filter: string): Promise<(from: number, to: number) => number> {
  const args = ['-nostdin', '-loglevel', 'error', '-i', file, '-af', filter, '-ac', '2', '-ar', '48000', '-f', 's16le', 'pipe:1'];
  const { stdout } = await run(engine.tools.ffmpegPath, args, { limitMs: 30_000, purpose: 'measure levels' });
  const samples = samplesOf(stdout);
  return (from, to) => {
    const part = samples.subarray(2 * Math.round(48_000 * from), 2 * Math.round(48_000 * to));
    const power = part.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / part.length;
    return 10 * Math.log10(power);
  };
}

describe('the voice track', () => {
  it('has each line where it belongs, at its tempo, and is as long as the film', async () => {
    const lines = [
      { path: at('line.wav'), startSeconds: 0.5, tempo: 1 },
      { path: at('line.wav'), startSeconds: 4, tempo: 2 },
      { path: at('line.wav'), startSeconds: 7.5, tempo: 1 },
    ];
    const { path, wavPath } = await engine.layVoice({ lines, durationSeconds: 8, outPath: at('voiceover.m4a') });
    expect(await seconds(path)).toBeCloseTo(8, 2);
    const [track, line] = [await readMonoWav(wavPath), await readMonoWav(at('line.wav'))];
    expect(track).toHaveLength(8 * 48_000);
    expect(track?.slice(24_000, 120_000)).toEqual(line);
    const silent = (from: number, to: number) => track?.slice(from * 48_000, to * 48_000).every((sample) => sample === 0);
    expect([silent(0, 0.5), silent(2.6, 3.9), silent(4, 4.9), silent(5.2, 7.4), silent(7.5, 8)]).toEqual([true, true, false, true, false]);
  });

  it('has in each line what it has when it is laid alone, whatever files and tempos the others have', async () => {
    await engine.encodeAudio(at('music.wav'), at('coded.m4a'));
    // More than one program reads.
    const lines = Array.from({ length: 19 }, (_, n) => ({
      path: at(['line.wav', 'coded.m4a', 'quiet.wav'][n % 3] ?? ''),
      startSeconds: n / 2,
      tempo: [1, 1.06][n % 2] ?? 1,
    }));
    const durationSeconds = 14;
    const samplesOfLines = async (some: readonly VoiceLine[], name: string): Promise<Int16Array> => {
      const { wavPath } = await engine.layVoice({ lines: some, durationSeconds, outPath: at(`${name}.m4a`) });
      return (await readMonoWav(wavPath)) ?? new Int16Array();
    };
    const together = await samplesOfLines(lines, 'together');
    const alone: Int16Array[] = [];
    for (const [n, line] of lines.slice(0, 6).entries()) alone.push(await samplesOfLines([{ ...line, startSeconds: 0 }], `alone-${n}`));
    const expected = new Int16Array(durationSeconds * 48_000);
    for (const [n, { startSeconds }] of lines.entries()) {
      const samples = alone[n % 6] ?? new Int16Array();
      expect(samples.some((sample) => sample !== 0)).toBe(true);
      for (let index = 48_000 * startSeconds; index < expected.length; index += 1)
        expected[index] = Math.max(-32_768, Math.min(32_767, (expected[index] ?? 0) + (samples[index - 48_000 * startSeconds] ?? 0)));
    }
    expect(Buffer.compare(Buffer.from(together.buffer), Buffer.from(expected.buffer))).toBe(0);
    expect(readdirSync(at('.')).filter((name) => name.startsWith('.lines-'))).toEqual([]);
  });

  it('refuses a tempo at which nobody could follow', async () => {
    const lines = [{ path: at('line.wav'), startSeconds: 0, tempo: 3 }];
    await expect(engine.layVoice({ lines, durationSeconds: 2, outPath: at('fast.m4a') })).rejects.toMatchObject({ code: 'invalid_tempo' });
  });

  it('is encoded without a change in length', async () => {
    await expect(engine.encodeAudio(at('music.wav'), at('music.m4a'))).resolves.toEqual({
      path: at('music.m4a'),
      contentType: 'audio/mp4',
    });
    expect(await seconds(at('music.m4a'))).toBeCloseTo(3, 2);
  });
});
