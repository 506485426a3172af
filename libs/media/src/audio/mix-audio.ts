import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Ducking, Loudness } from '../contracts.js';
import { GLOBAL_FLAGS, inputFlags, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { closingFilters, closingOf, HEARD_OUTPUT, lastHeardSeconds } from './closing-music.js';
import { AAC_ARGS, type SoundInput, soundInput } from './encode-audio.js';
import { LOUDNESS_FILTER, loudnessIn, measuredWith, SILENCE_LUFS, TELLING_FLAGS } from './loudness.js';
import { FILM_SAMPLE_RATE_HZ } from './wav.js';

export interface MixRequest {
  /** On the film's time line; shorter is padded with silence, longer is cut. */
  readonly voicePath: string | null;
  /** Looped when shorter than the film. */
  readonly musicPath: string | null;
  readonly totalFrames: number;
  readonly fps: number;
  readonly music: {
    /** Loudness of the music relative to the voice in its pauses, for example -18. Alone, music is as loud as a film should be. */
    readonly gainDb: number;
    /** How the music gives way while somebody speaks, to rise when the last word is said; null: it keeps its level. */
    readonly ducking: Ducking | null;
  };
  readonly outPath: string;
  readonly signal?: AbortSignal | undefined;
}

export interface MixedAudio {
  readonly path: string;
  /** Of the finished AAC track; null for silence. */
  readonly loudness: Loudness | null;
}

/** What players of short videos bring everything to; louder is turned down, quieter is not turned up. */
export const TARGET_LUFS = -14;
/** Allowed after AAC, which can raise a peak by about half a decibel over what went in. */
const PEAK_ALLOWED_DBTP = -1.1;
const PEAK_AIMED_DBTP = -1.6;
/** Both tracks are brought to this level before they are mixed, so that `gainDb` means the same for any voice and any music. */
const STEM_LUFS = -20;
const LUFS_TOLERANCE = 0.3;
const MAX_ROUNDS = 4;
const FADE_IN_SECONDS = 0.8;

/** Mixes a film's sound; see FilmEngine.mixAudio. */
export async function mixAudio(tools: FfmpegTools, request: MixRequest): Promise<MixedAudio> {
  const samples = Math.round((request.totalFrames / request.fps) * FILM_SAMPLE_RATE_HZ);
  const givesWay = request.musicPath !== null && request.music.ducking !== null;
  const [voice, music] = await Promise.all([
    stem(tools, request.voicePath, givesWay, request.signal),
    stem(tools, request.musicPath, false, request.signal),
  ]);
  return stageOutput(request.outPath, async (stagedPath) => {
    if (!voice && !music) {
      await encode(tools, ['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo'], `atrim=end_sample=${samples}`, stagedPath, request);
      return { path: request.outPath, loudness: null };
    }
    const folder = await mkdtemp(path.join(path.dirname(stagedPath), '.mix-'));
    try {
      const mixPath = path.join(folder, 'mix.wav');
      const mixed = await mixStems(tools, voice, music, samples, mixPath, request);
      const sound = { path: mixPath, lufs: mixed.integratedLufs };
      return { path: request.outPath, loudness: await normalise(tools, sound, samples, stagedPath, request) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

interface Stem extends SoundInput {
  /** Brings it to STEM_LUFS. */
  readonly gainDb: number;
  /** Where the last of it is heard; null where nobody asked. */
  readonly endSeconds: number | null;
}

/** @param isHeardOut whether it is asked where the last of it is heard */
async function stem(tools: FfmpegTools, file: string | null, isHeardOut: boolean, signal: AbortSignal | undefined): Promise<Stem | null> {
  if (file === null) return null;
  const known = await soundInput(tools, file);
  const { loudness, stdout } = await measuredWith(tools, known, file, false, isHeardOut ? HEARD_OUTPUT : [], signal);
  const { integratedLufs } = loudness;
  if (!(integratedLufs > SILENCE_LUFS)) return null;
  return { ...known, gainDb: STEM_LUFS - integratedLufs, endSeconds: isHeardOut ? lastHeardSeconds(stdout, integratedLufs) : null };
}

/** Voice and music in floating point, so that nothing clips before it is brought to its final level. @returns how loud it is */
async function mixStems(
  tools: FfmpegTools,
  voice: Stem | null,
  music: Stem | null,
  samples: number,
  mixPath: string,
  request: MixRequest,
): Promise<Loudness> {
  const filmSeconds = samples / FILM_SAMPLE_RATE_HZ;
  const exact = `apad,atrim=end_sample=${samples}`;
  const prepared = (gainDb: number) =>
    `aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo,volume=${gainDb.toFixed(2)}dB,${exact}`;
  const inputs: string[] = [];
  const chains: string[] = [];
  if (voice) {
    inputs.push(...voice.args);
    chains.push(`[0:a:0]${prepared(voice.gainDb)}[voice]`);
  }
  if (music) {
    const closing = closingOf(filmSeconds, voice?.endSeconds ?? null, request.music.gainDb);
    const faded = `afade=t=in:d=${Math.min(FADE_IN_SECONDS, filmSeconds / 4).toFixed(3)},${closingFilters(filmSeconds, closing)}`;
    inputs.push(...(music.seconds < filmSeconds - 0.05 ? ['-stream_loop', '-1'] : []), ...music.args);
    chains.push(`[${voice ? 1 : 0}:a:0]${prepared(music.gainDb + (voice ? request.music.gainDb : 0))},${faded}[music]`);
  }
  const sum = 'amerge=inputs=2,pan=stereo|c0=c0+c2|c1=c1+c3';
  if (voice && music) {
    chains.push(
      request.music.ducking
        ? `[voice]asplit[said][key];[music][key]${duck(request.music.ducking)}[under];[said][under]${sum}[mix]`
        : `[voice][music]${sum}[mix]`,
    );
  } else chains.push(voice ? '[voice]anull[mix]' : '[music]anull[mix]');
  chains.push(`[mix]asplit[kept][heard];[heard]${LOUDNESS_FILTER}[measured]`);
  const args = [
    ...[...GLOBAL_FLAGS, ...TELLING_FLAGS, ...inputs, '-filter_complex', chains.join(';')],
    ...['-map', '[kept]', '-c:a', 'pcm_f32le', '-f', 'wav', '-y', mixPath, '-map', '[measured]', '-f', 'null', '-'],
  ];
  const limits = { signal: request.signal, limitMs: wallLimitMs(filmSeconds) };
  const { stderr } = await run(tools.ffmpegPath, args, { ...limits, purpose: 'mix the sound', step: 'mix' });
  return loudnessIn(stderr, mixPath);
}

/** Usual way of music under speech; templates have their own. */
export const DEFAULT_DUCKING: Ducking = { depthDb: 6, attackMs: 40, releaseMs: 450 };
const DEEPEST_DUCK_DB = 18;
/** How far a voice lies over the threshold at least, in dB. */
const LEAST_OVER_DB = 10.5;

/** A voice at STEM_LUFS stands `over` dB above the threshold; a ratio r takes over x (1 - 1 / r) of them off the music. */
function duck({ depthDb, attackMs, releaseMs }: Ducking): string {
  const depth = Math.max(0, Math.min(DEEPEST_DUCK_DB, depthDb));
  const over = Math.max(LEAST_OVER_DB, depth * 1.25);
  const threshold = 10 ** ((STEM_LUFS - over) / 20);
  const ratio = over / (over - depth);
  return (
    `sidechaincompress=threshold=${threshold.toFixed(6)}:ratio=${ratio.toFixed(3)}:attack=${attackMs}:release=${releaseMs}:makeup=1,` +
    'aformat=sample_fmts=fltp:channel_layouts=stereo'
  );
}

/**
 * Brings the mix to TARGET_LUFS with true peaks below -1 dBTP. A linear gain keeps the dynamics; a limiter at four times the sample
 * rate, where peaks between samples show, takes only what stands over. The encoded track is measured, and gain and limit corrected by
 * what is missing, because limiter and AAC both change it: a single pass, as of `loudnorm`, misses by up to a decibel.
 */
async function normalise(
  tools: FfmpegTools,
  mix: { readonly path: string; readonly lufs: number },
  samples: number,
  outPath: string,
  request: MixRequest,
): Promise<Loudness> {
  let gainDb = TARGET_LUFS - mix.lufs;
  let limitDb = PEAK_AIMED_DBTP;
  const input = await soundInput(tools, mix.path);
  const known = { args: [...inputFlags('mov'), '-i', path.resolve(outPath)], seconds: input.seconds };
  for (let round = 1; ; round += 1) {
    const limit = Math.max(0.0625, 10 ** (limitDb / 20)).toFixed(5);
    const chain =
      `volume=${gainDb.toFixed(3)}dB,aresample=192000,alimiter=level=0:limit=${limit}:attack=2:release=60,aresample=48000,` +
      `apad,atrim=end_sample=${samples}`;
    await encode(tools, input.args, chain, outPath, request);
    const { loudness: after } = await measuredWith(tools, known, outPath, true, [], request.signal);
    const missingDb = TARGET_LUFS - after.integratedLufs;
    const overDb = after.truePeakDbtp - PEAK_ALLOWED_DBTP;
    if ((Math.abs(missingDb) <= LUFS_TOLERANCE && overDb <= 0) || round === MAX_ROUNDS) return after;
    gainDb += missingDb;
    if (overDb > 0) limitDb -= overDb + 0.2;
  }
}

async function encode(
  tools: FfmpegTools,
  inputArgs: readonly string[],
  chain: string,
  outPath: string,
  request: MixRequest,
): Promise<void> {
  await run(tools.ffmpegPath, [...GLOBAL_FLAGS, ...inputArgs, '-af', chain, ...AAC_ARGS, '-y', outPath], {
    signal: request.signal,
    limitMs: wallLimitMs(request.totalFrames / request.fps),
    purpose: `encode ${path.basename(request.outPath)}`,
    step: 'encode_audio',
  });
}
