import { table } from '../text/table.js';
import type { MediaProbe } from '../contracts.js';
import type { ProbedFile } from './probed-file.js';
import type { Container } from './sniff.js';

/** Reads what `ffmpeg -i` says about its input on stderr, for installations without ffprobe (the static build from npm). */
export function readFfmpegBanner(banner: string, container: Container): Omit<ProbedFile, 'header'> {
  const input = banner.split(/^(?:Output #0|Stream mapping)/m)[0] ?? banner;
  const lines = input.split('\n').filter((line) => /^\s*Stream #0:\d+/.test(line));
  const picture = lines.find((line) => line.includes(': Video: ') && !line.includes('(attached pic)'));
  const sound = lines.find((line) => line.includes(': Audio: '));
  const [, hours = '0', minutes = '0', seconds = '0'] = /Duration: (\d+):(\d+):([\d.]+)/.exec(input) ?? [];
  const lengthSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return {
    container,
    streams: lines.length,
    colours: coloursOf(picture ?? ''),
    isInterlaced: /\b(?:top|bottom) (?:first|coded first)\b/.test(picture ?? ''),
    hasAlphaTrack: /^\s*alpha_mode\s*: 1/im.test(input),
    pictureSeconds: container.still || !picture ? 0 : lengthSeconds,
    facts: {
      container: container.name,
      durationSeconds: container.still ? 0 : lengthSeconds,
      video: picture ? video(picture, container.still, /rotation of -?(?:90|270)/.test(input)) : null,
      audio: sound ? audio(sound) : null,
    },
  };
}

/** `yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67)`; one name alone stands for all three. */
function coloursOf(line: string): ProbedFile['colours'] {
  const [, matrix, primaries, transfer] =
    /\((?:(?:tv|pc), )?([a-z][\w-]+)(?:\/([\w-]+)\/([\w-]+))?[,)]/.exec(line.replace(/^.*?: Video: [^,]*, /, '')) ?? [];
  const known = (name: string | undefined) => (name === undefined || /^(unknown|tv|pc|progressive|top|bottom)$/.test(name) ? null : name);
  return { matrix: known(matrix), primaries: known(primaries ?? matrix), transfer: known(transfer ?? matrix) };
}

function video(line: string, still: boolean, turned: boolean): MediaProbe['video'] {
  const [, codec = 'unknown', pixelFormat = 'unknown'] = /Video: (\w+)[^,]*?(?:\([^)]*\))*, (\w+)/.exec(line) ?? [];
  const [, across = '0', down = '0'] = /, (\d+)x(\d+)/.exec(line) ?? [];
  const fps = Number(/, ([\d.]+) fps/.exec(line)?.[1] ?? /, ([\d.]+) tbr/.exec(line)?.[1] ?? 0);
  const [width, height] = turned ? [down, across] : [across, down];
  return { codec, widthPx: Number(width), heightPx: Number(height), fps: still ? 0 : fps, frames: still ? 1 : null, pixelFormat };
}

const CHANNELS: Readonly<Record<string, number>> = table({ mono: 1, stereo: 2, '2.1': 3, quad: 4, '5.0': 5, '5.1': 6, '7.1': 8 });

function audio(line: string): MediaProbe['audio'] {
  const [, codec = 'unknown'] = /Audio: (\w+)/.exec(line) ?? [];
  const [, rate = '0', layout = ''] = /, (\d+) Hz, ([\w.]+)/.exec(line) ?? [];
  const counted = Number(/, (\d+) channels/.exec(line)?.[1] ?? 0);
  return { codec, sampleRateHz: Number(rate), channels: CHANNELS[layout] ?? counted };
}
