import path from 'node:path';
import { MediaError, type Loudness } from '../contracts.js';
import { GLOBAL_FLAGS, locateFfmpeg, run, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { type SoundInput, soundInput } from './encode-audio.js';

/** Quieter than this is silence: the gate of BS.1770 lets nothing through below -70. */
export const SILENCE_LUFS = -60;

/** Measures what goes through it: loudness as a stereo listener hears it (ITU-R BS.1770). What it found is told at the end of the log. */
export const LOUDNESS_FILTER = 'aresample=48000,aformat=channel_layouts=stereo,ebur128=framelog=verbose';
/** So that it is told. */
export const TELLING_FLAGS = ['-loglevel', 'info', '-nostats'] as const;

/** Loudness of a sound file. Without `withPeak` the true peak is left out (NaN) and the measurement takes a third of the time. */
export async function measureLoudness(tools: FfmpegTools, file: string, withPeak: boolean, signal?: AbortSignal): Promise<Loudness> {
  return (await measuredWith(tools, await soundInput(tools, file), file, withPeak, [], signal)).loudness;
}

/** As `measureLoudness`, of a file that was looked at. @param besides more outputs of the same run; one may be its stdout */
export async function measuredWith(
  tools: FfmpegTools,
  input: SoundInput,
  file: string,
  withPeak: boolean,
  besides: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ readonly loudness: Loudness; readonly stdout: Buffer }> {
  const filter = `${LOUDNESS_FILTER}${withPeak ? ':peak=true' : ''}`;
  const measured = ['-map', '0:a:0', '-af', filter, '-f', 'null', '-'];
  const { stderr, stdout } = await run(tools.ffmpegPath, [...GLOBAL_FLAGS, ...TELLING_FLAGS, ...input.args, ...measured, ...besides], {
    signal,
    limitMs: wallLimitMs(input.seconds),
    purpose: `measure ${path.basename(file)}`,
    step: 'measure',
  });
  return { loudness: loudnessIn(stderr, file), stdout };
}

/** What the filter said. @throws MediaError `render_failed` when it said nothing */
export function loudnessIn(stderr: string, file: string): Loudness {
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const integrated = /I:\s+(-?[\d.]+|-inf) LUFS/.exec(summary)?.[1];
  if (integrated === undefined) throw new MediaError('render_failed', `FFmpeg gave no loudness for ${path.basename(file)}`, true);
  const peak = /Peak:\s+(-?[\d.]+|-?inf) dBFS/.exec(summary)?.[1];
  return { integratedLufs: decibels(integrated), truePeakDbtp: peak === undefined ? NaN : decibels(peak) };
}

/** Whether nobody can hear anything in a sound file. @throws MediaError `unsupported_media` */
export const isSilent = async (file: string, signal?: AbortSignal): Promise<boolean> =>
  (await measureLoudness(locateFfmpeg(), file, false, signal)).integratedLufs < SILENCE_LUFS;

function decibels(text: string): number {
  return text === '-inf' ? -Infinity : Number(text);
}
