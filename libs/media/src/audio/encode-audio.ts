import path from 'node:path';
import { MediaError, type MediaFile } from '../contracts.js';
import { GLOBAL_FLAGS, inputFlags, MEDIA_LIMITS, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { probeFile } from '../probe/probe.js';
import { FILM_SAMPLE_RATE_HZ, wavSeconds } from './wav.js';

/** The sound of every film and of its separate tracks: AAC, 48 kHz, stereo, 192 kbit/s. */
export const AAC_ARGS = [
  // At 192 kbit/s the quick coder spends half the CPU of the thorough one (0.5 s against 1.1 s for 30 s of music, measured) on the same bits.
  ...['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '192k', '-ar', String(FILM_SAMPLE_RATE_HZ), '-ac', '2', '-vn', '-sn', '-dn'],
  ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-movflags', '+faststart', '-f', 'ipod'],
] as const;

/** A sound file as FFmpeg is given it. */
export interface SoundInput {
  readonly args: readonly string[];
  readonly seconds: number;
}

/**
 * Input arguments for a sound file that was looked at first. Of a plain WAV file, as we write them, its header says all: a program that is
 * started to look at it costs more than reading it.
 * @throws MediaError `unsupported_media` when there is no sound in it
 */
export async function soundInput(tools: FfmpegTools, file: string): Promise<SoundInput> {
  const plain = await wavSeconds(file).catch(() => null);
  if (plain !== null && plain > 0 && plain <= MEDIA_LIMITS.durationSeconds) {
    return { args: [...inputFlags('wav'), '-i', path.resolve(file)], seconds: plain };
  }
  const { facts, container } = await probeFile(tools, file);
  if (facts.audio === null) throw new MediaError('unsupported_media', `${path.basename(file)} has no sound in it`, false);
  return { args: [...inputFlags(container.demuxer), '-i', path.resolve(file)], seconds: facts.durationSeconds };
}

/** Encodes a sound file as it is; see FilmEngine.encodeAudio. */
export async function encodeAudio(tools: FfmpegTools, wavPath: string, outPath: string, signal?: AbortSignal): Promise<MediaFile> {
  const input = await soundInput(tools, wavPath);
  const purpose = `encode ${path.basename(outPath)}`;
  await stageOutput(outPath, (stagedPath) =>
    run(tools.ffmpegPath, [...GLOBAL_FLAGS, ...input.args, ...AAC_ARGS, '-y', stagedPath], {
      signal,
      limitMs: wallLimitMs(input.seconds),
      purpose,
      step: 'encode_audio',
    }),
  );
  return { path: outPath, contentType: 'audio/mp4' };
}
