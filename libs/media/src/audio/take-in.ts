import { rm } from 'node:fs/promises';
import type { MediaFile } from '../contracts.js';
import { GLOBAL_FLAGS, locateFfmpeg, run, stageOutput, wallLimitMs } from '../ffmpeg/index.js';
import { masterSpeech } from '../speech/mastering.js';
import { soundInput } from './encode-audio.js';
import { FILM_SAMPLE_RATE_HZ } from './wav.js';

const FADE_OUT_SECONDS = 2;

/**
 * Brings speech from anywhere into the form of our own: 48 kHz mono 16-bit WAV at the level of the local voices. The file is looked at
 * first. @returns its length @throws MediaError `unsupported_media`, `media_too_large`
 */
export async function takeInSpeech(request: {
  readonly inputPath: string;
  readonly outPath: string;
  readonly signal: AbortSignal;
}): Promise<MediaFile & { readonly durationSeconds: number }> {
  const { inputPath, outPath, signal } = request;
  const tools = locateFfmpeg();
  const input = await soundInput(tools, inputPath);
  const rawPath = `${outPath}.raw`;
  try {
    const raw = ['-map', '0:a:0', '-ac', '1', '-ar', String(FILM_SAMPLE_RATE_HZ), '-f', 's16le', '-y', rawPath];
    const purpose = 'take in speech';
    await run(tools.ffmpegPath, [...GLOBAL_FLAGS, ...input.args, ...raw], {
      signal,
      limitMs: wallLimitMs(input.seconds),
      purpose,
      step: 'take_in',
    });
    const { ffmpegPath } = tools;
    const durationSeconds = await masterSpeech({
      rawPath,
      sampleRateHz: FILM_SAMPLE_RATE_HZ,
      engine: 'studio',
      outPath,
      ffmpegPath,
      signal,
    });
    return { path: outPath, contentType: 'audio/wav', durationSeconds };
  } finally {
    await rm(rawPath, { force: true });
  }
}

/**
 * Brings music from anywhere to exactly this length: begun again where it is too short, faded out at its end; 48 kHz stereo 16-bit WAV.
 * @throws MediaError `unsupported_media`, `media_too_large`
 */
export async function takeInMusic(request: {
  readonly inputPath: string;
  readonly durationSeconds: number;
  readonly outPath: string;
  readonly signal: AbortSignal;
}): Promise<MediaFile> {
  const { inputPath, durationSeconds, outPath, signal } = request;
  const tools = locateFfmpeg();
  const input = await soundInput(tools, inputPath);
  const samples = Math.round(durationSeconds * FILM_SAMPLE_RATE_HZ);
  const fadeAt = Math.max(0, durationSeconds - FADE_OUT_SECONDS);
  const filters = `aresample=${FILM_SAMPLE_RATE_HZ},atrim=end_sample=${samples},afade=t=out:st=${fadeAt}:d=${FADE_OUT_SECONDS}`;
  await stageOutput(outPath, (stagedPath) => {
    const wav = ['-map', '0:a:0', '-af', filters, '-ac', '2', '-c:a', 'pcm_s16le', '-map_metadata', '-1', '-f', 'wav', '-y', stagedPath];
    const limitMs = wallLimitMs(durationSeconds);
    return run(tools.ffmpegPath, [...GLOBAL_FLAGS, '-stream_loop', '-1', ...input.args, ...wav], {
      signal,
      limitMs,
      purpose: 'take in music',
      step: 'take_in',
    });
  });
  return { path: outPath, contentType: 'audio/wav' };
}
