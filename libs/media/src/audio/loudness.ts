import path from 'node:path';
import { MediaError, type Loudness } from '../contracts.js';
import { GLOBAL_FLAGS, locateFfmpeg, run, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { soundInput } from './encode-audio.js';

/** Quieter than this is silence: the gate of BS.1770 lets nothing through below -70. */
export const SILENCE_LUFS = -60;

/**
 * Loudness of a sound file as a stereo listener hears it (ITU-R BS.1770, FFmpeg's ebur128). Without `withPeak` the true peak is left
 * out (NaN) and the measurement takes a third of the time.
 */
export async function measureLoudness(tools: FfmpegTools, file: string, withPeak: boolean, signal?: AbortSignal): Promise<Loudness> {
  const input = await soundInput(tools, file);
  const filter = `aresample=48000,aformat=channel_layouts=stereo,ebur128=framelog=verbose${withPeak ? ':peak=true' : ''}`;
  const args = [...GLOBAL_FLAGS, '-loglevel', 'info', '-nostats', ...input.args, '-map', '0:a:0', '-af', filter, '-f', 'null', '-'];
  const { stderr } = await run(tools.ffmpegPath, args, {
    signal,
    limitMs: wallLimitMs(input.seconds),
    purpose: `measure ${path.basename(file)}`,
    step: 'measure',
  });
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
